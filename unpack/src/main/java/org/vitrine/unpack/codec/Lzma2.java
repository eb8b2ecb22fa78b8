package org.vitrine.unpack.codec;

import org.vitrine.evidence.Malformed;

/// LZMA2: runs of LZMA and of bytes as they are, each with its sizes. Decoded straight into an array, which is also the
/// dictionary. Not safe for several threads.
///
/// Specification: the .xz file format, 5.3.1; the chunks as XZ Embedded describes them.
public final class Lzma2 {
    private static final int END = 0;
    private static final int COPY_AND_RESET = 1;
    private static final int COPY = 2;
    private static final int LZMA = 0x80;
    private static final int RESET_STATE = 0xa0;
    private static final int NEW_PROPERTIES = 0xc0;
    private static final int RESET_ALL = 0xe0;

    private final Lzma lzma = new Lzma();
    private int next;

    /// A fresh one, which can be used again and again.
    public Lzma2() {}

    /// Index in the input of the first byte the last stream didn't use.
    public int consumed() {
        return next;
    }

    /// Decodes one stream, to its end mark.
    ///
    /// @param src holds the input, and [Lzma#SLACK] bytes more
    /// @param start index of the first byte
    /// @param srcEnd index behind the last byte there is
    /// @return index in `dst` behind the last byte of output
    /// @throws Malformed with the index in `src` at which it can't go on
    public int decode(byte[] src, int start, int srcEnd, byte[] dst, int dstStart, int dstEnd) throws Malformed {
        int out = dstStart;
        int base = dstStart;
        boolean needsDictionary = true;
        boolean needsProperties = true;
        boolean needsState = true;
        next = start;
        while (true) {
            require(srcEnd, 1);
            int control = src[next++] & 0xff;
            if (control == END) {
                return out;
            }
            if (control > COPY && control < LZMA) {
                throw malformed("control byte 0x" + Integer.toHexString(control));
            }
            boolean resets = control >= RESET_ALL || control == COPY_AND_RESET;
            if (needsDictionary && !resets) {
                throw malformed("a chunk before the dictionary is reset");
            }
            if (resets) {
                needsDictionary = false;
                base = out;
                needsState = true;
            }
            if (control < LZMA) {
                out = copy(src, srcEnd, dst, out, dstEnd);
                continue;
            }
            require(srcEnd, 5);
            int size = ((control & 0x1f) << 16 | u16(src)) + 1;
            next += 2;
            int stored = u16(src) + 1;
            next += 2;
            if (control >= NEW_PROPERTIES) {
                lzma.properties(src[next++] & 0xff);
                needsProperties = false;
            } else if (needsProperties || needsState && control < RESET_STATE) {
                throw malformed("a chunk that goes on where nothing began");
            } else if (control >= RESET_STATE) {
                lzma.reset();
            }
            needsState = false;
            require(srcEnd, stored);
            if (size > dstEnd - out) {
                throw malformed("decodes to more than " + (dstEnd - dstStart) + " bytes");
            }
            int end = next + stored;
            out = lzma.decode(src, next, end, dst, base, out, out + size, Lzma.End.FULL);
            next = lzma.consumed();
            if (next != end) {
                throw malformed((end - next) + " bytes of a chunk are left");
            }
        }
    }

    private int copy(byte[] src, int srcEnd, byte[] dst, int out, int dstEnd) throws Malformed {
        require(srcEnd, 2);
        int size = u16(src) + 1;
        next += 2;
        require(srcEnd, size);
        if (size > dstEnd - out) {
            throw malformed("decodes to more than there is room for");
        }
        System.arraycopy(src, next, dst, out, size);
        next += size;
        return out + size;
    }

    private void require(int srcEnd, int count) throws Malformed {
        if (srcEnd - next < count) {
            throw malformed("ends early");
        }
    }

    private int u16(byte[] src) {
        return (src[next] & 0xff) << 8 | src[next + 1] & 0xff;
    }

    private Malformed malformed(String reason) {
        return new Malformed(next, "lzma2 chunk", reason);
    }
}
