package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Malformed;

/// The literals section of zstd's compressed blocks (RFC 8878, 3.1.1.3.1). Holds what a section left: its
/// literals, and the Huffman table that the next may use again.
final class ZstdLiterals {
    private static final String HEADER = "Literals_Section_Header";
    private static final String STREAM = "Huffman-coded stream";
    /// Room behind the literals, so that they can be copied many at a time.
    private static final int SLACK = 32;

    private static final int MOST = 128 << 10;

    private final byte[] src;
    private final int origin;
    private final HuffmanTable table = new HuffmanTable();
    private byte[] own = new byte[0];

    /// Where the literals are: in the input itself when they stand there as they are.
    byte[] bytes = own;

    /// Where they start in [#bytes].
    int start;

    /// How many they are.
    int size;

    ZstdLiterals(byte[] src, int origin) {
        this.src = src;
        this.origin = origin;
    }

    /// Forgets the table: a new frame starts.
    void forget() {
        table.forget();
    }

    /// Reads a section.
    ///
    /// @return where it ends
    /// @throws Malformed when it is damaged, gives more than a block may hold, or doesn't end before `end`
    int read(int at, int end) throws Malformed {
        if (at >= end) {
            throw new Malformed(at - origin, HEADER, "is missing");
        }
        int type = src[at] & 3;
        int format = src[at] >>> 2 & 3;
        return type < 2 ? plain(at, end, type, format) : coded(at, end, type, format);
    }

    private int plain(int at, int end, int type, int format) throws Malformed {
        int length = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
        size = (int) (header(at, end, length) >>> (length == 1 ? 3 : 4));
        requireSize(at);
        int content = at + length;
        if (type == 0) {
            requireInside(content, size, end, "Raw_Literals_Block");
            bytes = src;
            start = content;
            return content + size;
        }
        requireInside(content, 1, end, "RLE_Literals_Block");
        reserve();
        Arrays.fill(own, 0, size, src[content]);
        return content + 1;
    }

    private int coded(int at, int end, int type, int format) throws Malformed {
        int length = format < 2 ? 3 : format + 2;
        int width = format < 2 ? 10 : format == 2 ? 14 : 18;
        long header = header(at, end, length);
        size = (int) (header >>> 4 & (1 << width) - 1);
        int compressed = (int) (header >>> 4 + width);
        requireSize(at);
        int next = at + length;
        requireInside(next, compressed, end, "Compressed_Literals_Block");
        int stop = next + compressed;
        if (type == 2) {
            next = table.read(src, next, stop, origin);
        } else if (table.bits() == 0) {
            throw new Malformed(at - origin, "Treeless_Literals_Block", "no block before it has a tree");
        }
        reserve();
        if (format == 0) {
            finish(next, BackwardBits.count(src, next, stop, origin, STREAM), 0, size);
        } else {
            four(next, stop);
        }
        return stop;
    }

    private long header(int at, int end, int length) throws Malformed {
        requireInside(at, length, end, HEADER);
        long header = 0;
        for (int i = 0; i < length; i++) {
            header |= (src[at + i] & 0xffL) << 8 * i;
        }
        return header;
    }

    private void requireSize(int at) throws Malformed {
        if (size > MOST) {
            throw new Malformed(at - origin, HEADER, size + " literals are more than a block may hold");
        }
    }

    private void requireInside(int at, int length, int end, String field) throws Malformed {
        if (length > end - at) {
            throw new Malformed(at - origin, field, length + " bytes asked, " + (end - at) + " left in the block");
        }
    }

    private void reserve() {
        if (own.length < size + SLACK) {
            own = new byte[Math.min(MOST, Math.max(size, 2 * own.length)) + SLACK];
        }
        bytes = own;
        start = 0;
    }

    /// Decodes the four streams behind a jump table side by side.
    private void four(int at, int end) throws Malformed {
        requireInside(at, 6, end, "Jump_Table");
        int start1 = at + 6;
        int start2 = start1 + ((short) Copy.SHORT.get(src, at) & 0xffff);
        int start3 = start2 + ((short) Copy.SHORT.get(src, at + 2) & 0xffff);
        int start4 = start3 + ((short) Copy.SHORT.get(src, at + 4) & 0xffff);
        int each = size + 3 >>> 2;
        if (start4 >= end || 3 * each > size) {
            throw new Malformed(at - origin, "Jump_Table", "leaves nothing for the fourth stream");
        }
        int bits1 = BackwardBits.count(src, start1, start2, origin, STREAM);
        int bits2 = BackwardBits.count(src, start2, start3, origin, STREAM);
        int bits3 = BackwardBits.count(src, start3, start4, origin, STREAM);
        int bits4 = BackwardBits.count(src, start4, end, origin, STREAM);
        byte[] out = own;
        short[] entries = table.entries;
        int shift = 64 - table.bits();
        int out1 = 0;
        int last = size - 3 * each - 5;
        for (; out1 <= last && (bits1 | bits2 | bits3 | bits4) >= 0; out1 += 5) {
            long next1 = BackwardBits.load(src, start1, bits1);
            long next2 = BackwardBits.load(src, start2, bits2);
            long next3 = BackwardBits.load(src, start3, bits3);
            long next4 = BackwardBits.load(src, start4, bits4);
            // Five codes of at most eleven bits: what was loaded lasts.
            for (int i = 0; i < 5; i++) {
                int entry1 = entries[(int) (next1 >>> shift)];
                int entry2 = entries[(int) (next2 >>> shift)];
                int entry3 = entries[(int) (next3 >>> shift)];
                int entry4 = entries[(int) (next4 >>> shift)];
                int to = out1 + i;
                out[to] = (byte) entry1;
                out[to + each] = (byte) entry2;
                out[to + 2 * each] = (byte) entry3;
                out[to + 3 * each] = (byte) entry4;
                next1 <<= entry1 >>> 8;
                next2 <<= entry2 >>> 8;
                next3 <<= entry3 >>> 8;
                next4 <<= entry4 >>> 8;
                bits1 -= entry1 >>> 8;
                bits2 -= entry2 >>> 8;
                bits3 -= entry3 >>> 8;
                bits4 -= entry4 >>> 8;
            }
        }
        finish(start1, bits1, out1, each);
        finish(start2, bits2, out1 + each, 2 * each);
        finish(start3, bits3, out1 + 2 * each, 3 * each);
        finish(start4, bits4, out1 + 3 * each, size);
    }

    /// Decodes the rest of one stream, which must be used up by it.
    private void finish(int stream, int left, int from, int to) throws Malformed {
        byte[] out = own;
        short[] entries = table.entries;
        int shift = 64 - table.bits();
        int bits = left;
        int at = from;
        while (at < to && bits >= 0) {
            long next = BackwardBits.load(src, stream, bits);
            for (int stop = Math.min(to, at + 5); at < stop; at++) {
                int entry = entries[(int) (next >>> shift)];
                out[at] = (byte) entry;
                next <<= entry >>> 8;
                bits -= entry >>> 8;
            }
        }
        if (bits != 0) {
            throw new Malformed(
                    stream - origin, STREAM, bits < 0 ? "ends before its last literal" : bits + " bits are left over");
        }
    }
}
