package org.vitrine.change.equivalence;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.ElfHeader;

/// The signature that stands behind a Linux kernel module: a PKCS #7 message of exactly the length that is declared,
/// twelve bytes that describe it, and a marker (Linux, `include/linux/module_signature.h`). Of an unsigned module it
/// is nothing.
final class ModuleSignature implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "module-signature",
            1,
            Risk.N3,
            "Who rebuilds does not hold the key that the modules are signed with.",
            "Linux, include/linux/module_signature.h; RFC 2315, section 9");

    private static final byte[] MARKER = "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DESCRIPTION = 12;
    private static final int PKEY_ID_PKCS7 = 2;

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        if (!ElfHeader.startsWithMagic(old) || !ElfHeader.startsWithMagic(current)) {
            return List.of();
        }
        long before = length(old);
        long after = length(current);
        return before == 0 && after == 0
                ? List.of()
                : List.of(new Cut(old.size() - before, before, current.size() - after, after, false));
    }

    /// How many bytes at the end are the signature.
    private static long length(Bytes content) throws Unreadable {
        long marker = content.size() - MARKER.length;
        long at = marker - DESCRIPTION;
        if (at < 0 || !content.matches(marker, MARKER)) {
            return 0;
        }
        byte[] description = content.array(at, 8, "module_signature");
        // With PKCS #7 every other field is zero, and the message says who signed and how.
        for (int i = 0; i < description.length; i++) {
            if (description[i] != (i == 2 ? PKEY_ID_PKCS7 : 0)) {
                throw new Malformed(at + i, "module_signature", "not as with PKCS #7");
            }
        }
        long length = content.u32(at + 8, ByteOrder.BIG_ENDIAN, "sig_len");
        SignedMessage.check(content.slice(at - length, length, "sig_len"));
        return length + DESCRIPTION + MARKER.length;
    }
}
