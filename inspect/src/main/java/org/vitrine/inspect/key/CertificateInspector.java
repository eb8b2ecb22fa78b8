package org.vitrine.inspect.key;

import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.der.Der;
import org.vitrine.structure.der.DistinguishedName;
import org.vitrine.structure.der.Oid;
import org.vitrine.structure.der.X509;

/// Finds X.509 certificates in a content: textual blocks anywhere in it, or a content that is one certificate
/// as a whole. Nothing is verified.
public final class CertificateInspector implements ContentInspector {
    private static final long MAXIMUM_WHOLE = 512 << 10;

    private static final Card CARD = new Card(
            "certificate",
            "X.509 certificates: PEM, DER",
            List.of(
                    "RFC 5280 (X.509 certificates)",
                    "RFC 7468 (textual encodings)",
                    "RFC 2253 (names as text)",
                    "ITU-T X.690 (encoding)"),
            List.of(
                    "Certificates in PKCS #7, PKCS #12 and Java key stores are not read.",
                    "Certificates in DER are found only where one is the whole content.",
                    "Signatures are not verified."));

    /// An inspector that looks for certificates; it keeps nothing.
    public CertificateInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable {
        boolean blocks = Pem.each(content, label -> label.endsWith("CERTIFICATE"), block -> {
            // A trusted certificate of OpenSSL has its trust settings behind it.
            Der element = Der.at(block.decoded(), 0, Der.Rules.BASIC);
            facts.add(fact(X509.of(element), new Location(sha256, block.offset(), block.length())));
        });
        if (!blocks && looksWhole(content)) {
            facts.add(fact(X509.of(Der.whole(content, Der.Rules.BASIC)), Location.whole(sha256, content)));
        }
    }

    /// Whether it is one sequence of the three parts of a certificate, the first of which starts as one does.
    private static boolean looksWhole(Bytes content) {
        try {
            if (content.size() > MAXIMUM_WHOLE || content.u8(0, "identifier") != Der.SEQUENCE) {
                return false;
            }
            List<Der> parts = Der.whole(content, Der.Rules.BASIC).children();
            if (parts.size() != 3
                    || !parts.get(0).is(Der.SEQUENCE)
                    || !parts.get(1).is(Der.SEQUENCE)
                    || !parts.get(2).is(Der.BIT_STRING)) {
                return false;
            }
            List<Der> signed = parts.get(0).children();
            // A certification request and a revocation list have the same three parts.
            return signed.size() >= 6
                    && (signed.get(0).isContext(0) || signed.get(0).is(Der.INTEGER))
                    && signed.get(signed.get(0).is(Der.INTEGER) ? 3 : 4).is(Der.SEQUENCE);
        } catch (Malformed e) {
            return false;
        }
    }

    private static Certificate fact(X509 x509, Location location) throws Malformed {
        return new Certificate(
                Digest.ofContent(x509.encoded()).toString(),
                DistinguishedName.text(x509.subject()),
                DistinguishedName.text(x509.issuer()),
                x509.serial().toString(16),
                x509.notBefore(),
                x509.notAfter(),
                x509.publicKey().algorithm(),
                x509.publicKey().bits(),
                Oid.signature(x509.signatureAlgorithm()),
                x509.publicKey().fingerprint(),
                x509.selfIssued() ? 1 : 0,
                x509.authority() ? 1 : 0,
                location);
    }
}
