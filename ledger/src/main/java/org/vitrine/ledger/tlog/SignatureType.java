package org.vitrine.ledger.tlog;

import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;

/// The types of signatures in notes that are understood (C2SP signed-note, "Signature types"). Others
/// than these are ignored where they stand below a note, and refused where they stand in a verifier
/// key.
public enum SignatureType {
    /// 0x01: Ed25519 over the note's text.
    ED25519(0x01, Algorithm.ED25519),
    /// 0x04: Ed25519 over a time and a checkpoint's text (C2SP tlog-cosignature).
    ED25519_COSIGNATURE(0x04, Algorithm.ED25519),
    /// 0x06: ML-DSA-44 over a time, the cosigner's name and a checkpoint's origin, size and root (C2SP
    /// tlog-cosignature).
    ML_DSA_44_COSIGNATURE(0x06, Algorithm.ML_DSA_44);

    private final byte code;
    private final Algorithm algorithm;

    SignatureType(int code, Algorithm algorithm) {
        this.code = (byte) code;
        this.algorithm = algorithm;
    }

    /// The type with this byte.
    ///
    /// @throws Refused when it is none of these
    public static SignatureType of(byte code) throws Refused {
        for (SignatureType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new Refused("signatures of type 0x%02x are not understood".formatted(code));
    }

    /// The byte that stands for it in key ids and verifier keys.
    public byte code() {
        return code;
    }

    /// The algorithm of its keys.
    public Algorithm algorithm() {
        return algorithm;
    }

    /// Whether a time stands before the signature, and is signed with it.
    public boolean isTimed() {
        return this != ED25519;
    }
}
