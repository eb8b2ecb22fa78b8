package org.vitrine.inspect.key;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// An X.509 certificate in a file.
@Table(name = "certificate", version = 1, about = "An X.509 certificate that lies in the release.")
public record Certificate(
        @Column("SHA-256 of its DER, hex.") String fingerprint,
        @Column("Subject, RFC 2253.") String subject,
        @Column("Issuer, RFC 2253.") String issuer,
        @Column("Serial number, hex.") String serial,

        @Column("Start of validity, seconds since 1970-01-01 UTC.")
        long notBefore,

        @Column("End of validity, seconds since 1970-01-01 UTC.")
        long notAfter,

        @Column("Public key algorithm: rsa, ec, ….") String algorithm,

        @Column("Bits of the public key; 0 where it can't be told.")
        int bits,

        @Column("Signature algorithm by its usual name, or its object identifier.")
        String signature,

        @Column("SHA-256 of SubjectPublicKeyInfo, hex: equal to the private key's when they belong together.")
        String publicKey,

        @Column("Whether subject and issuer are the same.") int selfIssued,

        @Column("Whether basicConstraints says it is an authority: 1 or 0.")
        int authority,

        @Column("Its bytes.") Location location)
        implements Fact {}
