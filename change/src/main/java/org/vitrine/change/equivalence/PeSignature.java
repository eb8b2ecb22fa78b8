package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.der.Der;

/// The signature of a PE file, as UEFI and Windows take it: the attribute certificate table at the file's end, its
/// entry in the data directories, and the checksum in the optional header (PE Format, "The Attribute Certificate
/// Table"). Of an unsigned file it is an empty entry and a checksum.
final class PeSignature implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "pe-signature",
            1,
            Risk.N3,
            "Who rebuilds does not hold the key that the program is signed with.",
            "Microsoft, PE Format, \"The Attribute Certificate Table\"; UEFI 2.10, section 32.2");

    private static final int ENTRY = 8;
    private static final int CERTIFICATES = 4;
    private static final int MOST_CERTIFICATES = 8;

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        Optional<Signed> was = Signed.of(old);
        Optional<Signed> is = Signed.of(current);
        if (was.isEmpty() || is.isEmpty() || was.get().size() == 0 && is.get().size() == 0) {
            return List.of();
        }
        Signed before = was.get();
        Signed after = is.get();
        long oldTable = before.size() == 0 ? old.size() : before.start(old, after.size() == 0 ? current.size() : -1);
        long newTable = after.size() == 0 ? current.size() : after.start(current, before.size() == 0 ? old.size() : -1);
        return List.of(
                Cut.field(before.checksum(), after.checksum(), 4),
                Cut.field(before.entry(), after.entry(), ENTRY),
                new Cut(oldTable, old.size() - oldTable, newTable, current.size() - newTable, false));
    }

    /// Where a PE file has its signature.
    ///
    /// @param checksum of the field
    /// @param entry of the data directory's entry
    /// @param table of the certificates
    /// @param size of the certificates; 0 for an unsigned file
    private record Signed(long checksum, long entry, long table, long size) {
        static Optional<Signed> of(Bytes content) throws Malformed {
            if (!content.matches(0, new byte[] {'M', 'Z'}) || !content.holds(0, 0x40)) {
                return Optional.empty();
            }
            long pe = content.u32(0x3c, LITTLE_ENDIAN, "e_lfanew");
            if (!content.matches(pe, new byte[] {'P', 'E', 0, 0})) {
                return Optional.empty();
            }
            long optional = pe + 24;
            int magic = content.u16(optional, LITTLE_ENDIAN, "Magic");
            if (magic != 0x10b && magic != 0x20b) {
                return Optional.empty();
            }
            long directories = optional + (magic == 0x10b ? 96 : 112);
            if (content.u32(directories - 4, LITTLE_ENDIAN, "NumberOfRvaAndSizes") <= CERTIFICATES) {
                return Optional.empty();
            }
            long entry = directories + ENTRY * CERTIFICATES;
            long table = content.u32(entry, LITTLE_ENDIAN, "Certificate Table");
            long size = content.u32(entry + 4, LITTLE_ENDIAN, "Certificate Table size");
            if (size != 0) {
                check(content, table, size);
            } else if (table != 0) {
                throw new Malformed(entry, "Certificate Table", "an offset without a size");
            }
            return Optional.of(new Signed(optional + 64, entry, table, size));
        }

        private static void check(Bytes content, long table, long size) throws Malformed {
            if (table % 8 != 0 || table + size != content.size()) {
                throw new Malformed(table, "Certificate Table", "does not end the file");
            }
            int count = 0;
            for (long at = table; at < table + size; count++) {
                long length = content.u32(at, LITTLE_ENDIAN, "dwLength");
                long next = at + (length + 7 & ~7L);
                boolean known = content.u16(at + 4, LITTLE_ENDIAN, "wRevision") == 0x200
                        && content.u16(at + 6, LITTLE_ENDIAN, "wCertificateType") == 2;
                if (!known || length <= 8 || next > table + size || count == MOST_CERTIFICATES) {
                    throw new Malformed(at, "WIN_CERTIFICATE", "no PKCS signature");
                }
                long end = Der.at(content, at + 8, Der.Rules.BASIC).end();
                if (end > next || next - end > 8 || !isZero(content, end, next)) {
                    throw new Malformed(at, "bCertificate", "something else beside the message");
                }
                SignedMessage.check(content.slice(at + 8, end - at - 8, "bCertificate"));
                at = next;
            }
        }

        /// Where the table starts, with the zeros that were filled in before it when the other file is `unsigned` long.
        long start(Bytes content, long unsigned) throws Malformed {
            boolean filled = unsigned >= 0 && unsigned <= table && table - unsigned < 8;
            return filled && isZero(content, unsigned, table) ? unsigned : table;
        }

        private static boolean isZero(Bytes content, long from, long to) throws Malformed {
            for (long at = from; at < to; at++) {
                if (content.u8(at, "padding") != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
