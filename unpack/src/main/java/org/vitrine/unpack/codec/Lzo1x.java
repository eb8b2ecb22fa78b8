package org.vitrine.unpack.codec;

import java.util.Arrays;
import java.util.Objects;
import org.vitrine.evidence.Malformed;

/// The LZO1X stream, with the run-length extension of LZO-RLE. Follows "LZO stream format as understood by
/// Linux's LZO decompressor" (Linux, Documentation/staging/lzo.rst).
public final class Lzo1x {
    private static final int VERSION_MARK = 17;
    private static final int SHORTEST_VERSIONED = 5;
    private static final int END_DISTANCE = 16384;
    /// The "state" after a literal run of four and more.
    private static final int LONG_RUN = 4;

    private final byte[] src;
    private final int start;
    private final int end;
    private final int capacity;
    private int in;

    private Lzo1x(byte[] src, int at, int length, int capacity) {
        this.src = src;
        this.start = at;
        this.end = at + length;
        this.capacity = capacity;
        this.in = at;
    }

    /// Decodes one stream; its end mark must stand exactly at the end of `length`. What lies in `dst` behind the
    /// decoded bytes, up to `capacity`, is junk afterwards.
    ///
    /// @param at where the stream starts in `src`
    /// @param length of the stream in bytes
    /// @param dstAt where the decoded bytes go in `dst`
    /// @param capacity how many decoded bytes are acceptable
    /// @return how many bytes were decoded
    /// @throws Malformed when the stream is damaged or holds more than `capacity`; offsets are from `at`
    public static int decode(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity) throws Malformed {
        Objects.checkFromIndexSize(at, length, src.length);
        Objects.checkFromIndexSize(dstAt, capacity, dst.length);
        return new Lzo1x(src, at, length, capacity).decode(dst, dstAt);
    }

    private int decode(byte[] dst, int dstAt) throws Malformed {
        int outEnd = dstAt + capacity;
        int out = dstAt;
        int state = 0;
        boolean runs = version() > 0;
        if (in < end && (src[in] & 0xff) > VERSION_MARK) {
            int literals = (src[in++] & 0xff) - VERSION_MARK;
            out = literals(dst, out, outEnd, literals);
            state = Math.min(literals, LONG_RUN);
        }
        while (true) {
            int instruction = next("instruction");
            int distance;
            int length;
            int trailing;
            if (instruction >= 64) {
                distance = (next("distance") << 3) + (instruction >>> 2 & 7) + 1;
                length = (instruction >>> 5) + 1;
                trailing = instruction & 3;
            } else if (instruction >= 32) {
                length = 2 + length(instruction & 31, 31);
                int operand = operand();
                distance = (operand >>> 2) + 1;
                trailing = operand & 3;
            } else if (instruction >= 16) {
                if (runs && isRun(instruction)) {
                    int operand = operand();
                    int zeros = (next("run length") << 3 | instruction & 7) + 4;
                    room(zeros, outEnd - out);
                    Arrays.fill(dst, out, out + zeros, (byte) 0);
                    state = operand & 3;
                    out = literals(dst, out + zeros, outEnd, state);
                    continue;
                }
                length = 2 + length(instruction & 7, 7);
                int operand = operand();
                distance = END_DISTANCE + ((instruction & 8) << 11) + (operand >>> 2);
                if (distance == END_DISTANCE) {
                    if (length != 3) {
                        throw malformed("end mark", "has the length " + length + ", not 3");
                    }
                    if (in != end) {
                        throw malformed("end mark", end - in + " bytes follow it");
                    }
                    return out - dstAt;
                }
                trailing = operand & 3;
            } else if (state == 0) {
                out = literals(dst, out, outEnd, 3 + length(instruction, 15));
                state = LONG_RUN;
                continue;
            } else {
                distance = (next("distance") << 2) + (instruction >>> 2) + (state == LONG_RUN ? 2049 : 1);
                length = state == LONG_RUN ? 3 : 2;
                trailing = instruction & 3;
            }
            if (distance > out - dstAt) {
                throw malformed("distance", distance + " back, of " + (out - dstAt) + " bytes decoded");
            }
            room(length, outEnd - out);
            Copy.match(dst, out, distance, length, outEnd);
            out += length;
            state = trailing;
            if (in <= end - 4 && out <= outEnd - 4) {
                // Junk behind the trailing literals is cheaper than a loop.
                dst[out] = src[in];
                dst[out + 1] = src[in + 1];
                dst[out + 2] = src[in + 2];
                in += trailing;
                out += trailing;
            } else {
                out = literals(dst, out, outEnd, trailing);
            }
        }
    }

    /// The bitstream version; a stream that doesn't say has 0.
    private int version() throws Malformed {
        if (end - in < SHORTEST_VERSIONED || src[in] != VERSION_MARK) {
            return 0;
        }
        int version = src[in + 1] & 0xff;
        if (version > 1) {
            throw new Malformed(1, "bitstream version", "0 and 1 are known, this is " + version);
        }
        in += 2;
        return version;
    }

    private boolean isRun(int instruction) {
        return (instruction & 8) != 0 && end - in >= 2 && ((short) Copy.SHORT.get(src, in) & 0xfffc) == 0xfffc;
    }

    private int next(String field) throws Malformed {
        if (in >= end) {
            throw malformed(field, "the stream ends without its end mark");
        }
        return src[in++] & 0xff;
    }

    private int operand() throws Malformed {
        if (end - in < 2) {
            throw malformed("distance", "the stream ends within it");
        }
        int operand = (short) Copy.SHORT.get(src, in) & 0xffff;
        in += 2;
        return operand;
    }

    private int length(int inline, int most) throws Malformed {
        if (inline != 0) {
            return inline;
        }
        int length = most;
        int more = next("length");
        while (more == 0) {
            length += 255;
            room(length, capacity);
            more = next("length");
        }
        return length + more;
    }

    private int literals(byte[] dst, int out, int outEnd, int length) throws Malformed {
        if (length > end - in) {
            throw malformed("literals", length + " bytes asked, " + (end - in) + " left");
        }
        room(length, outEnd - out);
        Copy.literals(src, in, dst, out, length, outEnd);
        in += length;
        return out + length;
    }

    private void room(int length, int left) throws Malformed {
        if (length > left) {
            throw malformed("stream", "decodes to more than " + capacity + " bytes");
        }
    }

    private Malformed malformed(String field, String reason) {
        return new Malformed(in - start, field, reason);
    }
}
