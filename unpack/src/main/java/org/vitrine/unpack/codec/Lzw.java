package org.vitrine.unpack.codec;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// The LZW of `compress`: codes of 9 bits that grow to at most 16, lowest bit first, in groups of
/// eight codes; when their width changes, the rest of a group is left out. The data has no end of its
/// own. Follows the behaviour of ncompress 5.0 as its manual and its files show it; no specification
/// exists.
public final class Lzw {
    private static final int SMALLEST = 9;
    private static final int LARGEST = 16;
    private static final int CLEAR = 256;
    private static final int FLUSH = 1 << 15;
    /// Codes that are looked at to see whether data is plausible.
    private static final int FIRST = 24;

    private final Bytes image;
    private final long start;
    private final int most;
    private final boolean blocks;
    private final byte[] window = new byte[1 << 12];
    private long windowAt;
    private int windowLength;
    /// In bits from `start`.
    private long position;
    private long mark;
    private int width = SMALLEST;

    private Lzw(Bytes image, long start, int most, boolean blocks) {
        this.image = image;
        this.start = start;
        this.most = most;
        this.blocks = blocks;
    }

    /// Whether the first codes could be `compress`'s: none names an entry that isn't there yet.
    public static boolean plausible(Bytes image, long at, int most, boolean blocks) {
        Lzw lzw = new Lzw(image, at, most, blocks);
        for (int i = 0; i < FIRST; i++) {
            int code = lzw.next();
            if (code < 0) {
                return i > 0;
            }
            int free = i > 0 && blocks ? CLEAR + i : 255 + i;
            if (blocks && code == CLEAR ? i == 0 : code > free) {
                return false;
            }
            if (blocks && code == CLEAR) {
                return true;
            }
        }
        return true;
    }

    /// Decodes from `at` to the image's end.
    ///
    /// @param most the largest width of a code in bits, 9 to 16
    /// @param blocks whether code 256 clears the table
    /// @throws Unreadable when a code names what isn't there, or `out` takes no more
    public static void decode(Bytes image, long at, int most, boolean blocks, Out out) throws Unreadable {
        if (most < SMALLEST || most > LARGEST) {
            throw new Malformed(at - 1, "maxbits", most + " bits, 9 to 16 allowed");
        }
        new Lzw(image, at, most, blocks).run(out);
    }

    private void run(Out out) throws Unreadable {
        int limit = 1 << most;
        char[] prefix = new char[limit];
        byte[] suffix = new byte[limit];
        byte[] stack = new byte[limit + 1];
        byte[] buffer = new byte[FLUSH + limit + 1];
        int filled = 0;
        int free = blocks ? CLEAR + 1 : CLEAR;
        int old = -1;
        byte last = 0;
        while (true) {
            if (free >= 1 << width && width < most) {
                align();
                width++;
            }
            int code = next();
            if (code < 0) {
                break;
            }
            if (old == -1) {
                if (code > 255) {
                    throw malformed(code, CLEAR);
                }
                last = (byte) code;
                buffer[filled++] = last;
                old = code;
                continue;
            }
            if (code == CLEAR && blocks) {
                align();
                width = SMALLEST;
                free = CLEAR;
                continue;
            }
            int depth = 0;
            int at = code;
            if (code >= free) {
                if (code > free) {
                    throw malformed(code, free);
                }
                stack[depth++] = last;
                at = old;
            }
            while (at >= CLEAR) {
                stack[depth++] = suffix[at];
                at = prefix[at];
            }
            last = (byte) at;
            buffer[filled++] = last;
            while (depth > 0) {
                buffer[filled++] = stack[--depth];
            }
            if (free < limit) {
                prefix[free] = (char) old;
                suffix[free] = last;
                free++;
            }
            old = code;
            if (filled >= FLUSH) {
                out.write(buffer, 0, filled);
                filled = 0;
            }
        }
        out.write(buffer, 0, filled);
    }

    /// Leaves out what remains of a group of eight codes.
    private void align() {
        long group = 8L * width;
        position = mark + (position - mark + group - 1) / group * group;
        mark = position;
    }

    /// The next code; -1 at the end.
    private int next() {
        long at = start + (position >>> 3);
        int bit = (int) position & 7;
        int bytes = bit + width + 7 >>> 3;
        if (at < windowAt || at + bytes > windowAt + windowLength) {
            windowAt = at;
            windowLength = image.copyAvailable(at, window, 0, window.length);
        }
        if (bytes > windowLength - (at - windowAt)) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (window[(int) (at - windowAt) + i] & 0xff) << 8 * i;
        }
        position += width;
        return value >>> bit & (1 << width) - 1;
    }

    private Malformed malformed(int code, int free) {
        return new Malformed(start + (position >>> 3), "code", code + " read, where " + free + " is the next to come");
    }
}
