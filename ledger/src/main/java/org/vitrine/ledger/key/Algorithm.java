package org.vitrine.ledger.key;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A signature scheme, as data: another one is another line here.
public enum Algorithm {
    /// Ed25519 (RFC 8032): public keys of 32 bytes, signatures of 64. COSE once called it EdDSA,
    /// number -8.
    ED25519("Ed25519", "Ed25519", "Ed25519", "302a300506032b6570032100", 32, 64, List.of(-19, -8)),
    /// ML-DSA-44 (FIPS 204): public keys of 1,312 bytes, signatures of 2,420.
    ML_DSA_44(
            "ML-DSA-44",
            "ML-DSA-44",
            "ML-DSA-44",
            "30820532300b06096086480165030403110382052100",
            1312,
            2420,
            List.of(-48)),
    /// ECDSA with P-256 and SHA-256 (FIPS 186-5): public keys of 65 bytes, 0x04 ‖ x ‖ y; signatures
    /// of 64, r ‖ s. Others sign with it: statements, receipts and envelopes, no notes.
    ES256(
            "ES256",
            "EC",
            "SHA256withECDSAinP1363Format",
            "3059301306072a8648ce3d020106082a8648ce3d030107034200",
            65,
            64,
            List.of(-7, -9));

    private final String standardName;
    private final String keyName;
    private final String signatureName;
    private final byte[] keyPrefix;
    private final int keySize;
    private final int signatureSize;
    private final List<Integer> coseNumbers;

    Algorithm(
            String standardName,
            String keyName,
            String signatureName,
            String keyPrefix,
            int keySize,
            int signatureSize,
            List<Integer> coseNumbers) {
        this.standardName = standardName;
        this.keyName = keyName;
        this.signatureName = signatureName;
        this.keyPrefix = HexFormat.of().parseHex(keyPrefix);
        this.keySize = keySize;
        this.signatureSize = signatureSize;
        this.coseNumbers = coseNumbers;
    }

    /// The algorithm that has this number in COSE, as it is written or was once.
    public static Optional<Algorithm> ofCose(long number) {
        for (Algorithm algorithm : values()) {
            for (int each : algorithm.coseNumbers) {
                if (each == number) {
                    return Optional.of(algorithm);
                }
            }
        }
        return Optional.empty();
    }

    /// Its name for people, which for most is also the one in the Java security standard names.
    public String standardName() {
        return standardName;
    }

    /// What Java calls its keys.
    String keyName() {
        return keyName;
    }

    /// What Java calls its signatures.
    String signatureName() {
        return signatureName;
    }

    /// What stands before the raw key in a SubjectPublicKeyInfo (RFC 5480, RFC 8410, RFC 9881).
    byte[] keyPrefix() {
        return keyPrefix.clone();
    }

    /// How many bytes a raw public key has; they stand at the end of its SubjectPublicKeyInfo.
    public int keySize() {
        return keySize;
    }

    /// How many bytes a signature has.
    public int signatureSize() {
        return signatureSize;
    }

    /// Its number in COSE (RFC 9053, RFC 9864, RFC 9964), as it is written.
    public int coseNumber() {
        return coseNumbers.getFirst();
    }
}
