package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Malformed;

/// The LZMA decoder proper: one run of range-coded symbols, decoded straight into the array that is also the
/// dictionary, so that nothing is copied twice and no dictionary is allocated. What frames the run (LZMA-alone, LZMA2)
/// is the caller's. Keeps its probabilities between runs, as LZMA2 asks for; one for each thread.
///
/// The loop is one method and its state is local variables: kept in fields they'd be stored and loaded for each bit,
/// which takes half as much time again.
///
/// Specification: LZMA specification (draft), Igor Pavlov, in the LZMA SDK.
public final class Lzma {
    /// So many bytes behind the input have to be in the array: a symbol is decoded before anybody asks whether all its
    /// bytes were there.
    public static final int SLACK = 24;

    /// How a run ends.
    public enum End {
        /// Exactly where the output is full; the coder has to be at rest there.
        FULL,
        /// At an end marker, or where the output is full.
        MARKER,
        /// Where the input ends, at an end marker, or where the output is full.
        INPUT
    }

    private static final int STATES = 12;
    private static final int POSITIONS = 16;
    private static final int IS_MATCH = 0;
    private static final int IS_REP = IS_MATCH + STATES * POSITIONS;
    private static final int IS_REP0 = IS_REP + STATES;
    private static final int IS_REP1 = IS_REP0 + STATES;
    private static final int IS_REP2 = IS_REP1 + STATES;
    private static final int IS_REP0_LONG = IS_REP2 + STATES;
    private static final int SLOT = IS_REP0_LONG + STATES * POSITIONS;
    private static final int SPECIAL = SLOT + 4 * 64;
    private static final int ALIGN = SPECIAL + 128;
    private static final int MATCH_LENGTH = ALIGN + 16;
    private static final int LENGTH_LOW = 2;
    private static final int LENGTH_TREE = POSITIONS * 8;
    private static final int LENGTHS = LENGTH_LOW + 2 * LENGTH_TREE + 256;
    private static final int REP_LENGTH = MATCH_LENGTH + LENGTHS;
    private static final int LITERAL = REP_LENGTH + LENGTHS;
    private static final int LITERAL_SIZE = 0x300;

    private static final int TOP = 24;
    private static final int BITS = 11;
    private static final int FULL = 1 << BITS;
    private static final int SHIFT = 5;

    private short[] probabilities = new short[LITERAL + (LITERAL_SIZE << 4)];
    private int lc;
    private int literalMask;
    private int positionMask;
    private int state;
    private int rep0;
    private int rep1;
    private int rep2;
    private int rep3;
    private int consumed;
    private boolean marked;

    /// A fresh one; [#properties] has to be called before the first run.
    public Lzma() {}

    /// Takes the byte that says how many bits make the contexts, and resets all state.
    ///
    /// @throws Malformed when it can't be one, or asks for more than lc + lp = 4, which xz doesn't write either
    public void properties(int value) throws Malformed {
        int newLc = value % 9;
        int newLp = value / 9 % 5;
        int pb = value / 45;
        if (pb > 4 || newLc + newLp > 4) {
            throw new Malformed(0, "lzma properties", "lc=" + newLc + " lp=" + newLp + " pb=" + pb);
        }
        lc = newLc;
        literalMask = (1 << newLp) - 1;
        positionMask = (1 << pb) - 1;
        reset();
    }

    /// Resets probabilities, state and the last distances; keeps the properties.
    public void reset() {
        int literals = LITERAL_SIZE << (lc + Integer.bitCount(literalMask));
        Arrays.fill(probabilities, 0, LITERAL + literals, (short) (FULL / 2));
        state = 0;
        rep0 = 0;
        rep1 = 0;
        rep2 = 0;
        rep3 = 0;
    }

    /// Index in the input of the first byte the last run didn't use.
    public int consumed() {
        return consumed;
    }

    private static Malformed malformed(int at, String reason) {
        return new Malformed(at, "lzma stream", reason);
    }

    /// Decodes one run, which starts with the five bytes of the range coder.
    ///
    /// @param src holds the input, and [#SLACK] bytes more
    /// @param start index of the first byte of the run
    /// @param srcEnd index behind its last byte
    /// @param dst takes the output, and holds the dictionary before it
    /// @param base index of the dictionary's first byte: no distance reaches before it
    /// @param dstStart index of the first byte of output
    /// @param dstEnd index behind the last byte there is room for
    /// @return index behind the last byte of output
    /// @throws Malformed with the index in `src` near which it can't go on
    public int decode(byte[] src, int start, int srcEnd, byte[] dst, int base, int dstStart, int dstEnd, End end)
            throws Malformed {
        if (srcEnd - start < 5 || src[start] != 0) {
            throw malformed(start, "doesn't start as a range coder does");
        }
        final short[] probs = probabilities;
        final int literalBits = lc;
        final int literalPositions = literalMask;
        final int positions = positionMask;
        int range = -1;
        int code = src[start + 1] << 24
                | (src[start + 2] & 0xff) << 16
                | (src[start + 3] & 0xff) << 8
                | src[start + 4] & 0xff;
        int in = start + 5;
        int out = dstStart;
        int state = this.state;
        int rep0 = this.rep0;
        int rep1 = this.rep1;
        int rep2 = this.rep2;
        int rep3 = this.rep3;
        marked = false;
        int whole = out;
        while (out < dstEnd) {
            if (in > srcEnd) {
                break;
            }
            whole = out;
            int positionState = out - base & positions;
            int index = IS_MATCH + (state << 4) + positionState;
            int p = probs[index];
            if (range >>> TOP == 0) {
                range <<= 8;
                code = code << 8 | src[in++] & 0xff;
            }
            int bound = (range >>> BITS) * p;
            if (Integer.compareUnsigned(code, bound) < 0) {
                range = bound;
                probs[index] = (short) (p + (FULL - p >>> SHIFT));
                int previous = out == base ? 0 : dst[out - 1] & 0xff;
                int literal = LITERAL
                        + LITERAL_SIZE
                                * (((out - base & literalPositions) << literalBits) + (previous >>> 8 - literalBits));
                int symbol = 1;
                // Behind a match the byte it would have gone on with is part of the context, as long as they agree.
                int matched = state >= 7 ? dst[out - rep0 - 1] & 0xff : 0;
                int offset = state >= 7 ? 0x100 : 0;
                do {
                    matched <<= 1;
                    int bit = matched & offset;
                    index = literal + offset + bit + symbol;
                    p = probs[index];
                    if (range >>> TOP == 0) {
                        range <<= 8;
                        code = code << 8 | src[in++] & 0xff;
                    }
                    bound = (range >>> BITS) * p;
                    int zero = (int) ((code & 0xffff_ffffL) - (bound & 0xffff_ffffL) >> 63);
                    probs[index] = (short) (p - (p + (zero & (31 - FULL)) >> SHIFT));
                    range = (zero & bound) | (~zero & range - bound);
                    code -= bound & ~zero;
                    symbol = (symbol << 1) + 1 + zero;
                    offset &= bit ^ zero;
                } while (symbol < 0x100);
                dst[out++] = (byte) symbol;
                state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
                continue;
            }
            range -= bound;
            code -= bound;
            probs[index] = (short) (p - (p >>> SHIFT));

            // How often a one stands: 0 for a new distance, 1 to 4 for the last ones.
            int kind = 0;
            do {
                index = IS_REP + kind * STATES + state;
                p = probs[index];
                if (range >>> TOP == 0) {
                    range <<= 8;
                    code = code << 8 | src[in++] & 0xff;
                }
                bound = (range >>> BITS) * p;
                if (Integer.compareUnsigned(code, bound) < 0) {
                    range = bound;
                    probs[index] = (short) (p + (FULL - p >>> SHIFT));
                    break;
                }
                range -= bound;
                code -= bound;
                probs[index] = (short) (p - (p >>> SHIFT));
            } while (++kind < 4);
            if (kind == 1) {
                index = IS_REP0_LONG + (state << 4) + positionState;
                p = probs[index];
                if (range >>> TOP == 0) {
                    range <<= 8;
                    code = code << 8 | src[in++] & 0xff;
                }
                bound = (range >>> BITS) * p;
                if (Integer.compareUnsigned(code, bound) < 0) {
                    range = bound;
                    probs[index] = (short) (p + (FULL - p >>> SHIFT));
                    if (Integer.compareUnsigned(rep0, out - base) >= 0) {
                        throw malformed(in, "a distance reaches before the dictionary");
                    }
                    dst[out] = dst[out - rep0 - 1];
                    out++;
                    state = state < 7 ? 9 : 11;
                    continue;
                }
                range -= bound;
                code -= bound;
                probs[index] = (short) (p - (p >>> SHIFT));
            } else if (kind > 1) {
                int distance = kind == 2 ? rep1 : kind == 3 ? rep2 : rep3;
                rep3 = kind == 4 ? rep2 : rep3;
                rep2 = kind >= 3 ? rep1 : rep2;
                rep1 = rep0;
                rep0 = distance;
            }

            int lengths = kind == 0 ? MATCH_LENGTH : REP_LENGTH;
            int choice = 0;
            do {
                index = lengths + choice;
                p = probs[index];
                if (range >>> TOP == 0) {
                    range <<= 8;
                    code = code << 8 | src[in++] & 0xff;
                }
                bound = (range >>> BITS) * p;
                if (Integer.compareUnsigned(code, bound) < 0) {
                    range = bound;
                    probs[index] = (short) (p + (FULL - p >>> SHIFT));
                    break;
                }
                range -= bound;
                code -= bound;
                probs[index] = (short) (p - (p >>> SHIFT));
            } while (++choice < 2);
            int leaves = choice == 2 ? 256 : 8;
            int length = 2 + 8 * choice - leaves;
            int tree = lengths + LENGTH_LOW + choice * LENGTH_TREE + (choice == 2 ? 0 : positionState << 3);
            int node = 1;
            do {
                index = tree + node;
                p = probs[index];
                if (range >>> TOP == 0) {
                    range <<= 8;
                    code = code << 8 | src[in++] & 0xff;
                }
                bound = (range >>> BITS) * p;
                int zero = (int) ((code & 0xffff_ffffL) - (bound & 0xffff_ffffL) >> 63);
                probs[index] = (short) (p - (p + (zero & (31 - FULL)) >> SHIFT));
                range = (zero & bound) | (~zero & range - bound);
                code -= bound & ~zero;
                node = (node << 1) + 1 + zero;
            } while (node < leaves);
            length += node;

            if (kind > 0) {
                state = state < 7 ? 8 : 11;
            } else {
                state = state < 7 ? 7 : 10;
                rep3 = rep2;
                rep2 = rep1;
                rep1 = rep0;
                tree = SLOT + (Math.min(length - 2, 3) << 6);
                node = 1;
                do {
                    index = tree + node;
                    p = probs[index];
                    if (range >>> TOP == 0) {
                        range <<= 8;
                        code = code << 8 | src[in++] & 0xff;
                    }
                    bound = (range >>> BITS) * p;
                    int zero = (int) ((code & 0xffff_ffffL) - (bound & 0xffff_ffffL) >> 63);
                    probs[index] = (short) (p - (p + (zero & (31 - FULL)) >> SHIFT));
                    range = (zero & bound) | (~zero & range - bound);
                    code -= bound & ~zero;
                    node = (node << 1) + 1 + zero;
                } while (node < 64);
                int slot = node - 64;
                rep0 = slot;
                if (slot >= 4) {
                    int bits = (slot >> 1) - 1;
                    rep0 = 2 | slot & 1;
                    if (slot < 14) {
                        rep0 <<= bits;
                        tree = SPECIAL + rep0 - slot;
                    } else {
                        for (int i = bits - 4; i > 0; i--) {
                            if (range >>> TOP == 0) {
                                range <<= 8;
                                code = code << 8 | src[in++] & 0xff;
                            }
                            range >>>= 1;
                            code -= range;
                            int borrowed = code >> 31;
                            code += range & borrowed;
                            rep0 = (rep0 << 1) + borrowed + 1;
                        }
                        rep0 <<= 4;
                        tree = ALIGN;
                        bits = 4;
                    }
                    node = 1;
                    for (int i = 0; i < bits; i++) {
                        index = tree + node;
                        p = probs[index];
                        if (range >>> TOP == 0) {
                            range <<= 8;
                            code = code << 8 | src[in++] & 0xff;
                        }
                        bound = (range >>> BITS) * p;
                        int zero = (int) ((code & 0xffff_ffffL) - (bound & 0xffff_ffffL) >> 63);
                        probs[index] = (short) (p - (p + (zero & (31 - FULL)) >> SHIFT));
                        range = (zero & bound) | (~zero & range - bound);
                        code -= bound & ~zero;
                        node = (node << 1) + 1 + zero;
                        rep0 |= (zero + 1) << i;
                    }
                    if (rep0 == -1 && slot == 63) {
                        marked = true;
                        break;
                    }
                }
            }
            if (Integer.compareUnsigned(rep0, out - base) >= 0) {
                throw malformed(in, "a distance reaches before the dictionary");
            }
            if (length > dstEnd - out) {
                if (end == End.FULL) {
                    throw malformed(in, "a match passes the end");
                }
                length = dstEnd - out;
            }
            int from = out - rep0 - 1;
            int stop = out + length;
            while (out < stop) {
                dst[out++] = dst[from++];
            }
        }
        if (end == End.FULL && range >>> TOP == 0) {
            code = code << 8 | src[in++] & 0xff;
        }
        if (in > srcEnd) {
            if (end != End.INPUT) {
                throw malformed(srcEnd, "ends early");
            }
            out = whole;
        }
        if (end == End.FULL && (marked || code != 0)) {
            throw malformed(in, marked ? "an end marker before the end" : "the coder isn't at rest at the end");
        }
        this.state = state;
        this.rep0 = rep0;
        this.rep1 = rep1;
        this.rep2 = rep2;
        this.rep3 = rep3;
        consumed = in;
        return out;
    }
}
