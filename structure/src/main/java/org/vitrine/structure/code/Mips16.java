package org.vitrine.structure.code;

import java.util.Arrays;
import java.util.BitSet;

/// MIPS16e instructions: lengths, jumps, literals, and addresses that are found by way of the global
/// pointer (MIPS Architecture For Programmers, volume IV-a).
final class Mips16 {
    private static final int GP = 28;
    private static final int GP_BIAS = 0x7ff0;
    /// The fields of an extended constant, in the first and in the second half word.
    private static final int FIRST = 0x7ff;

    private static final int SECOND = 0x1f;
    /// The registers that three bits name.
    private static final int[] REGISTERS = {16, 17, 2, 3, 4, 5, 6, 7};

    private final Image image;
    private final Span span;
    private final Words words;
    /// A bit for each half word that is data.
    private final BitSet data = new BitSet();
    /// For each register where the extended LI stands that loaded it; -1 for none.
    private final int[] upper = new int[32];
    /// For each register where the extended ADDIU stands that added to the program counter; -1 for none.
    private final int[] relative = new int[32];
    /// A bit for each register that serves as global pointer, and for each that holds an address's page.
    private int globals;

    private int pages;
    /// Where on the stack the global pointer is kept; -1 for nowhere.
    private int kept;
    /// Where the program counter stands for an instruction in the delay slot of a jump; -1 for none.
    private int jump;

    Mips16(Image image, Span span, Words words) {
        this.image = image;
        this.span = span;
        this.words = words;
    }

    /// Whether an instruction that starts with this half word has a second one: JAL and JALX, and what
    /// is extended.
    static boolean isLong(int half) {
        return half >>> 11 == 3 || half >>> 11 == 30;
    }

    void mask(int from, int to) {
        Arrays.fill(upper, -1);
        Arrays.fill(relative, -1);
        globals = 1 << GP;
        pages = 0;
        kept = -1;
        jump = -1;
        for (int at = from; at + 2 <= to; ) {
            int half = words.half(at);
            if (data.get(at >>> 1)) {
                at += 2;
            } else if (!isLong(half)) {
                single(at, half, from, to);
                // JR and JALR have a delay slot.
                jump = (half & 0xf81f) == 0xe800 ? at : -1;
                at += 2;
            } else if (at + 4 <= to) {
                if (half >>> 11 == 3) {
                    words.clearHalf(at, 0x3ff);
                    words.clearHalf(at + 2, 0xffff);
                    jump = at;
                } else {
                    extended(at, half, words.half(at + 2), from, to);
                    jump = -1;
                }
                at += 4;
            } else {
                return;
            }
        }
    }

    private void single(int at, int half, int from, int to) {
        int x = REGISTERS[half >>> 8 & 7];
        int y = REGISTERS[half >>> 5 & 7];
        int counter = (int) ((span.address() + (jump < 0 ? at : jump) & ~3L) - span.address());
        switch (half >>> 11) {
            // ADDIU with the program counter, LW at it
            case 1 -> point(at, x, counter + (half & 0xff) * 4, 0, 0xff, from, to);
            case 22 -> literal(at, x, counter + (half & 0xff) * 4, 0, 0xff, from, to);
            // SLL, SRL, SRA keep what is known of the register
            case 6 -> {}
            // MOVE to and from registers that three bits don't name
            case 12 -> move(half, y);
            case 18 -> reload(x, (half & 0xff) * 4);
            case 26 -> keep(x, (half & 0xff) * 4);
            case 19 -> load(at, x, y, (half & SECOND) * 4, 0, SECOND);
            case 28 -> {
                if ((half & 3) == 1) {
                    sum(x, y, REGISTERS[half >>> 2 & 7]);
                } else {
                    overwrite(REGISTERS[half >>> 2 & 7]);
                }
            }
            case 8, 16, 17, 20, 21, 23 -> overwrite(y);
            case 9, 13, 14 -> overwrite(x);
            default -> {}
        }
    }

    private void extended(int at, int first, int half, int from, int to) {
        int x = REGISTERS[half >>> 8 & 7];
        int y = REGISTERS[half >>> 5 & 7];
        int constant = (short) ((first & 0x1f) << 11 | first & 0x7e0 | half & SECOND);
        int counter = (int) ((span.address() + at & ~3L) - span.address());
        switch (half >>> 11) {
            case 1 -> {
                point(at, x, counter + constant, FIRST, SECOND, from, to);
                relative[x] = at;
            }
            case 22 -> literal(at, x, counter + constant, FIRST, SECOND, from, to);
            case 13 -> {
                overwrite(x);
                upper[x] = at;
            }
            case 18 -> reload(x, constant);
            case 26 -> keep(x, constant);
            case 19 -> load(at, x, y, constant, FIRST, SECOND);
            case 9 -> {
                if ((pages >>> x & 1) != 0) {
                    clear(at, FIRST, SECOND);
                }
                overwrite(x);
            }
            // Loads and stores of other sizes, and SW
            case 16, 17, 20, 21, 24, 25, 27 -> {
                if ((pages >>> x & 1) != 0) {
                    clear(at, FIRST, SECOND);
                }
            }
            // ADDIU to another register has a constant of 15 bits
            case 8 -> {
                if ((pages >>> x & 1) != 0) {
                    clear(at, FIRST, 0xf);
                }
                overwrite(y);
            }
            default -> {}
        }
    }

    private void clear(int at, int firstField, int secondField) {
        if (isLong(words.half(at))) {
            words.clearHalf(at, firstField);
            words.clearHalf(at + 2, secondField);
        } else {
            words.clearHalf(at, secondField);
        }
    }

    private void point(int at, int register, long position, int firstField, int secondField, int from, int to) {
        overwrite(register);
        if (position < from || position >= to) {
            clear(at, firstField, secondField);
        }
    }

    private void literal(int at, int register, long position, int firstField, int secondField, int from, int to) {
        overwrite(register);
        if (position < from || position + 4 > to) {
            clear(at, firstField, secondField);
            return;
        }
        int word = (int) position;
        data.set(word >>> 1, (word >>> 1) + 2);
        if (image.holds(words.at(word) & 0xffff_ffffL)) {
            words.put(word, 0);
        }
    }

    private void load(int at, int base, int register, int distance, int firstField, int secondField) {
        boolean global = (globals >>> base & 1) != 0;
        boolean page = (pages >>> base & 1) != 0;
        if (global || page) {
            clear(at, firstField, secondField);
        }
        overwrite(register);
        if (global && distance + GP_BIAS < image.localGot()) {
            pages |= 1 << register;
        }
    }

    /// The distance to the table is added to the function's own address.
    private void sum(int one, int other, int register) {
        int distance = upper[one] >= 0 ? one : other;
        int counter = distance == one ? other : one;
        boolean page = (pages & (1 << one | 1 << other)) != 0;
        if (upper[distance] >= 0 && relative[counter] >= 0) {
            clear(upper[distance], FIRST, SECOND);
            clear(relative[counter], FIRST, SECOND);
            overwrite(register);
            globals |= 1 << register;
        } else {
            overwrite(register);
            pages |= page ? 1 << register : 0;
        }
    }

    private void move(int half, int y) {
        int kind = half >>> 8 & 7;
        if (kind == 7) {
            copy(half & 31, y);
        } else if (kind == 5) {
            copy(REGISTERS[half & 7], half & 0x18 | half >>> 5 & 7);
        }
    }

    private void copy(int from, int to) {
        boolean global = (globals >>> from & 1) != 0;
        overwrite(to);
        globals |= global ? 1 << to : 0;
    }

    private void keep(int register, int slot) {
        if ((globals >>> register & 1) != 0) {
            kept = slot;
        } else if (kept == slot) {
            kept = -1;
        }
    }

    private void reload(int register, int slot) {
        overwrite(register);
        globals |= slot == kept ? 1 << register : 0;
    }

    private void overwrite(int register) {
        upper[register] = -1;
        relative[register] = -1;
        globals &= ~(1 << register);
        pages &= ~(1 << register);
    }

    /// Offers the positions at which functions start.
    void starts(int from, int to, Decoder.Starts starts) {
        boolean behindEnd = false;
        for (int at = from; at + 2 <= to; ) {
            int half = words.half(at);
            boolean isExtended = half >>> 11 == 30 && at + 4 <= to;
            int operation = isExtended ? words.half(at + 2) : half;
            if (half >>> 11 == 3 && at + 4 <= to) {
                long target = span.address() + at + 4 & ~0x0fff_ffffL
                        | ((half & 0x1fL) << 21 | (half & 0x3e0L) << 11 | words.half(at + 2)) << 2;
                boolean exchanges = (half & 0x400) != 0;
                starts.add(target - span.address(), exchanges ? Encoding.MAIN : Encoding.SHORT);
            }
            boolean begins = behindEnd && ((operation & 0xff80) == 0x6480 || isPrologue(at, to));
            if (begins) {
                starts.add(at, Encoding.SHORT);
            }
            // JRC and JR with RA; data and padding behind them leave the next function where it is.
            boolean returns = half == 0xe8a0 || half == 0xe820;
            behindEnd = returns || behindEnd && !begins;
            at += isLong(half) ? 4 : 2;
        }
    }

    /// Whether a function that finds its global pointer by its own address starts here: LI and ADDIU,
    /// both extended.
    private boolean isPrologue(int at, int to) {
        return at + 8 <= to
                && words.half(at) >>> 11 == 30
                && words.half(at + 2) >>> 8 == 0x6a
                && words.half(at + 4) >>> 11 == 30
                && words.half(at + 6) >>> 8 == 0x0b;
    }
}
