package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The range coder of LZMA: adaptive bits, of which a probability of 11 bits is kept each.
final class LzmaRange {
    /// Probabilities of a length coder: two choices, 16 low trees, 16 middle ones, the high one.
    static final int LENGTH_SIZE = 16 + (16 << 3) + (16 << 3) + 256;

    private static final int LOW = 16;
    private static final int MIDDLE = LOW + (16 << 3);
    private static final int HIGH = MIDDLE + (16 << 3);

    private final Bytes image;
    private final byte[] buffer;
    private long bufferStart;
    private int bufferLength;
    private int next;
    private int range = -1;
    private int code;

    LzmaRange(Bytes image, long at) {
        this.image = image;
        this.buffer = new byte[Math.clamp(image.size() - at, 1, 1 << 15)];
        this.bufferStart = at;
    }

    /// So many probabilities, each a half.
    static short[] probabilities(int count) {
        short[] probabilities = new short[count];
        Arrays.fill(probabilities, (short) (1 << 10));
        return probabilities;
    }

    /// Reads the five bytes that come first.
    void start() throws Malformed {
        if (next() != 0) {
            throw new Malformed(position() - 1, "range coder", "its first byte is not 0");
        }
        for (int i = 0; i < 4; i++) {
            code = code << 8 | next();
        }
    }

    /// The offset of the first byte that was not read yet.
    long position() {
        return bufferStart + next;
    }

    /// Whether it stands where an encoder leaves it at the end.
    boolean finished() {
        return code == 0;
    }

    private int next() throws Malformed {
        if (next == bufferLength) {
            bufferStart += bufferLength;
            next = 0;
            bufferLength = image.copyAvailable(bufferStart, buffer, 0, buffer.length);
            if (bufferLength == 0) {
                throw new Malformed(position(), "range coder", "the data ends early");
            }
        }
        return buffer[next++] & 0xff;
    }

    /// Takes one bit and adapts its probability.
    int bit(short[] probabilities, int index) throws Malformed {
        int probability = probabilities[index];
        int bound = (range >>> 11) * probability;
        int bit;
        if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
            range = bound;
            probabilities[index] = (short) (probability + (2048 - probability >>> 5));
            bit = 0;
        } else {
            range -= bound;
            code -= bound;
            probabilities[index] = (short) (probability - (probability >>> 5));
            bit = 1;
        }
        if ((range & 0xff000000) == 0) {
            range <<= 8;
            code = code << 8 | next();
        }
        return bit;
    }

    /// Takes `count` bits of even chance.
    int direct(int count) throws Malformed {
        int value = 0;
        for (int i = 0; i < count; i++) {
            range >>>= 1;
            int bit = code + Integer.MIN_VALUE < range + Integer.MIN_VALUE ? 0 : 1;
            code -= range & -bit;
            value = value << 1 | bit;
            if ((range & 0xff000000) == 0) {
                range <<= 8;
                code = code << 8 | next();
            }
        }
        return value;
    }

    /// Takes `count` bits, the highest first, through a tree that starts at `base`.
    int tree(short[] probabilities, int base, int count) throws Malformed {
        int node = 1;
        for (int i = 0; i < count; i++) {
            node = node << 1 | bit(probabilities, base + node);
        }
        return node - (1 << count);
    }

    /// Takes `count` bits, the lowest first, through a tree that starts at `base`.
    int reverseTree(short[] probabilities, int base, int count) throws Malformed {
        int node = 1;
        int value = 0;
        for (int i = 0; i < count; i++) {
            int bit = bit(probabilities, base + node);
            node = node << 1 | bit;
            value |= bit << i;
        }
        return value;
    }

    /// Takes a match's length, 2 to 273.
    int length(short[] probabilities, int position) throws Malformed {
        if (bit(probabilities, 0) == 0) {
            return 2 + tree(probabilities, LOW + (position << 3), 3);
        }
        if (bit(probabilities, 1) == 0) {
            return 10 + tree(probabilities, MIDDLE + (position << 3), 3);
        }
        return 18 + tree(probabilities, HIGH, 8);
    }
}
