package org.vitrine.change.equivalence;

import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.structure.der.Der;

/// A PKCS #7 message that holds a signature (RFC 2315, section 9), looked at just so far that nothing else can hide in
/// its place.
final class SignedMessage {
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// A signature with a chain of certificates has a few thousand.
    private static final long LONGEST = 64 << 10;

    private SignedMessage() {}

    /// Asks that these bytes be one signed message from the first to the last.
    ///
    /// @throws Malformed when they aren't
    static void check(Bytes message) throws Malformed {
        if (message.size() > LONGEST) {
            throw new Malformed(0, "ContentInfo", "longer than any signature");
        }
        List<Der> info = Der.whole(message, Der.Rules.BASIC).sequence(2, "ContentInfo");
        if (info.size() != 2 || !info.getFirst().oid("contentType").equals(SIGNED_DATA)) {
            throw new Malformed(0, "contentType", "no signed data");
        }
        List<Der> content = info.get(1).children();
        if (content.size() != 1) {
            throw new Malformed(info.get(1).offset(), "content", "not one message");
        }
        List<Der> signed = content.getFirst().sequence(4, "SignedData");
        Der signers = signed.getLast();
        if (!signers.is(Der.SET) || signers.children().size() != 1) {
            throw new Malformed(signers.offset(), "signerInfos", "not one signer");
        }
        for (Der part : signed.subList(3, signed.size() - 1)) {
            // Certificates and revocation lists are the only further parts.
            if (!part.isContext(0) && !part.isContext(1)) {
                throw new Malformed(part.offset(), "SignedData", "a part that is neither certificate nor list");
            }
        }
    }
}
