package org.vitrine.unpack.codec;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// Decodes bzip2 streams. No specification was published by its author; this follows the format that bzip2 1.0
/// reads and writes: a stream of blocks, each run-length coded, block-sorted, moved to front, run-length coded
/// again and Huffman coded, with a CRC of each block and one of all of them. Randomised blocks of bzip2 0.9 are
/// read too.
public final class Bzip2Decoder {
    private static final long BLOCK_MAGIC = 0x314159265359L;
    private static final long END_MAGIC = 0x177245385090L;
    private static final int STEP = 100_000;
    private static final int GROUP = 50;
    /// What an encoder needs at most: one selector for each 50 symbols of the largest block.
    private static final int MAX_SELECTORS = 18_002;

    private static final byte[] REVERSED = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            REVERSED[i] = (byte) (Integer.reverse(i) >>> 24);
        }
    }

    private final Bzip2Bits bits;
    private final Out out;
    private final int[] sorted;
    private final byte[] output = new byte[1 << 16];
    private final byte[] mirrored = new byte[1 << 16];
    private final CRC32 mirroredCrc = new CRC32();
    private final Bzip2Codes[] tables = new Bzip2Codes[6];
    private final byte[] selectors = new byte[MAX_SELECTORS];
    private int outputLength;

    private Bzip2Decoder(Bytes image, long at, int level, Out out) {
        this.bits = new Bzip2Bits(image, at);
        this.out = out;
        this.sorted = new int[level * STEP];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new Bzip2Codes();
        }
    }

    /// Whether a stream starts at `at`: `BZh`, a level and the magic of a block or of an empty stream's end.
    public static boolean startsAt(Bytes image, long at) {
        try {
            int level = image.u8(at + 3, "level") - '0';
            long magic = magic(image, at);
            return image.u8(at, "magic") == 'B'
                    && image.u8(at + 1, "magic") == 'Z'
                    && image.u8(at + 2, "magic") == 'h'
                    && level >= 1
                    && level <= 9
                    && (magic == BLOCK_MAGIC || magic == END_MAGIC);
        } catch (Malformed e) {
            return false;
        }
    }

    private static long magic(Bytes image, long at) throws Malformed {
        return (long) image.u16(at + 4, ByteOrder.BIG_ENDIAN, "magic") << 32
                | image.u32(at + 6, ByteOrder.BIG_ENDIAN, "magic");
    }

    /// Decodes the stream at `at` and those that follow it directly.
    ///
    /// @return the offset of the first byte behind the last stream
    /// @throws Unreadable when a stream contradicts the format, a CRC is wrong, or `out` takes no more
    public static long decode(Bytes image, long at, Out out) throws Unreadable {
        if (!startsAt(image, at)) {
            throw new Malformed(at, "magic", "no bzip2 stream starts here");
        }
        long next = at;
        do {
            int level = image.u8(next + 3, "level") - '0';
            next = new Bzip2Decoder(image, next + 4, level, out).stream();
        } while (startsAt(image, next));
        return next;
    }

    private long stream() throws Unreadable {
        int combined = 0;
        while (true) {
            long magic = (long) bits.take(24, "magic") << 24 | bits.take(24, "magic");
            if (magic == END_MAGIC) {
                same(crc("stream CRC"), combined, "stream CRC");
                return bits.alignedPosition();
            }
            if (magic != BLOCK_MAGIC) {
                throw new Malformed(bits.alignedPosition(), "magic", "neither a block nor the end of the stream");
            }
            int declared = crc("block CRC");
            int actual = block();
            same(declared, actual, "block CRC");
            combined = Integer.rotateLeft(combined, 1) ^ actual;
        }
    }

    private int crc(String field) throws Malformed {
        return bits.take(16, field) << 16 | bits.take(16, field);
    }

    private void same(int declared, int actual, String field) throws Malformed {
        if (actual != declared) {
            HexFormat hex = HexFormat.of();
            throw new Malformed(
                    bits.alignedPosition(),
                    field,
                    hex.toHexDigits(declared) + " declared, " + hex.toHexDigits(actual) + " decoded");
        }
    }

    private int block() throws Unreadable {
        boolean randomised = bits.take(1, "randomised") == 1;
        int origin = bits.take(24, "origPtr");
        byte[] front = new byte[256];
        int used = symbolMap(front);
        int groups = bits.take(3, "nGroups");
        if (groups < 2 || groups > 6) {
            throw new Malformed(bits.alignedPosition(), "nGroups", groups + " Huffman tables, 2 to 6 allowed");
        }
        int selectorCount = selectors(groups);
        for (int i = 0; i < groups; i++) {
            tables[i].read(bits, used + 2);
        }
        int[] counts = new int[257];
        int length = symbols(front, used + 1, selectorCount, counts);
        if (origin >= length) {
            throw new Malformed(bits.alignedPosition(), "origPtr", origin + " in a block of " + length);
        }
        for (int i = 1; i < 257; i++) {
            counts[i] += counts[i - 1];
        }
        for (int i = 0; i < length; i++) {
            sorted[counts[sorted[i] & 0xff]++] |= i << 8;
        }
        mirroredCrc.reset();
        expand(origin, length, randomised);
        flush();
        return Integer.reverse((int) mirroredCrc.getValue());
    }

    private int symbolMap(byte[] front) throws Malformed {
        int ranges = bits.take(16, "mapped");
        int used = 0;
        for (int i = 0; i < 16; i++) {
            if ((ranges & 0x8000 >> i) != 0) {
                int range = bits.take(16, "mapped");
                for (int j = 0; j < 16; j++) {
                    if ((range & 0x8000 >> j) != 0) {
                        front[used++] = (byte) (i * 16 + j);
                    }
                }
            }
        }
        if (used == 0) {
            throw new Malformed(bits.alignedPosition(), "mapped", "a block that uses no byte value");
        }
        return used;
    }

    private int selectors(int groups) throws Malformed {
        int declared = bits.take(15, "nSelectors");
        if (declared == 0) {
            throw new Malformed(bits.alignedPosition(), "nSelectors", "a block without selectors");
        }
        byte[] order = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < declared; i++) {
            int place = 0;
            while (bits.take(1, "selectors") == 1) {
                if (++place >= groups) {
                    throw new Malformed(bits.alignedPosition(), "selectors", "table " + place + " of " + groups);
                }
            }
            byte table = order[place];
            System.arraycopy(order, 0, order, 1, place);
            order[0] = table;
            // Some encoders round the count up; bzip2 1.0.8 reads and forgets what is too many.
            if (i < MAX_SELECTORS) {
                selectors[i] = table;
            }
        }
        return Math.min(declared, MAX_SELECTORS);
    }

    /// Undoes Huffman coding, the second run-length coding and move-to-front; returns the block's length.
    private int symbols(byte[] front, int end, int selectorCount, int[] counts) throws Malformed {
        int length = 0;
        int run = 0;
        int weight = 1;
        for (int group = 0; group < selectorCount; group++) {
            Bzip2Codes table = tables[selectors[group]];
            for (int i = 0; i < GROUP; i++) {
                int symbol = table.next(bits);
                if (symbol <= 1) {
                    run += weight << symbol;
                    weight <<= 1;
                    if (run > sorted.length - length) {
                        throw new Malformed(bits.alignedPosition(), "block", "longer than the stream's level allows");
                    }
                    continue;
                }
                if (run > 0) {
                    int value = front[0] & 0xff;
                    counts[value + 1] += run;
                    Arrays.fill(sorted, length, length + run, value);
                    length += run;
                    run = 0;
                    weight = 1;
                }
                if (symbol == end) {
                    return length;
                }
                if (length == sorted.length) {
                    throw new Malformed(bits.alignedPosition(), "block", "longer than the stream's level allows");
                }
                byte value = front[symbol - 1];
                System.arraycopy(front, 0, front, 1, symbol - 1);
                front[0] = value;
                counts[(value & 0xff) + 1]++;
                sorted[length++] = value & 0xff;
            }
        }
        throw new Malformed(bits.alignedPosition(), "selectors", "used up before the block's end");
    }

    /// Undoes the block sorting, the randomisation and the first run-length coding.
    private void expand(int origin, int length, boolean randomised) throws Unreadable {
        int at = sorted[origin] >>> 8;
        int last = -1;
        int same = 0;
        int untilFlip = randomised ? Bzip2Randomisation.step(0) - 1 : length + 1;
        int flips = 1;
        for (int i = 0; i < length; i++) {
            int entry = sorted[at];
            at = entry >>> 8;
            int value = entry & 0xff;
            if (--untilFlip == 0) {
                value ^= 1;
                untilFlip = Bzip2Randomisation.step(flips++ & 511);
            }
            if (same == 4) {
                repeat((byte) last, value);
                same = 0;
                last = -1;
                continue;
            }
            same = value == last ? same + 1 : 1;
            last = value;
            if (outputLength == output.length) {
                flush();
            }
            output[outputLength++] = (byte) value;
        }
    }

    private void repeat(byte value, int times) throws Unreadable {
        if (outputLength + times > output.length) {
            flush();
        }
        Arrays.fill(output, outputLength, outputLength + times, value);
        outputLength += times;
    }

    private void flush() throws Unreadable {
        // bzip2's CRC is the common one with the bits the other way round, which the platform computes fast.
        for (int i = 0; i < outputLength; i++) {
            mirrored[i] = REVERSED[output[i] & 0xff];
        }
        mirroredCrc.update(mirrored, 0, outputLength);
        out.write(output, 0, outputLength);
        outputLength = 0;
    }
}
