package org.vitrine.structure.code;

import java.nio.ByteOrder;

/// A64 instructions: branches, and addresses that are made of a page and twelve low bits (Arm
/// Architecture Reference Manual for A-profile, DDI 0487, chapter C4).
final class Aarch64 implements Decoder {
    private static final int NOP = 0xd503_201f;
    /// Registers that a call may change, as the procedure call standard has it.
    private static final int CHANGED_BY_CALLS = 0x4007_ffff;

    private final Words words;

    Aarch64(Span span) {
        // Instructions are little-endian, whatever data is.
        this.words = new Words(span.code(), ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean mask(int from, int to, Encoding encoding) {
        // A bit for each register that holds an address's page.
        int pages = 0;
        for (int at = from; at + 4 <= to; at += 4) {
            int word = words.at(at);
            if ((word & 0x1f00_0000) == 0x1000_0000) {
                pages = relative(at, word, from, to, pages);
            } else if ((word & 0x7c00_0000) == 0x1400_0000) {
                branch(at, word, 0x03ff_ffff, word << 6 >> 4, from, to);
                pages &= word < 0 ? ~CHANGED_BY_CALLS : ~0;
            } else if ((word & 0x7e00_0000) == 0x3400_0000 || (word & 0xff00_0000) == 0x5400_0000) {
                branch(at, word, 0x00ff_ffe0, word << 8 >> 13 << 2, from, to);
            } else if ((word & 0x7e00_0000) == 0x3600_0000) {
                branch(at, word, 0x0007_ffe0, word << 13 >> 18 << 2, from, to);
            } else if ((word & 0x3b00_0000) == 0x1800_0000) {
                branch(at, word, 0x00ff_ffe0, word << 8 >> 13 << 2, from, to);
                pages = overwritten(word, pages);
            } else {
                pages = low(at, word, pages);
            }
        }
        return true;
    }

    /// ADR and ADRP.
    private int relative(int at, int word, int from, int to, int pages) {
        if (word < 0) {
            words.clear(at, 0x60ff_ffe0);
            return pages | 1 << (word & 31);
        }
        branch(at, word, 0x60ff_ffe0, word << 8 >> 13 << 2 | word >>> 29 & 3, from, to);
        return overwritten(word, pages);
    }

    private void branch(int at, int word, int field, int distance, int from, int to) {
        long target = (long) at + distance;
        if (target < from || target >= to) {
            words.put(at, word & ~field);
        }
    }

    /// What adds the low twelve bits of an address to its page: ADD, and loads and stores with an
    /// unsigned offset.
    private int low(int at, int word, int pages) {
        boolean access = (word & 0x3b00_0000) == 0x3900_0000;
        boolean adds = (word & 0xffc0_0000) == 0x9100_0000;
        if ((access || adds) && (pages >>> (word >>> 5 & 31) & 1) != 0) {
            words.clear(at, 0x003f_fc00);
        }
        boolean isVector = (word & 0x0400_0000) != 0;
        boolean stores = (word & 0x0a00_0000) == 0x0800_0000 && (word & 0x0040_0000) == 0;
        boolean branches = (word & 0x1c00_0000) == 0x1400_0000;
        if (branches) {
            // BLR, of all branches to registers, is a call.
            return (word & 0xffff_fc1f) == 0xd63f_0000 ? pages & ~CHANGED_BY_CALLS : pages;
        }
        boolean memory = (word & 0x0a00_0000) == 0x0800_0000;
        if (memory) {
            if (isVector || stores) {
                return pages;
            }
            boolean pair = (word & 0x3a00_0000) == 0x2800_0000;
            return overwritten(word, pages) & (pair ? ~(1 << (word >>> 10 & 31)) : ~0);
        }
        boolean scalarVector = (word & 0x0e00_0000) == 0x0e00_0000;
        return scalarVector ? pages : overwritten(word, pages);
    }

    private static int overwritten(int word, int pages) {
        return pages & ~(1 << (word & 31));
    }

    @Override
    public void starts(int from, int to, Starts starts) {
        for (int at = from; at + 4 <= to; at += 4) {
            int word = words.at(at);
            // In objects the target is still to come.
            if ((word & 0xfc00_0000) == 0x9400_0000 && word << 6 != 0) {
                starts.add((long) at + (word << 6 >> 4), Encoding.MAIN);
            }
        }
    }

    @Override
    public int trimmed(int from, int to, Encoding encoding) {
        return words.trimmed(from, to, NOP, NOP);
    }

    @Override
    public int begin(int from, int to) {
        return words.begin(from, to, NOP, NOP);
    }
}
