package org.vitrine.inspect.key;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// A private key in a content, wherever that content lies. What it is used for stands in [KeyUse].
@Table(name = "private_key", version = 1, about = "A private key that lies in the release.")
public record PrivateKey(
        @Column("PEM, DER, OPENSSH or DROPBEAR.") Encoding encoding,

        @Column("rsa, dsa, ec, ed25519, … ; `unknown` where it can't be told.")
        String algorithm,

        @Column("Bits of the modulus or the curve; 0 where it can't be told.")
        int bits,

        @Column("Whether a passphrase guards it.") Guard guard,

        @Column("SHA-256 of the public key in SubjectPublicKeyInfo, hex; empty where it can't be told.")
        String fingerprint,

        @Column("The key's bytes.") Location location)
        implements Fact {

    /// How it is written down.
    public enum Encoding {
        PEM,
        DER,
        OPENSSH,
        DROPBEAR
    }

    /// Whether a passphrase guards it.
    public enum Guard {
        NONE,
        PASSPHRASE,
        UNKNOWN
    }
}
