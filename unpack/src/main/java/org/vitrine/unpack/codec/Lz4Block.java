package org.vitrine.unpack.codec;

import java.util.Objects;
import org.vitrine.evidence.Malformed;

/// The LZ4 block format, without any frame around it. Follows "LZ4 Block Format Description"
/// (lz4_Block_format.md).
public final class Lz4Block {
    private static final int MINIMUM_MATCH = 4;
    private static final int MORE = 15;

    private Lz4Block() {}

    /// Decodes one block; it must end exactly where `length` says. What lies in `dst` behind the
    /// decoded bytes, up to `capacity`, is junk afterwards.
    ///
    /// @param at where the block starts in `src`
    /// @param length of the block in bytes
    /// @param dstAt where the decoded bytes go in `dst`
    /// @param capacity how many decoded bytes are acceptable
    /// @return how many bytes were decoded
    /// @throws Malformed when the block is damaged or holds more than `capacity`; offsets are from
    ///     `at`
    public static int decode(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity) throws Malformed {
        return decode(src, at, length, dst, dstAt, capacity, 0);
    }

    /// Decodes one block whose matches may reach into what was decoded before it.
    ///
    /// @param history how many bytes of that stand right before `dstAt`
    /// @return how many bytes were decoded
    /// @throws Malformed when the block is damaged or holds more than `capacity`; offsets are from
    ///     `at`
    public static int decode(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity, int history)
            throws Malformed {
        Objects.checkFromToIndex(dstAt - history, dstAt, dst.length);
        Objects.checkFromIndexSize(at, length, src.length);
        Objects.checkFromIndexSize(dstAt, capacity, dst.length);
        int inEnd = at + length;
        int outEnd = dstAt + capacity;
        int in = at;
        int out = dstAt;
        while (true) {
            if (in >= inEnd) {
                throw new Malformed(in - at, "token", "the block ends without its last literals");
            }
            int token = src[in++] & 0xff;
            int literals = token >>> 4;
            if (literals == MORE) {
                int more;
                do {
                    if (in >= inEnd) {
                        throw new Malformed(in - at, "literal length", "the block ends within it");
                    }
                    more = src[in++] & 0xff;
                    literals += more;
                    if (literals > capacity) {
                        throw tooLong(in - at, capacity);
                    }
                } while (more == 255);
            }
            if (literals > inEnd - in) {
                throw new Malformed(in - at, "literals", literals + " bytes asked, " + (inEnd - in) + " left");
            }
            if (literals > outEnd - out) {
                throw tooLong(in - at, capacity);
            }
            Copy.literals(src, in, dst, out, literals, outEnd);
            in += literals;
            out += literals;
            if (in == inEnd) {
                return out - dstAt;
            }
            if (inEnd - in < 2) {
                throw new Malformed(in - at, "offset", "the block ends within it");
            }
            int distance = (short) Copy.SHORT.get(src, in) & 0xffff;
            if (distance == 0 || distance > out - dstAt + history) {
                throw new Malformed(
                        in - at, "offset", distance + " back, of " + (out - dstAt + history) + " bytes decoded");
            }
            in += 2;
            int match = token & 15;
            if (match == MORE) {
                int more;
                do {
                    if (in >= inEnd) {
                        throw new Malformed(in - at, "match length", "the block ends within it");
                    }
                    more = src[in++] & 0xff;
                    match += more;
                    if (match > capacity) {
                        throw tooLong(in - at, capacity);
                    }
                } while (more == 255);
            }
            match += MINIMUM_MATCH;
            if (match > outEnd - out) {
                throw tooLong(in - at, capacity);
            }
            Copy.match(dst, out, distance, match, outEnd);
            out += match;
        }
    }

    private static Malformed tooLong(int offset, int capacity) {
        return new Malformed(offset, "block", "decodes to more than " + capacity + " bytes");
    }
}
