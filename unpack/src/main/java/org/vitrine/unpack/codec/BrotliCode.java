package org.vitrine.unpack.codec;

import org.vitrine.evidence.Malformed;

/// A prefix code of brotli (RFC 7932, 3): which symbol stands for which bits.
final class BrotliCode {
    private static final int LONGEST = 15;
    private static final int FAST = 8;
    private static final int[] ORDER = {1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private final int[] counts = new int[LONGEST + 1];
    private final char[] symbols;
    /// By the next bits: symbol and, in the lowest four, length; 0 where the code is longer.
    private final int[] fast = new int[1 << FAST];
    private final boolean single;

    private BrotliCode(byte[] lengths) {
        int used = 0;
        for (byte length : lengths) {
            counts[length]++;
            used += length == 0 ? 0 : 1;
        }
        counts[0] = 0;
        int[] starts = new int[LONGEST + 2];
        int[] codes = new int[LONGEST + 2];
        for (int length = 1; length <= LONGEST; length++) {
            starts[length + 1] = starts[length] + counts[length];
            codes[length + 1] = codes[length] + counts[length] << 1;
        }
        symbols = new char[used];
        single = used == 1;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length == 0) {
                continue;
            }
            symbols[starts[length]++] = (char) symbol;
            int code = codes[length]++;
            if (length <= FAST && !single) {
                int reversed = Integer.reverse(code) >>> 32 - length;
                for (int i = reversed; i < fast.length; i += 1 << length) {
                    fast[i] = symbol << 4 | length;
                }
            }
        }
    }

    /// Reads a code for an alphabet of so many symbols.
    static BrotliCode read(BrotliBits bits, int alphabet) throws Malformed {
        int kind = bits.take(2);
        byte[] lengths = kind == 1 ? simple(bits, alphabet) : complex(bits, alphabet, kind);
        return new BrotliCode(lengths);
    }

    /// The next symbol.
    int next(BrotliBits bits) throws Malformed {
        if (single) {
            return symbols[0];
        }
        int entry = fast[bits.peek(FAST)];
        if (entry != 0) {
            bits.skip(entry & 15);
            return entry >>> 4;
        }
        int look = bits.peek(LONGEST);
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= look >>> length - 1 & 1;
            if (code - first < counts[length]) {
                bits.skip(length);
                return symbols[index + code - first];
            }
            index += counts[length];
            first = first + counts[length] << 1;
            code <<= 1;
        }
        throw new Malformed(bits.position(), "prefix code", "no symbol has these bits");
    }

    private static byte[] simple(BrotliBits bits, int alphabet) throws Malformed {
        int count = bits.take(2) + 1;
        int width = 32 - Integer.numberOfLeadingZeros(alphabet - 1);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = bits.take(width);
            if (chosen[i] >= alphabet) {
                throw new Malformed(bits.position(), "prefix code", "symbol " + chosen[i] + " of " + alphabet);
            }
            for (int j = 0; j < i; j++) {
                if (chosen[j] == chosen[i]) {
                    throw new Malformed(bits.position(), "prefix code", "symbol " + chosen[i] + " twice");
                }
            }
        }
        byte[] shape = switch (count) {
            case 1 -> new byte[] {1};
            case 2 -> new byte[] {1, 1};
            case 3 -> new byte[] {1, 2, 2};
            default -> bits.take(1) == 0 ? new byte[] {2, 2, 2, 2} : new byte[] {1, 2, 3, 3};
        };
        byte[] lengths = new byte[alphabet];
        for (int i = 0; i < count; i++) {
            lengths[chosen[i]] = shape[i];
        }
        return lengths;
    }

    private static byte[] complex(BrotliBits bits, int alphabet, int skipped) throws Malformed {
        byte[] own = new byte[18];
        int space = 32;
        int used = 0;
        for (int i = skipped; i < 18 && space > 0; i++) {
            int length = lengthOfLength(bits);
            own[ORDER[i]] = (byte) length;
            if (length > 0) {
                space -= 32 >> length;
                used++;
            }
        }
        if (used != 1 && space != 0) {
            throw new Malformed(bits.position(), "code length code", "its lengths are no prefix code");
        }
        BrotliCode code = new BrotliCode(own);
        byte[] lengths = new byte[alphabet];
        int previous = 8;
        int repeated = -1;
        int repeat = 0;
        int left = 1 << LONGEST;
        for (int symbol = 0; symbol < alphabet && left > 0; ) {
            int value = code.next(bits);
            if (value < 16) {
                repeat = 0;
                lengths[symbol++] = (byte) value;
                if (value > 0) {
                    previous = value;
                    left -= 1 << LONGEST >> value;
                }
                continue;
            }
            int length = value == 16 ? previous : 0;
            if (length != repeated) {
                repeat = 0;
                repeated = length;
            }
            int before = repeat;
            int extra = value - 14;
            repeat = (repeat > 0 ? repeat - 2 << extra : 0) + bits.take(extra) + 3;
            int more = repeat - before;
            if (more > alphabet - symbol) {
                throw new Malformed(bits.position(), "code lengths", "more of them than symbols");
            }
            for (int i = 0; i < more; i++) {
                lengths[symbol++] = (byte) length;
            }
            left -= length == 0 ? 0 : more << LONGEST - length;
        }
        if (left != 0) {
            throw new Malformed(bits.position(), "code lengths", "they are no prefix code");
        }
        return lengths;
    }

    /// RFC 7932, 3.5: a fixed code for lengths of 0 to 5.
    private static int lengthOfLength(BrotliBits bits) throws Malformed {
        return switch (bits.peek(4) & 15) {
            case 0, 4, 8, 12 -> taken(bits, 2, 0);
            case 1, 5, 9, 13 -> taken(bits, 2, 4);
            case 2, 6, 10, 14 -> taken(bits, 2, 3);
            case 3, 11 -> taken(bits, 3, 2);
            case 7 -> taken(bits, 4, 1);
            default -> taken(bits, 4, 5);
        };
    }

    private static int taken(BrotliBits bits, int length, int value) throws Malformed {
        bits.skip(length);
        return value;
    }
}
