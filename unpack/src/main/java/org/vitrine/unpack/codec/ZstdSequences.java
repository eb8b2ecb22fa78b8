package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Malformed;

/// The sequences section of zstd's compressed blocks (RFC 8878, 3.1.1.3.2), and their execution. Holds what
/// lasts for a frame: the tables and the three offsets that may be repeated.
final class ZstdSequences {
    private static final String STREAM = "sequences bitstream";
    private static final int[] LENGTH_BASES = new int[36];
    private static final byte[] LENGTH_EXTRAS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_BASES = new int[53];
    private static final byte[] MATCH_EXTRAS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int[] OFFSET_BASES = new int[32];
    private static final byte[] OFFSET_EXTRAS = new byte[32];
    private static final int LENGTH_ACCURACY = 9;
    private static final int OFFSET_ACCURACY = 8;
    private static final int MATCH_ACCURACY = 9;

    private static final FseTable LENGTH_DEFAULT;
    private static final FseTable OFFSET_DEFAULT;
    private static final FseTable MATCH_DEFAULT;

    static {
        // Each code starts where the one before it ends.
        for (int i = 1; i < LENGTH_BASES.length; i++) {
            LENGTH_BASES[i] = LENGTH_BASES[i - 1] + (1 << LENGTH_EXTRAS[i - 1]);
        }
        MATCH_BASES[0] = 3;
        for (int i = 1; i < MATCH_BASES.length; i++) {
            MATCH_BASES[i] = MATCH_BASES[i - 1] + (1 << MATCH_EXTRAS[i - 1]);
        }
        for (int i = 0; i < OFFSET_BASES.length; i++) {
            OFFSET_BASES[i] = 1 << i;
            OFFSET_EXTRAS[i] = (byte) i;
        }
        LENGTH_DEFAULT = lengths();
        LENGTH_DEFAULT.build(
                new short[] {
                    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1,
                    -1, -1, -1
                },
                6);
        OFFSET_DEFAULT = offsets();
        OFFSET_DEFAULT.build(
                new short[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
                },
                5);
        MATCH_DEFAULT = matches();
        short[] shares = new short[53];
        Arrays.fill(shares, (short) 1);
        shares[1] = 4;
        shares[2] = 3;
        Arrays.fill(shares, 3, 9, (short) 2);
        Arrays.fill(shares, 46, 53, (short) -1);
        MATCH_DEFAULT.build(shares, 6);
    }

    private final byte[] src;
    private final int origin;
    private final FseTable ownLengths = lengths();
    private final FseTable ownOffsets = offsets();
    private final FseTable ownMatches = matches();
    private FseTable lengths = LENGTH_DEFAULT;
    private FseTable offsets = OFFSET_DEFAULT;
    private FseTable matches = MATCH_DEFAULT;
    private boolean seen;
    private int repeat1 = 1;
    private int repeat2 = 4;
    private int repeat3 = 8;

    ZstdSequences(byte[] src, int origin) {
        this.src = src;
        this.origin = origin;
    }

    private static FseTable lengths() {
        return new FseTable(LENGTH_BASES, LENGTH_EXTRAS, LENGTH_ACCURACY);
    }

    private static FseTable offsets() {
        return new FseTable(OFFSET_BASES, OFFSET_EXTRAS, OFFSET_ACCURACY);
    }

    private static FseTable matches() {
        return new FseTable(MATCH_BASES, MATCH_EXTRAS, MATCH_ACCURACY);
    }

    /// Forgets tables and offsets: a new frame starts.
    void forget() {
        seen = false;
        repeat1 = 1;
        repeat2 = 4;
        repeat3 = 8;
    }

    /// Reads the section from `at` to `end` and gives out the block: literals and matches in turn, then the
    /// literals that are left.
    ///
    /// @param frame where the frame's first byte is in `dst`
    /// @param out where the block goes in `dst`
    /// @param most how many bytes it may give
    /// @param room the end of what may be written in `dst`
    /// @return where the block ends in `dst`
    int execute(int at, int end, ZstdLiterals literals, byte[] dst, int frame, int out, int most, int room)
            throws Malformed {
        int next = at;
        int count = u8(next++, end, "Number_of_Sequences");
        if (count >= 128) {
            int second = u8(next++, end, "Number_of_Sequences");
            count = count < 255
                    ? (count - 128 << 8) + second
                    : 0x7f00 + second + (u8(next++, end, "Number_of_Sequences") << 8);
        }
        int limit = out + Math.min(most, room - out);
        if (count == 0) {
            if (next != end) {
                throw new Malformed(next - origin, "Sequences_Section", (end - next) + " bytes behind no sequences");
            }
            return rest(literals, literals.start, dst, out, limit, room);
        }
        int modes = u8(next++, end, "Symbol_Compression_Modes");
        if ((modes & 3) != 0) {
            throw new Malformed(next - 1L - origin, "Symbol_Compression_Modes", "its reserved bits are set");
        }
        next = table(ownLengths, modes >>> 6, next, end, "Literals_Length_Codes");
        lengths = chosen(modes >>> 6, lengths, ownLengths, LENGTH_DEFAULT);
        next = table(ownOffsets, modes >>> 4 & 3, next, end, "Offset_Codes");
        offsets = chosen(modes >>> 4 & 3, offsets, ownOffsets, OFFSET_DEFAULT);
        next = table(ownMatches, modes >>> 2 & 3, next, end, "Match_Length_Codes");
        matches = chosen(modes >>> 2 & 3, matches, ownMatches, MATCH_DEFAULT);
        seen = true;
        return run(next, end, count, literals, dst, frame, out, limit, room);
    }

    private static FseTable chosen(int mode, FseTable before, FseTable own, FseTable predefined) {
        return switch (mode) {
            case 0 -> predefined;
            case 3 -> before;
            default -> own;
        };
    }

    private int table(FseTable own, int mode, int at, int end, String field) throws Malformed {
        if (mode == 3 && !seen) {
            throw new Malformed(at - origin, field, "no block before has a table to repeat");
        }
        if (mode == 2) {
            return own.read(src, at, end, origin, field);
        }
        if (mode != 1) {
            return at;
        }
        int symbol = u8(at, end, field);
        if (symbol >= own.alphabet()) {
            throw new Malformed(at - origin, field, "code " + symbol + " doesn't exist");
        }
        own.only(symbol);
        return at + 1;
    }

    private int u8(int at, int end, String field) throws Malformed {
        if (at >= end) {
            throw new Malformed(at - origin, field, "is behind the end of the block");
        }
        return src[at] & 0xff;
    }

    private int run(
            int start, int end, int count, ZstdLiterals literals, byte[] dst, int frame, int to, int limit, int room)
            throws Malformed {
        long[] lengthEntries = lengths.entries;
        long[] offsetEntries = offsets.entries;
        long[] matchEntries = matches.entries;
        byte[] literalBytes = literals.bytes;
        int literal = literals.start;
        int literalEnd = literal + literals.size;
        int out = to;

        int bits = BackwardBits.count(src, start, end, origin, STREAM);
        long next = BackwardBits.load(src, start, bits);
        int lengthState = (int) (next >>> 1 >>> ~lengths.accuracy());
        next <<= lengths.accuracy();
        int offsetState = (int) (next >>> 1 >>> ~offsets.accuracy());
        next <<= offsets.accuracy();
        int matchState = (int) (next >>> 1 >>> ~matches.accuracy());
        bits -= lengths.accuracy() + offsets.accuracy() + matches.accuracy();

        for (int left = count; ; ) {
            if (bits < 0) {
                throw new Malformed(start - origin, STREAM, "ends before its last sequence");
            }
            next = BackwardBits.load(src, start, bits);
            long lengthEntry = lengthEntries[lengthState];
            long offsetEntry = offsetEntries[offsetState];
            long matchEntry = matchEntries[matchState];
            int offsetBits = (int) offsetEntry >>> 24;
            int matchBits = (int) matchEntry >>> 24;
            int lengthBits = (int) lengthEntry >>> 24;

            int value = (int) (offsetEntry >>> 32) + (int) (next >>> 1 >>> ~offsetBits);
            next <<= offsetBits;
            bits -= offsetBits;
            if (offsetBits + matchBits + lengthBits > 57) {
                next = reload(start, bits);
            }
            int match = (int) (matchEntry >>> 32) + (int) (next >>> 1 >>> ~matchBits);
            next <<= matchBits;
            int length = (int) (lengthEntry >>> 32) + (int) (next >>> 1 >>> ~lengthBits);
            next <<= lengthBits;
            bits -= matchBits + lengthBits;

            int distance;
            if (offsetBits > 1) {
                distance = value - 3;
                repeat3 = repeat2;
                repeat2 = repeat1;
                repeat1 = distance;
            } else {
                distance = repeated(value, length);
            }

            if (--left > 0) {
                if (offsetBits + matchBits + lengthBits > 31) {
                    next = reload(start, bits);
                }
                int width = (int) lengthEntry >>> 16 & 0xff;
                lengthState = (int) (lengthEntry & 0xffff) + (int) (next >>> 1 >>> ~width);
                next <<= width;
                bits -= width;
                width = (int) matchEntry >>> 16 & 0xff;
                matchState = (int) (matchEntry & 0xffff) + (int) (next >>> 1 >>> ~width);
                next <<= width;
                bits -= width;
                width = (int) offsetEntry >>> 16 & 0xff;
                offsetState = (int) (offsetEntry & 0xffff) + (int) (next >>> 1 >>> ~width);
                bits -= width;
            }

            if (length > literalEnd - literal) {
                throw new Malformed(start - origin, STREAM, "asks for more literals than there are");
            }
            if (length + match > limit - out) {
                throw new Malformed(start - origin, STREAM, "gives more than the block may hold, or was asked for");
            }
            Copy.literals(literalBytes, literal, dst, out, length, room);
            literal += length;
            out += length;
            // Also refuses 0, and the negative that stands for an offset of two gigabytes and more.
            if (Integer.compareUnsigned(distance - 1, out - frame) >= 0) {
                throw new Malformed(
                        start - origin,
                        STREAM,
                        "offset " + Integer.toUnsignedString(distance) + " of " + (out - frame) + " bytes decoded");
            }
            Copy.match(dst, out, distance, match, room);
            out += match;
            if (left == 0) {
                break;
            }
        }
        if (bits != 0) {
            throw new Malformed(
                    start - origin, STREAM, bits < 0 ? "ends before its last sequence" : bits + " bits are left over");
        }
        return rest(literals, literal, dst, out, limit, room);
    }

    private long reload(int start, int bits) throws Malformed {
        if (bits < 0) {
            throw new Malformed(start - origin, STREAM, "ends before its last sequence");
        }
        return BackwardBits.load(src, start, bits);
    }

    /// The distance that a repeat code stands for (RFC 8878, 3.1.1.5).
    private int repeated(int value, int length) {
        int distance;
        switch (length == 0 ? value + 1 : value) {
            case 1 -> {
                return repeat1;
            }
            case 2 -> {
                distance = repeat2;
                repeat2 = repeat1;
                repeat1 = distance;
                return distance;
            }
            case 3 -> distance = repeat3;
            default -> distance = repeat1 - 1;
        }
        repeat3 = repeat2;
        repeat2 = repeat1;
        repeat1 = distance;
        return distance;
    }

    private int rest(ZstdLiterals literals, int from, byte[] dst, int out, int limit, int room) throws Malformed {
        int length = literals.start + literals.size - from;
        if (length > limit - out) {
            throw new Malformed(-1, "literals", "give more than the block may hold, or was asked for");
        }
        Copy.literals(literals.bytes, from, dst, out, length, room);
        return out + length;
    }
}
