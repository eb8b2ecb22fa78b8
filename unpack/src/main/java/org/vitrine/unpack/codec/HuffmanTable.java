package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Malformed;

/// A decoding table for Huffman-coded literals, looked up by as many bits as the longest code has (RFC 8878,
/// 4.2).
final class HuffmanTable {
    /// The longest code that is allowed.
    static final int LONGEST = 11;

    private static final String FIELD = "Huffman_Tree_Description";
    private static final int SYMBOLS = 256;
    private static final int WEIGHT_ACCURACY = 6;

    /// One entry for each [#bits] next bits: the symbol in bits 0 to 7, the length of its code above.
    final short[] entries = new short[1 << LONGEST];

    private final byte[] weights = new byte[SYMBOLS];
    private final FseTable weightTable;
    private int bits;

    HuffmanTable() {
        int[] weight = new int[LONGEST + 1];
        Arrays.setAll(weight, i -> i);
        weightTable = new FseTable(weight, new byte[weight.length], WEIGHT_ACCURACY);
    }

    /// How many bits the longest code has; 0 before anything was read.
    int bits() {
        return bits;
    }

    /// Makes it as if nothing had been read.
    void forget() {
        bits = 0;
    }

    /// Reads a tree description.
    ///
    /// @return where it ends
    /// @throws Malformed when it is no complete tree or doesn't end before `end`
    int read(byte[] src, int at, int end, int origin) throws Malformed {
        if (at >= end) {
            throw new Malformed(at - origin, FIELD, "is missing");
        }
        int header = src[at] & 0xff;
        int count;
        int stop;
        if (header >= 128) {
            count = header - 127;
            stop = at + 1 + (count + 1 >>> 1);
            if (stop > end) {
                throw new Malformed(at - origin, FIELD, "ends behind its section");
            }
            for (int i = 0; i < count; i++) {
                int pair = src[at + 1 + (i >>> 1)];
                weights[i] = (byte) ((i & 1) == 0 ? pair >>> 4 & 15 : pair & 15);
            }
        } else {
            stop = at + 1 + header;
            if (stop > end) {
                throw new Malformed(at - origin, FIELD, "ends behind its section");
            }
            count = readWeights(src, at + 1, stop, origin);
        }
        build(count, at - origin);
        return stop;
    }

    private int readWeights(byte[] src, int at, int end, int origin) throws Malformed {
        int start = weightTable.read(src, at, end, origin, FIELD);
        int left = BackwardBits.count(src, start, end, origin, FIELD);
        int accuracy = weightTable.accuracy();
        if (left < 2 * accuracy) {
            throw new Malformed(start - origin, FIELD, "has no first states");
        }
        long first = BackwardBits.load(src, start, left);
        int even = (int) (first >>> 64 - accuracy);
        int odd = (int) (first << accuracy >>> 64 - accuracy);
        left -= 2 * accuracy;
        int count = 0;
        while (count < SYMBOLS - 2) {
            long entry = weightTable.entries[even];
            weights[count++] = (byte) (entry >>> 32);
            int width = (int) entry >>> 16 & 0xff;
            if (width > left) {
                weights[count++] = (byte) (weightTable.entries[odd] >>> 32);
                return count;
            }
            // The two states take turns: what was odd is next.
            even = odd;
            odd = (int) (entry & 0xffff) + (int) (BackwardBits.load(src, start, left) >>> 1 >>> 63 - width);
            left -= width;
        }
        throw new Malformed(at - origin, FIELD, "gives more than " + (SYMBOLS - 1) + " weights");
    }

    /// Completes the tree with its last weight, which isn't written, and fills the table.
    private void build(int count, int offset) throws Malformed {
        int total = 0;
        int[] starts = new int[LONGEST + 2];
        for (int i = 0; i < count; i++) {
            int weight = weights[i];
            if (weight > LONGEST) {
                throw new Malformed(offset, FIELD, "weight " + weight + " is above " + LONGEST);
            }
            total += 1 << weight >>> 1;
            starts[weight]++;
        }
        int longest = 32 - Integer.numberOfLeadingZeros(total);
        if (total == 0 || longest > LONGEST) {
            throw new Malformed(offset, FIELD, "its weights make codes of " + longest + " bits");
        }
        int rest = (1 << longest) - total;
        if (Integer.bitCount(rest) != 1) {
            throw new Malformed(offset, FIELD, "its weights make no complete tree");
        }
        int last = 32 - Integer.numberOfLeadingZeros(rest);
        weights[count] = (byte) last;
        starts[last]++;
        if (starts[1] < 2) {
            throw new Malformed(offset, FIELD, "no two codes have the greatest length");
        }
        bits = longest;
        int start = 0;
        for (int weight = 1; weight <= longest; weight++) {
            int width = starts[weight] << weight - 1;
            starts[weight] = start;
            start += width;
        }
        for (int symbol = 0; symbol <= count; symbol++) {
            int weight = weights[symbol];
            if (weight > 0) {
                int from = starts[weight];
                starts[weight] = from + (1 << weight - 1);
                Arrays.fill(entries, from, starts[weight], (short) (symbol | longest + 1 - weight << 8));
            }
        }
    }
}
