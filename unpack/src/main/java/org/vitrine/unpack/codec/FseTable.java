package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Malformed;

/// A decoding table of finite state entropy, its states joined with what their symbols stand for: a base and how
/// many bits are to be added to it (RFC 8878, 4.1 and 3.1.1.3.2.1).
final class FseTable {
    private static final int LOWEST_ACCURACY = 5;

    /// One entry a state: the next state's base in bits 0 to 15, how many bits it takes in 16 to 23, how many
    /// bits the symbol's base takes in 24 to 31, that base in 32 to 63.
    final long[] entries;

    private final short[] counts;
    private final int[] bases;
    private final byte[] extras;
    private final int maximum;
    private final byte[] symbols;
    private final int[] next;
    private int accuracy;

    /// A table for the symbols that `bases` and `extras` describe.
    ///
    /// @param maximum the greatest accuracy log that is allowed
    FseTable(int[] bases, byte[] extras, int maximum) {
        this.bases = bases;
        this.extras = extras;
        this.maximum = maximum;
        this.entries = new long[1 << maximum];
        this.counts = new short[bases.length];
        this.symbols = new byte[1 << maximum];
        this.next = new int[bases.length];
    }

    /// How many bits choose the first state.
    int accuracy() {
        return accuracy;
    }

    /// Makes it the table of one symbol that needs no bits.
    void only(int symbol) {
        accuracy = 0;
        entries[0] = (long) bases[symbol] << 32 | (long) extras[symbol] << 24;
    }

    /// How many symbols there are.
    int alphabet() {
        return bases.length;
    }

    /// Reads a table description.
    ///
    /// @return where it ends
    /// @throws Malformed when it contradicts itself or doesn't end before `end`
    int read(byte[] src, int at, int end, int origin, String field) throws Malformed {
        int log = LOWEST_ACCURACY + (int) peek(src, at, end, 0, 4);
        if (log > maximum) {
            throw new Malformed(at - origin, field, "accuracy log " + log + " is above " + maximum);
        }
        int position = 4;
        int remaining = (1 << log) + 1;
        int threshold = 1 << log;
        int width = log + 1;
        int symbol = 0;
        while (remaining > 1) {
            if (symbol >= counts.length) {
                throw new Malformed(at - origin, field, "names more than " + counts.length + " symbols");
            }
            int most = 2 * threshold - 1 - remaining;
            int value = (int) peek(src, at, end, position, width);
            int count;
            if ((value & threshold - 1) < most) {
                count = value & threshold - 1;
                position += width - 1;
            } else {
                count = value >= threshold ? value - most : value;
                position += width;
            }
            count--;
            remaining -= Math.abs(count);
            counts[symbol++] = (short) count;
            while (remaining < threshold) {
                width--;
                threshold >>>= 1;
            }
            if (count == 0) {
                int repeat;
                do {
                    repeat = (int) peek(src, at, end, position, 2);
                    position += 2;
                    if (repeat > counts.length - symbol) {
                        throw new Malformed(at - origin, field, "names more than " + counts.length + " symbols");
                    }
                    Arrays.fill(counts, symbol, symbol + repeat, (short) 0);
                    symbol += repeat;
                } while (repeat == 3);
            }
        }
        int bytes = position + 7 >>> 3;
        if (bytes > end - at) {
            throw new Malformed(at - origin, field, "ends behind its section");
        }
        Arrays.fill(counts, symbol, counts.length, (short) 0);
        build(counts, log);
        return at + bytes;
    }

    /// Bits of a forward stream, zeros behind its end.
    private static long peek(byte[] src, int at, int end, int position, int width) {
        long window = 0;
        int from = at + (position >>> 3);
        for (int i = 0; i < 4 && from + i < end; i++) {
            window |= (src[from + i] & 0xffL) << 8 * i;
        }
        return window >>> (position & 7) & (1L << width) - 1;
    }

    /// Spreads the symbols by their counts, which add up to the size of the table; -1 is a share below one.
    void build(short[] shares, int log) {
        accuracy = log;
        int size = 1 << log;
        int high = size - 1;
        for (int symbol = 0; symbol < shares.length; symbol++) {
            if (shares[symbol] == -1) {
                symbols[high--] = (byte) symbol;
                next[symbol] = 1;
            } else {
                next[symbol] = shares[symbol];
            }
        }
        int step = (size >>> 1) + (size >>> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < shares.length; symbol++) {
            for (int i = shares[symbol]; i > 0; i--) {
                symbols[position] = (byte) symbol;
                do {
                    position = position + step & size - 1;
                } while (position > high);
            }
        }
        for (int state = 0; state < size; state++) {
            int symbol = symbols[state];
            int share = next[symbol]++;
            int bits = log - 31 + Integer.numberOfLeadingZeros(share);
            entries[state] = (share << bits) - size
                    | (long) bits << 16
                    | (long) extras[symbol] << 24
                    | (long) bases[symbol] << 32;
        }
    }
}
