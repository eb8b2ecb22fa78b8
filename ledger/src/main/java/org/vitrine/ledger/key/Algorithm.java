package org.vitrine.ledger.key;

/// A signature scheme, as data: another one is another line here.
public enum Algorithm {
    /// Ed25519 (RFC 8032): public keys of 32 bytes, signatures of 64.
    ED25519("Ed25519", 32, 64, 0x01, -19),
    /// ML-DSA-44 (FIPS 204): public keys of 1,312 bytes, signatures of 2,420.
    ML_DSA_44("ML-DSA-44", 1312, 2420, 0x06, -48);

    private final String standardName;
    private final int keySize;
    private final int signatureSize;
    private final int noteType;
    private final int coseNumber;

    Algorithm(String standardName, int keySize, int signatureSize, int noteType, int coseNumber) {
        this.standardName = standardName;
        this.keySize = keySize;
        this.signatureSize = signatureSize;
        this.noteType = noteType;
        this.coseNumber = coseNumber;
    }

    /// Its name in the Java security standard names, for keys and for signatures.
    public String standardName() {
        return standardName;
    }

    /// How many bytes a raw public key has; they stand at the end of its SubjectPublicKeyInfo (RFC 8410, RFC 9881).
    public int keySize() {
        return keySize;
    }

    /// How many bytes a signature has.
    public int signatureSize() {
        return signatureSize;
    }

    /// Its signature type in signed notes (C2SP signed-note).
    public int noteType() {
        return noteType;
    }

    /// Its number in COSE (RFC 9864, RFC 9964).
    public int coseNumber() {
        return coseNumber;
    }
}
