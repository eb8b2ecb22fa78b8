package org.vitrine.unpack.format.squashfs;

import java.io.IOException;
import org.tukaani.xz.LZMAInputStream;
import org.vitrine.evidence.Malformed;

/// A block of LZMA. mksquashfs, and vendors before it, write the 13 bytes of the LZMA-alone header: properties,
/// dictionary size, and the size of the block. Others leave out the size, or all of the header. They are told
/// apart by
/// the first byte of the range coder, which is always zero.
final class LzmaBlock {
    private static final int ALONE_HEADER = 13;
    private static final int SHORT_HEADER = 5;
    /// lc = 3, lp = 0, pb = 2: what nearly everybody uses.
    private static final byte USUAL_PROPERTIES = 0x5d;

    private static final int PROPERTIES = 225;
    private static final int UNKNOWN_SIZE = -1;

    private LzmaBlock() {}

    static int decode(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed {
        boolean properties = length > 0 && (source[at] & 0xff) < PROPERTIES;
        if (properties && length > ALONE_HEADER && source[at + ALONE_HEADER] == 0) {
            long size = (long) MetadataReader.LONG.get(source, at + SHORT_HEADER);
            if (size == UNKNOWN_SIZE || size >= 0 && size <= capacity) {
                return decode(source, at, length, ALONE_HEADER, source[at], (int) size, target, targetAt, capacity);
            }
        }
        if (properties && length > SHORT_HEADER && source[at + SHORT_HEADER] == 0) {
            return decode(source, at, length, SHORT_HEADER, source[at], UNKNOWN_SIZE, target, targetAt, capacity);
        }
        if (length > 0 && source[at] == 0) {
            return decode(source, at, length, 0, USUAL_PROPERTIES, UNKNOWN_SIZE, target, targetAt, capacity);
        }
        throw new Malformed(0, "lzma header", "is none of the known ones");
    }

    private static int decode(
            byte[] source,
            int at,
            int length,
            int header,
            byte properties,
            int size,
            byte[] target,
            int targetAt,
            int capacity)
            throws Malformed {
        ArrayStream input = new ArrayStream(source, at + header, length - header);
        try (LZMAInputStream lzma = new LZMAInputStream(
                input,
                size,
                properties,
                Math.max(4096, capacity),
                null,
                Workbench.mine().arrays())) {
            return ArrayStream.drain(lzma, target, targetAt, capacity);
        } catch (IOException e) {
            throw ArrayStream.malformed(input.position() - at, "lzma stream", e);
        }
    }
}
