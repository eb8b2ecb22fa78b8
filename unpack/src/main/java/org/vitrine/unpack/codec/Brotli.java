package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Out;

/// Brotli streams (RFC 7932), of which no more than the window is held. There is no magic and no
/// checksum.
public final class Brotli {
    private static final int INSERT_COPY = 704;
    private static final int FLUSH = 1 << 16;

    private static final int[] INSERT_BASE = {
        0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 18, 26, 34, 50, 66, 98, 130, 194, 322, 578, 1090, 2114, 6210, 22594
    };
    private static final int[] INSERT_EXTRA = {
        0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12, 14, 24
    };
    private static final int[] COPY_BASE = {
        2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 18, 22, 30, 38, 54, 70, 102, 134, 198, 326, 582, 1094, 2118
    };
    private static final int[] COPY_EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 24};
    /// For each cell of 64 commands: its first insert code, and its first copy code.
    private static final int[] CELL_INSERT = {0, 0, 0, 0, 8, 8, 0, 16, 8, 16, 16};
    private static final int[] CELL_COPY = {0, 8, 0, 8, 0, 8, 16, 0, 16, 8, 16};

    private static final int[] RING_INDEX = {0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
    private static final int[] RING_OFFSET = {0, 0, 0, 0, -1, 1, -2, 2, -3, 3, -1, 1, -2, 2, -3, 3};

    private final BrotliBits bits;
    private final Out out;
    private final byte[] word = new byte[64];
    /// The last distance first.
    private final int[] ring = {4, 11, 15, 16};
    private int window;
    private byte[] held = new byte[2 * FLUSH];
    private int length;
    private int flushed;
    private long total;

    private Brotli(Bytes image, long at, Out out) {
        this.bits = new BrotliBits(image, at);
        this.out = out;
    }

    /// Decodes the stream at `at`.
    ///
    /// @return the offset of the first byte behind it
    /// @throws Unreadable when it contradicts the specification or ends early, has a window above 16
    ///     MiB, or `out` takes no more. What came before is given out
    public static long decode(Bytes image, long at, Out out) throws Unreadable {
        Brotli brotli = new Brotli(image, at, out);
        try {
            brotli.run();
        } catch (Malformed | Unsupported e) {
            brotli.flush();
            throw e;
        }
        brotli.flush();
        return brotli.bits.position();
    }

    private void run() throws Unreadable {
        window = (1 << windowBits()) - 16;
        boolean last;
        do {
            last = bits.take(1) == 1;
            if (last && bits.take(1) == 1) {
                break;
            }
            metaBlock(last);
        } while (!last);
        bits.align();
    }

    private int windowBits() throws Malformed, Unsupported {
        if (bits.take(1) == 0) {
            return 16;
        }
        int high = bits.take(3);
        if (high != 0) {
            return 17 + high;
        }
        int low = bits.take(3);
        if (low == 1) {
            throw new Unsupported(bits.position(), "WBITS", "a large window, which RFC 7932 doesn't know");
        }
        return low == 0 ? 17 : 8 + low;
    }

    private void metaBlock(boolean last) throws Unreadable {
        int nibbles = bits.take(2) + 4;
        if (nibbles == 7) {
            metadata();
            return;
        }
        int size = 0;
        int nibble = 0;
        for (int i = 0; i < nibbles; i++) {
            nibble = bits.take(4);
            size |= nibble << 4 * i;
        }
        if (nibbles > 4 && nibble == 0) {
            throw malformed("MLEN", "its last nibble is zero");
        }
        size++;
        if (!last && bits.take(1) == 1) {
            bits.align();
            for (int i = 0; i < size; i++) {
                put((byte) bits.take(8));
            }
        } else {
            compressed(size);
        }
    }

    private void metadata() throws Malformed {
        if (bits.take(1) != 0) {
            throw malformed("reserved", "the bit before metadata is set");
        }
        int bytes = bits.take(2);
        int skip = 0;
        for (int i = 0; i < bytes; i++) {
            int value = bits.take(8);
            if (value == 0 && i == bytes - 1 && i > 0) {
                throw malformed("MSKIPLEN", "its last byte is zero");
            }
            skip |= value << 8 * i;
        }
        bits.align();
        for (int i = 0; bytes > 0 && i <= skip; i++) {
            bits.take(8);
        }
    }

    private void compressed(int size) throws Unreadable {
        BrotliBlocks literals = new BrotliBlocks(bits);
        BrotliBlocks commands = new BrotliBlocks(bits);
        BrotliBlocks distances = new BrotliBlocks(bits);
        int postfix = bits.take(2);
        int direct = bits.take(4) << postfix;
        byte[] modes = new byte[literals.types()];
        for (int i = 0; i < modes.length; i++) {
            modes[i] = (byte) bits.take(2);
        }
        int literalTrees = BrotliBlocks.count(bits);
        byte[] literalMap = BrotliBlocks.contextMap(bits, 64 * literals.types(), literalTrees);
        int distanceTrees = BrotliBlocks.count(bits);
        byte[] distanceMap = BrotliBlocks.contextMap(bits, 4 * distances.types(), distanceTrees);
        BrotliCode[] literalCodes = codes(literalTrees, 256);
        BrotliCode[] commandCodes = codes(commands.types(), INSERT_COPY);
        BrotliCode[] distanceCodes = codes(distanceTrees, 16 + direct + (48 << postfix));
        long end = total + size;
        while (total < end) {
            commands.step(bits);
            int command = commandCodes[commands.type()].next(bits);
            int cell = command >>> 6;
            int insert = CELL_INSERT[cell] + (command >>> 3 & 7);
            int copy = CELL_COPY[cell] + (command & 7);
            int inserted = INSERT_BASE[insert] + bits.take(INSERT_EXTRA[insert]);
            int copied = COPY_BASE[copy] + bits.take(COPY_EXTRA[copy]);
            if (inserted > end - total) {
                throw malformed("insert length", "passes the meta-block's end");
            }
            for (int i = 0; i < inserted; i++) {
                literals.step(bits);
                int context = BrotliContext.of(modes[literals.type()], before(1), before(2));
                int tree = literalMap[literals.type() << 6 | context] & 0xff;
                put((byte) literalCodes[tree].next(bits));
            }
            if (total == end) {
                return;
            }
            int code = 0;
            if (command >= 128) {
                distances.step(bits);
                int tree = distanceMap[distances.type() << 2 | Math.min(copied, 5) - 2] & 0xff;
                code = distanceCodes[tree].next(bits);
            }
            copy(code, distance(code, postfix, direct), copied, end);
        }
    }

    private BrotliCode[] codes(int count, int alphabet) throws Malformed {
        BrotliCode[] codes = new BrotliCode[count];
        for (int i = 0; i < count; i++) {
            codes[i] = BrotliCode.read(bits, alphabet);
        }
        return codes;
    }

    private int before(int back) {
        return total < back ? 0 : held[length - back] & 0xff;
    }

    private int distance(int code, int postfix, int direct) throws Malformed {
        if (code < 16) {
            return ring[RING_INDEX[code]] + RING_OFFSET[code];
        }
        if (code < 16 + direct) {
            return code - 15;
        }
        int rest = code - direct - 16;
        int extra = 1 + (rest >>> postfix + 1);
        int high = rest >>> postfix;
        int low = rest & (1 << postfix) - 1;
        int offset = (2 + (high & 1) << extra) - 4;
        return (offset + bits.take(extra) << postfix) + low + direct + 1;
    }

    private void copy(int code, int distance, int copied, long end) throws Unreadable {
        if (distance <= 0) {
            throw malformed("distance", distance + " is none");
        }
        int reach = (int) Math.min(window, total);
        if (distance > reach) {
            int size = BrotliDictionary.word(copied, distance - reach - 1, word);
            if (size < 0 || size > end - total) {
                throw malformed("distance", distance + " back, of " + reach + ", names no word");
            }
            for (int i = 0; i < size; i++) {
                put(word[i]);
            }
            return;
        }
        if (copied > end - total) {
            throw malformed("copy length", "passes the meta-block's end");
        }
        if (code != 0) {
            System.arraycopy(ring, 0, ring, 1, 3);
            ring[0] = distance;
        }
        for (int i = 0; i < copied; i++) {
            if (length == held.length) {
                reserve();
            }
            held[length] = held[length - distance];
            length++;
        }
        total += copied;
    }

    private void put(byte value) throws Unreadable {
        if (length == held.length) {
            reserve();
        }
        held[length++] = value;
        total++;
    }

    /// Makes room: by more memory while the window isn't full, else by forgetting what lies before it.
    private void reserve() throws Unreadable {
        flush();
        int most = 2 * (window + 16) + FLUSH;
        if (held.length < most) {
            held = Arrays.copyOf(held, Math.min(most, 2 * held.length));
            return;
        }
        System.arraycopy(held, length - window, held, 0, window);
        length = window;
        flushed = window;
    }

    private void flush() throws Unreadable {
        int from = flushed;
        flushed = length;
        out.write(held, from, length - from);
    }

    private Malformed malformed(String field, String reason) {
        return new Malformed(bits.position(), field, reason);
    }
}
