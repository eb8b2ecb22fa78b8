package org.vitrine.unpack.codec;

import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Malformed;

/// The blocks of one kind in a meta-block, each of a type (RFC 7932, 6), and the maps from contexts to
/// trees (7.3).
final class BrotliBlocks {
    private static final int COUNTS = 26;
    private static final int[] COUNT_BASE = {
        1, 5, 9, 13, 17, 25, 33, 41, 49, 65, 81, 97, 113, 145, 177, 209, 241, 305, 369, 497, 753, 1265, 2289, 4337,
        8433, 16625
    };
    private static final int[] COUNT_EXTRA = {
        2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13, 24
    };

    private final int types;
    private final @Nullable BrotliCode typeCode;
    private final @Nullable BrotliCode countCode;
    private int type;
    private int previous = 1;
    private int left;

    /// Reads their description.
    BrotliBlocks(BrotliBits bits) throws Malformed {
        types = count(bits);
        if (types == 1) {
            typeCode = null;
            countCode = null;
            left = Integer.MAX_VALUE;
        } else {
            typeCode = BrotliCode.read(bits, types + 2);
            countCode = BrotliCode.read(bits, COUNTS);
            left = length(bits, countCode);
        }
    }

    int types() {
        return types;
    }

    /// The current block's type.
    int type() {
        return type;
    }

    /// Goes one element further, into the next block where this one is used up.
    void step(BrotliBits bits) throws Malformed {
        if (left == 0 && typeCode != null && countCode != null) {
            int code = typeCode.next(bits);
            int next = code == 0 ? previous : code == 1 ? (type + 1) % types : code - 2;
            previous = type;
            type = next;
            left = length(bits, countCode);
        }
        left--;
    }

    private static int length(BrotliBits bits, BrotliCode code) throws Malformed {
        int symbol = code.next(bits);
        return COUNT_BASE[symbol] + bits.take(COUNT_EXTRA[symbol]);
    }

    /// A number from 1 to 256, as types and trees are counted.
    static int count(BrotliBits bits) throws Malformed {
        if (bits.take(1) == 0) {
            return 1;
        }
        int extra = bits.take(3);
        return 1 + (1 << extra) + bits.take(extra);
    }

    /// A map of `size` contexts to `trees` trees.
    static byte[] contextMap(BrotliBits bits, int size, int trees) throws Malformed {
        byte[] map = new byte[size];
        if (trees < 2) {
            return map;
        }
        int longest = bits.take(1) == 0 ? 0 : bits.take(4) + 1;
        BrotliCode code = BrotliCode.read(bits, trees + longest);
        for (int i = 0; i < size; ) {
            int symbol = code.next(bits);
            if (symbol == 0 || symbol > longest) {
                map[i++] = (byte) (symbol == 0 ? 0 : symbol - longest);
                continue;
            }
            int zeros = (1 << symbol) + bits.take(symbol);
            if (zeros > size - i) {
                throw new Malformed(bits.position(), "context map", "a run that passes its end");
            }
            i += zeros;
        }
        if (bits.take(1) == 1) {
            undoMoveToFront(map);
        }
        return map;
    }

    private static void undoMoveToFront(byte[] map) {
        byte[] front = new byte[256];
        for (int i = 0; i < 256; i++) {
            front[i] = (byte) i;
        }
        for (int i = 0; i < map.length; i++) {
            int index = map[i] & 0xff;
            byte value = front[index];
            System.arraycopy(front, 0, front, 1, index);
            front[0] = value;
            map[i] = value;
        }
    }
}
