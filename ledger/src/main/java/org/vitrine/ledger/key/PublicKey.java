package org.vitrine.ledger.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.vitrine.ledger.Refused;

/// A key that signatures are checked with: its algorithm and its raw bytes.
public final class PublicKey {
    private final Algorithm algorithm;
    private final byte[] raw;
    private final java.security.PublicKey key;

    private PublicKey(Algorithm algorithm, byte[] raw, java.security.PublicKey key) {
        this.algorithm = algorithm;
        this.raw = raw;
        this.key = key;
    }

    /// The key whose raw bytes these are.
    ///
    /// @throws Refused when the algorithm has no such key
    public static PublicKey of(Algorithm algorithm, byte[] raw) throws Refused {
        if (raw.length != algorithm.keySize()) {
            throw new Refused(
                    algorithm.standardName() + " keys have " + algorithm.keySize() + " bytes, not " + raw.length);
        }
        try {
            byte[] prefix = algorithm.keyPrefix();
            byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
            System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
            KeyFactory factory = KeyFactory.getInstance(algorithm.keyName());
            if (algorithm == Algorithm.ES256) {
                P256.checkPoint(raw);
            }
            return new PublicKey(algorithm, raw.clone(), factory.generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new Refused("this is no " + algorithm.standardName() + " key", e);
        }
    }

    /// The key of Java's that this is.
    ///
    /// @throws Refused when its algorithm is none of ours
    public static PublicKey of(java.security.PublicKey key) throws Refused {
        byte[] encoded = key.getEncoded();
        for (Algorithm algorithm : Algorithm.values()) {
            byte[] prefix = algorithm.keyPrefix();
            if (encoded != null
                    && encoded.length == prefix.length + algorithm.keySize()
                    && Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length)) {
                return of(algorithm, Arrays.copyOfRange(encoded, prefix.length, encoded.length));
            }
        }
        throw new Refused("signatures of " + key.getAlgorithm() + " keys are not understood");
    }

    /// Its algorithm.
    public Algorithm algorithm() {
        return algorithm;
    }

    /// Its SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), as other programs read it.
    public byte[] encoded() {
        return key.getEncoded();
    }

    /// A copy of its raw bytes.
    public byte[] raw() {
        return raw.clone();
    }

    /// Whether this key's owner signed these bytes. A signature of the wrong shape is none.
    public boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != algorithm.signatureSize()) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(algorithm.signatureName());
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && algorithm == that.algorithm && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return algorithm.standardName() + " " + HexFormat.of().formatHex(raw, 0, 8);
    }
}
