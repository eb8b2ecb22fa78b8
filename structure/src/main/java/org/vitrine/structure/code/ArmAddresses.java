package org.vitrine.structure.code;

import java.util.Arrays;
import java.util.BitSet;

/// What is known, while a function of ARM code is read from front to end, of addresses in registers and
/// of data between the instructions.
final class ArmAddresses {
    /// Registers that a call may change, as the procedure call standard has it.
    private static final int CHANGED_BY_CALLS = 0x500f;

    private static final int MOVE = 0x000f_0fff;
    private static final int SHORT_MOVE = 0x040f_70ff;

    private final Image image;
    private final Span span;
    private final Words words;
    /// A bit for each half word that is data.
    private final BitSet data;
    /// For each register where the literal stands that it was loaded from; -1 for none.
    private final int[] literals = new int[16];
    /// For each register where the instructions stand that moved halves of a constant to it; -1 for
    /// none.
    private final int[] lower = new int[16];

    private final int[] upper = new int[16];
    /// For each register the position that ADR loaded; -1 for none.
    private final int[] positions = new int[16];
    /// A bit for each register that was made of the program counter.
    private int bases;

    ArmAddresses(Image image, Span span, Words words) {
        this.image = image;
        this.span = span;
        this.words = words;
        this.data = new BitSet();
    }

    /// Forgets all registers.
    void start() {
        Arrays.fill(literals, -1);
        Arrays.fill(lower, -1);
        Arrays.fill(upper, -1);
        Arrays.fill(positions, -1);
        bases = 0;
    }

    boolean isData(int at) {
        return data.get(at >>> 1);
    }

    void setData(int at, int length) {
        data.set(at >>> 1, at + length >>> 1);
    }

    /// A register is loaded with the word at `at`. One that is an address in itself is made zero.
    void load(int register, int at) {
        setData(at, 4);
        overwrite(register);
        if (image.holds(words.at(at) & 0xffff_ffffL)) {
            words.put(at, 0);
        } else {
            literals[register] = at;
        }
    }

    /// A half of a constant is moved to a register by the instruction at `at`.
    void move(int register, int at, boolean isUpper, boolean isShort) {
        if (!isUpper) {
            overwrite(register);
            lower[register] = at;
            return;
        }
        upper[register] = at;
        if (lower[register] >= 0) {
            long value = Integer.toUnsignedLong(constant(at, isShort) << 16 | constant(lower[register], isShort));
            if (image.holds(value)) {
                clearMoves(register, isShort);
            }
        }
    }

    private int constant(int at, boolean isShort) {
        if (!isShort) {
            int word = words.at(at);
            return word >>> 4 & 0xf000 | word & 0xfff;
        }
        int first = words.half(at);
        int second = words.half(at + 2);
        return (first & 0xf) << 12 | (first & 0x400) << 1 | (second & 0x7000) >>> 4 | second & 0xff;
    }

    /// What a register holds is added to an address, so it is a distance that the linker decided.
    void use(int register, boolean isShort) {
        if (literals[register] >= 0) {
            words.put(literals[register], 0);
        }
        clearMoves(register, isShort);
    }

    private void clearMoves(int register, boolean isShort) {
        clearMove(lower[register], isShort);
        clearMove(upper[register], isShort);
        lower[register] = -1;
        upper[register] = -1;
    }

    private void clearMove(int at, boolean isShort) {
        if (at >= 0 && isShort) {
            words.clearHalf(at, SHORT_MOVE >>> 16);
            words.clearHalf(at + 2, SHORT_MOVE & 0xffff);
        } else if (at >= 0) {
            words.clear(at, MOVE);
        }
    }

    /// Two registers are added: where one was made of the program counter, the other holds a distance.
    void add(int one, int other, boolean isShort) {
        if ((bases >>> one & 1) != 0) {
            use(other, isShort);
        } else if ((bases >>> other & 1) != 0) {
            use(one, isShort);
        }
    }

    /// A register is loaded with the address of a position in the function.
    void point(int register, int position) {
        overwrite(register);
        positions[register] = position;
    }

    /// A jump by way of a table to which a register points.
    void jump(int register, int from, int to) {
        if (positions[register] >= 0) {
            table(positions[register], from, to);
        }
    }

    /// A register was made of the program counter.
    void base(int register) {
        overwrite(register);
        bases |= 1 << register;
    }

    /// A register was changed.
    void overwrite(int register) {
        literals[register] = -1;
        lower[register] = -1;
        upper[register] = -1;
        positions[register] = -1;
        bases &= ~(1 << register);
    }

    /// A call returned.
    void call() {
        for (int register = 0; register < 16; register++) {
            if ((CHANGED_BY_CALLS >>> register & 1) != 0) {
                overwrite(register);
            }
        }
    }

    /// A table of addresses starts at `at`: as many as lie in the function are made relative to its
    /// start, once.
    void table(int at, int from, int to) {
        for (int entry = at; entry + 4 <= to && !isData(entry); entry += 4) {
            long target = (words.at(entry) & 0xffff_ffffL) - span.address();
            if (target < from || target >= to) {
                return;
            }
            words.put(entry, (int) target - from);
            setData(entry, 4);
        }
    }
}
