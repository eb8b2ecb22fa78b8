package org.vitrine.unpack.format.jffs2;

import java.nio.ByteOrder;
import java.util.Optional;
import org.vitrine.evidence.Bytes;

/// What every node starts with: 12 bytes with magic, type, length and their checksum.
///
/// @param at offset of the node from the start of the file system
/// @param type with [#ACCURATE] set
/// @param length of the node in bytes, header included, as it says
/// @param obsolete whether the node was marked as outdated on the flash itself
public record NodeHeader(long at, int type, long length, boolean obsolete) {
    /// Bytes of a header.
    public static final int SIZE = 12;

    /// The bit that is cleared where a node is marked as outdated; the checksum is that of the set bit.
    static final int ACCURATE = 0x2000;

    static final int DIRENT = 0xe001;
    static final int INODE = 0xe002;
    static final int CLEAN_MARKER = 0x2003;
    static final int PADDING = 0x2004;
    static final int SUMMARY = 0x2006;
    static final int XATTR = 0xe008;
    static final int XREF = 0xe009;

    private static final int MAGIC = 0x1985;

    /// The header at `at`; empty when there is none with a right checksum.
    public static Optional<NodeHeader> at(Bytes image, long at, ByteOrder order) {
        byte[] raw = new byte[SIZE];
        if (image.copyAvailable(at, raw, 0, SIZE) < SIZE || u16(raw, 0, order) != MAGIC) {
            return Optional.empty();
        }
        int type = u16(raw, 2, order);
        boolean obsolete = (type & ACCURATE) == 0;
        if (obsolete) {
            raw[order == ByteOrder.LITTLE_ENDIAN ? 3 : 2] |= 0x20;
        }
        int length = i32(raw, 4, order);
        if (Crc.of(raw, 0, 8) != i32(raw, 8, order) || Integer.compareUnsigned(length, SIZE) < 0) {
            return Optional.empty();
        }
        return Optional.of(new NodeHeader(at, type | ACCURATE, Integer.toUnsignedLong(length), obsolete));
    }

    /// Whether the type is one that the specification names.
    public boolean known() {
        return switch (type) {
            case DIRENT, INODE, CLEAN_MARKER, PADDING, SUMMARY, XATTR, XREF -> true;
            default -> false;
        };
    }

    /// Offset of the first byte behind the node and what aligns the next one.
    long next() {
        return at + (length + 3 & ~3L);
    }

    private static int u16(byte[] raw, int at, ByteOrder order) {
        int first = raw[at] & 0xff;
        int second = raw[at + 1] & 0xff;
        return order == ByteOrder.LITTLE_ENDIAN ? first | second << 8 : first << 8 | second;
    }

    private static int i32(byte[] raw, int at, ByteOrder order) {
        int first = u16(raw, at, order);
        int second = u16(raw, at + 2, order);
        return order == ByteOrder.LITTLE_ENDIAN ? first | second << 16 : first << 16 | second;
    }
}
