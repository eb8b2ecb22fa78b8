package org.vitrine.unpack.format.jffs2;

import org.vitrine.evidence.Malformed;

/// The arithmetic coder of the first JFFS2: each bit of a byte has a probability of its own, which never changes.
/// The encoder writes out the highest of 16 bits of its interval's start whenever the interval has become small.
final class Rubin {
    private static final int HIGH = 0x8000;
    private static final int LOW = 0x7fff;
    private static final int REGISTER = 16;

    /// Chances of a set bit, for each of the bits of a byte, in the code that MIPS kernels used.
    private static final int[] MIPS = {277, 249, 290, 267, 229, 341, 212, 241};
    private static final int MIPS_DIVIDER = 1043;
    private static final int DIVIDER = 256;
    private static final int BITS = 8;

    private final byte[] stored;
    private final long bits;
    private final int divider;
    private final int[] chances;
    private long read;
    private int start;
    private int width = 2 * HIGH;
    private int window;

    private Rubin(byte[] stored, int from, int length, int divider, int[] chances) {
        this.stored = stored;
        this.bits = 8L * length;
        this.divider = divider;
        this.chances = chances;
        this.read = 8L * from;
        for (int i = 0; i < REGISTER; i++) {
            window = window << 1 | bit();
        }
    }

    /// With the fixed chances.
    static int mips(byte[] stored, int length, byte[] decoded) throws Malformed {
        return new Rubin(stored, 0, length, MIPS_DIVIDER, MIPS).decode(decoded);
    }

    /// With chances that stand in the first eight bytes.
    static int dynamic(byte[] stored, int length, byte[] decoded) throws Malformed {
        if (length < BITS) {
            throw new Malformed(0, "dynrubin", "must have 8 bytes of chances but has " + length);
        }
        int[] chances = new int[BITS];
        for (int i = 0; i < BITS; i++) {
            chances[i] = stored[i] & 0xff;
        }
        return new Rubin(stored, BITS, length, DIVIDER, chances).decode(decoded);
    }

    private int decode(byte[] decoded) throws Malformed {
        for (int i = 0; i < decoded.length; i++) {
            // The register is ahead of what it has decoded, and so is its last, incomplete, filling.
            if (read > bits + 2 * REGISTER) {
                throw new Malformed(bits / 8, "rubin", "ends early");
            }
            int value = 0;
            for (int bit = 0; bit < BITS; bit++) {
                value |= next(divider - chances[bit], chances[bit]) << bit;
            }
            decoded[i] = (byte) value;
        }
        return decoded.length;
    }

    private int next(int zero, int one) {
        while (start >= HIGH || width + start <= HIGH) {
            start = (start & LOW) << 1;
            width <<= 1;
            window = (window & LOW) << 1 | bit();
        }
        int split = Math.clamp((long) zero * width / (zero + one), 1, width - 1);
        if (window >= start + split) {
            start += split;
            width -= split;
            return 1;
        }
        width = split;
        return 0;
    }

    private int bit() {
        long at = read++;
        return at < bits ? stored[(int) (at >>> 3)] >>> (7 - (int) (at & 7)) & 1 : 0;
    }
}
