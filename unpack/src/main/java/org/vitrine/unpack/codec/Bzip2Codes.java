package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Malformed;

/// One Huffman table of a bzip2 block: canonical codes of 1 to 20 bits.
final class Bzip2Codes {
    private static final int MAX_LENGTH = 20;
    private static final int QUICK = 10;

    private final byte[] lengths = new byte[258];
    private final short[] symbols = new short[258];
    /// For each length the first code behind those of that length, and the place of its first symbol.
    private final int[] limit = new int[MAX_LENGTH + 1];

    private final int[] first = new int[MAX_LENGTH + 1];
    private final int[] place = new int[MAX_LENGTH + 1];
    /// By the next ten bits: symbol << 5 | length; 0 where the code is longer.
    private final short[] quick = new short[1 << QUICK];

    /// Reads the lengths of `size` symbols and makes their codes.
    void read(Bzip2Bits bits, int size) throws Malformed {
        int length = bits.take(5, "delta");
        for (int i = 0; i < size; i++) {
            while (bits.take(1, "delta") == 1) {
                length += bits.take(1, "delta") == 0 ? 1 : -1;
                check(length, bits);
            }
            check(length, bits);
            lengths[i] = (byte) length;
        }
        assign(bits, size);
    }

    private static void check(int length, Bzip2Bits bits) throws Malformed {
        if (length < 1 || length > MAX_LENGTH) {
            throw new Malformed(bits.alignedPosition(), "delta", "a code of " + length + " bits, 1 to 20 allowed");
        }
    }

    private void assign(Bzip2Bits bits, int size) throws Malformed {
        Arrays.fill(quick, (short) 0);
        int code = 0;
        int placed = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            first[length] = code;
            place[length] = placed;
            for (int symbol = 0; symbol < size; symbol++) {
                if (lengths[symbol] == length) {
                    if (code >= 1 << length) {
                        throw new Malformed(bits.alignedPosition(), "delta", "more codes than their lengths allow");
                    }
                    if (length <= QUICK) {
                        int shift = QUICK - length;
                        Arrays.fill(quick, code << shift, code + 1 << shift, (short) (symbol << 5 | length));
                    }
                    symbols[placed++] = (short) symbol;
                    code++;
                }
            }
            limit[length] = code;
            code <<= 1;
        }
    }

    /// Takes the next symbol.
    int next(Bzip2Bits bits) throws Malformed {
        int hit = quick[bits.peek(QUICK)];
        if (hit != 0) {
            bits.take(hit & 31, "symbol");
            return hit >> 5;
        }
        int code = bits.take(QUICK, "symbol");
        for (int length = QUICK + 1; length <= MAX_LENGTH; length++) {
            code = code << 1 | bits.take(1, "symbol");
            if (code < limit[length]) {
                return symbols[place[length] + code - first[length]];
            }
        }
        throw new Malformed(bits.alignedPosition(), "symbol", "a code that was not given to any symbol");
    }
}
