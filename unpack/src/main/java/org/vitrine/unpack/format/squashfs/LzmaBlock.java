package org.vitrine.unpack.format.squashfs;

import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.codec.Lzma;

/// A block of LZMA. mksquashfs, and vendors before it, write the 13 bytes of the LZMA-alone header: properties,
/// dictionary size, and the size of the block. Others leave out the size, or all of the header. They are told
/// apart by the first byte of the range coder, which is always zero.
final class LzmaBlock {
    private static final int ALONE_HEADER = 13;
    private static final int SHORT_HEADER = 5;
    /// lc = 3, lp = 0, pb = 2: what nearly everybody uses.
    private static final byte USUAL_PROPERTIES = 0x5d;

    private static final int PROPERTIES = 225;
    private static final int UNKNOWN_SIZE = -1;

    private LzmaBlock() {}

    static int decode(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed {
        int header = header(source, at, length, capacity);
        Lzma lzma = Workbench.mine().lzma();
        int end = at + length;
        try {
            lzma.properties((header == 0 ? USUAL_PROPERTIES : source[at]) & 0xff);
            long size = header == ALONE_HEADER ? size(source, at) : UNKNOWN_SIZE;
            int room = targetAt + (size == UNKNOWN_SIZE ? capacity : (int) size);
            Lzma.End ends = header == ALONE_HEADER ? Lzma.End.MARKER : Lzma.End.INPUT;
            int decoded = lzma.decode(source, at + header, end, target, targetAt, targetAt, room, ends) - targetAt;
            if (size != UNKNOWN_SIZE && decoded != size) {
                throw new Malformed(at, "lzma header", size + " bytes named, " + decoded + " decoded");
            }
            return decoded;
        } catch (Malformed e) {
            throw new Malformed(
                    e.problem().offset() - at, e.problem().field(), e.problem().reason());
        }
    }

    private static int header(byte[] source, int at, int length, int capacity) throws Malformed {
        boolean properties = length > 0 && (source[at] & 0xff) < PROPERTIES;
        if (properties && length > ALONE_HEADER && source[at + ALONE_HEADER] == 0) {
            long size = size(source, at);
            if (size == UNKNOWN_SIZE || size >= 0 && size <= capacity) {
                return ALONE_HEADER;
            }
        }
        if (properties && length > SHORT_HEADER && source[at + SHORT_HEADER] == 0) {
            return SHORT_HEADER;
        }
        if (length > 0 && source[at] == 0) {
            return 0;
        }
        throw new Malformed(0, "lzma header", "is none of the known ones");
    }

    private static long size(byte[] source, int at) {
        return (long) MetadataReader.LONG.get(source, at + SHORT_HEADER);
    }
}
