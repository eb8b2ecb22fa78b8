package org.vitrine.structure.code;

import java.util.Arrays;

/// What is known, while a function of MIPS code is read from front to end, of addresses in registers.
final class MipsAddresses {
    private static final int GP = 28;
    private static final int T9 = 25;
    private static final int PARTS = 4;

    private final Image image;
    private final Words words;
    /// A bit for each register that serves as global pointer.
    private int globals;
    /// A bit for each register that serves as global pointer once the low half is added.
    private int partials;
    /// A bit for each register that holds an address without its low half.
    private int halves;
    /// For each register where the instructions stand that put its constant together, and how many there
    /// are.
    private final int[] parts = new int[32 * PARTS];

    private final int[] counts = new int[32];
    private final long[] values = new long[32];

    MipsAddresses(Image image, Words words) {
        this.image = image;
        this.words = words;
    }

    /// Forgets all registers but the global pointer.
    void start() {
        globals = 1 << GP;
        partials = 0;
        halves = 0;
        Arrays.fill(counts, 0);
    }

    /// A register was changed.
    void overwrite(int register) {
        globals &= ~(1 << register) | 1 << GP;
        partials &= ~(1 << register);
        halves &= ~(1 << register);
        counts[register] = 0;
    }

    /// LUI loads the upper half of an address or of a constant.
    void upper(int at, int word) {
        int register = word >>> 16 & 31;
        overwrite(register);
        long value = (long) (word << 16);
        if (register == GP || !image.wide() && isUpper(value & 0xffff_ffffL)) {
            words.clear(at, 0xffff);
            halves |= 1 << register;
            return;
        }
        values[register] = value;
        counts[register] = 1;
        parts[register * PARTS] = at;
    }

    private boolean isUpper(long value) {
        return image.fixed() && value + 0x8000 > Math.max(image.low(), 0x1000) && value - 0x8000 < image.high();
    }

    /// A constant of 16 bits is added.
    void add(int at, int word) {
        int base = word >>> 21 & 31;
        int register = word >>> 16 & 31;
        boolean low = (halves >>> base & 1) != 0;
        if (low || (globals >>> base & 1) != 0) {
            words.clear(at, 0xffff);
            boolean completes = (partials >>> base & 1) != 0;
            overwrite(register);
            globals |= completes ? 1 << register : 0;
            return;
        }
        int count = counts[base];
        long value = values[base] + (short) word;
        overwrite(register);
        if (count > 0 && count < PARTS) {
            copyParts(base, register, count);
            parts[register * PARTS + count] = at;
            counts[register] = count + 1;
            values[register] = value;
            clearAddress(register, value);
        }
    }

    /// Memory is accessed at a register plus a constant of 16 bits.
    void access(int at, int word) {
        int base = word >>> 21 & 31;
        if ((halves >>> base & 1) != 0 || (globals >>> base & 1) != 0) {
            words.clear(at, 0xffff);
        } else if (counts[base] > 0 && image.wide() && image.holds(values[base] + (short) word)) {
            words.clear(at, 0xffff);
            clearParts(base);
        }
    }

    /// A word is loaded by way of the global pointer. Entries of its table's front hold pages, whose low
    /// half is still to come.
    void load(int word, int bias) {
        int register = word >>> 16 & 31;
        boolean page = (globals >>> (word >>> 21 & 31) & 1) != 0 && (short) word + bias < image.localGot();
        overwrite(register);
        if (page) {
            halves |= 1 << register;
        }
    }

    /// A register is shifted to the left.
    void shift(int word, int bits) {
        int source = word >>> 16 & 31;
        int register = word >>> 11 & 31;
        int count = counts[source];
        long value = values[source] << bits;
        overwrite(register);
        if (count > 0 && register == source) {
            counts[register] = count;
            values[register] = value;
        }
    }

    /// Two registers are added. An index added to an address leaves it without its low half; the
    /// distance to the global pointer's table is added to the function's own address.
    void sum(int word) {
        int one = word >>> 21 & 31;
        int other = word >>> 16 & 31;
        int register = word >>> 11 & 31;
        int known = counts[one] > 0 ? one : other;
        if (counts[known] > 0 && (one == T9 || other == T9) && one != other) {
            clearParts(known);
            // In 64-bit code the low half of the distance to the table is added last.
            boolean isWhole = counts[known] > 1;
            overwrite(register);
            globals |= 1 << register;
            partials |= isWhole ? 0 : 1 << register;
            return;
        }
        boolean moves = one == 0 || other == 0;
        int held = globals & (1 << one | 1 << other);
        boolean half = (halves & (1 << one | 1 << other)) != 0;
        int count = counts[known];
        long value = values[known];
        if (register != known) {
            overwrite(register);
            copyParts(known, register, count);
        } else {
            overwrite(register);
        }
        counts[register] = count;
        values[register] = value;
        globals |= moves && held != 0 ? 1 << register : 0;
        halves |= half ? 1 << register : 0;
    }

    private void copyParts(int from, int to, int count) {
        System.arraycopy(parts, from * PARTS, parts, to * PARTS, count);
    }

    private void clearAddress(int register, long value) {
        if (image.wide() && image.holds(value)) {
            clearParts(register);
        }
    }

    private void clearParts(int register) {
        for (int i = 0; i < counts[register]; i++) {
            words.clear(parts[register * PARTS + i], 0xffff);
        }
    }
}
