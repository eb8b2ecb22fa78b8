package org.vitrine.unpack.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// The compression of EFI: blocks of Huffman-coded literals and matches behind two sizes. Decodes straight through a
/// window, so a declared size allocates no more than that.
///
/// Specification: UEFI Specification 2.10, chapter 19; the variant of Tiano has wider positions.
public final class EfiCompression {
    /// How positions are written.
    public enum Variant {
        /// As EFI 1.1 says: 4 bits for the count of position codes.
        EFI(4),
        /// As the Tiano project changed it: 5 bits for it, and a larger window.
        TIANO(5);

        private final int bits;

        Variant(int bits) {
            this.bits = bits;
        }
    }

    /// Bytes of the two sizes before the data.
    public static final int HEADER = 8;

    private static final int LITERALS = 256;
    private static final int SHORTEST = 3;
    private static final int CODES = 510;
    private static final int CODE_BITS = 9;
    private static final int EXTRA_CODES = 19;
    private static final int EXTRA_BITS = 5;
    private static final int SPECIAL = 3;
    private static final int LARGEST_WINDOW = 1 << 20;
    private static final int STEP = 1 << 14;

    /// An encoder may leave out zero bits in the end; the decoder's look ahead needs some too.
    private static final int OVERRUN = 8;

    private final Bytes image;
    private final long end;
    private final Variant variant;
    private final Out out;
    private final long size;
    private final byte[] window;
    private final Codes extra = new Codes(EXTRA_CODES);
    private final Codes symbols = new Codes(CODES);
    private final Codes positions = new Codes(32);
    private final byte[] input = new byte[1 << 12];
    private long next;
    private int filled;
    private int used;
    private int overrun;
    private long bits;
    private int count;
    private long total;
    private long flushed;

    private EfiCompression(Bytes image, long at, long end, Variant variant, long size, Out out) {
        this.image = image;
        this.next = at;
        this.end = end;
        this.variant = variant;
        this.size = size;
        this.out = out;
        int room = STEP * 2;
        while (room < LARGEST_WINDOW && room < size) {
            room *= 2;
        }
        window = new byte[room];
    }

    /// How many bytes the data at `at` says it decodes to.
    ///
    /// @throws Malformed when the sizes aren't inside
    public static long size(Bytes image, long at) throws Malformed {
        return image.u32(at + 4, LITTLE_ENDIAN, "original size");
    }

    /// Decodes the data whose sizes stand at `at`.
    ///
    /// @throws Unreadable when the data contradicts the specification or ends early, or `out` takes no more
    public static void decode(Bytes image, long at, Variant variant, Out out) throws Unreadable {
        long compressed = image.u32(at, LITTLE_ENDIAN, "compressed size");
        image.require(at + HEADER, compressed, "compressed data");
        long end = at + HEADER + compressed;
        new EfiCompression(image, at + HEADER, end, variant, size(image, at), out).run();
    }

    /// Whether the data decodes to its end in this variant; costs as much as decoding it.
    public static boolean decodes(Bytes image, long at, Variant variant) {
        try {
            decode(image, at, variant, NOWHERE);
            return true;
        } catch (Unreadable e) {
            return false;
        }
    }

    private static final Out NOWHERE = new Out() {
        @Override
        public void write(byte[] source, int offset, int length) {}

        @Override
        public void hole(long length) {}
    };

    private void run() throws Unreadable {
        int mask = window.length - 1;
        int block = 0;
        while (total < size) {
            if (block == 0) {
                block = header();
            }
            block--;
            int symbol = symbols.next();
            if (symbol < LITERALS) {
                window[(int) total++ & mask] = (byte) symbol;
            } else {
                int length = (int) Math.min(symbol - LITERALS + SHORTEST, size - total);
                long distance = position() + 1;
                if (distance > total || distance > window.length) {
                    throw malformed("a position reaches before the data");
                }
                for (int i = 0; i < length; i++) {
                    window[(int) total & mask] = window[(int) (total - distance) & mask];
                    total++;
                }
            }
            if (total - flushed >= STEP) {
                flush();
            }
        }
        flush();
    }

    private void flush() throws Unreadable {
        while (flushed < total) {
            int from = (int) flushed & window.length - 1;
            int length = (int) Math.min(total - flushed, window.length - from);
            out.write(window, from, length);
            flushed += length;
        }
    }

    private int header() throws Malformed {
        int block = bits(16);
        if (block == 0) {
            throw malformed("a block of no symbols");
        }
        extra.read(EXTRA_BITS, SPECIAL);
        symbols.readBy(extra);
        positions.read(variant.bits, -1);
        return block;
    }

    private long position() throws Malformed {
        int code = positions.next();
        return code < 2 ? code : (1L << code - 1) + longBits(code - 1);
    }

    private long longBits(int wanted) throws Malformed {
        int high = Math.max(0, wanted - 16);
        return (long) bits(high) << wanted - high | bits(wanted - high);
    }

    private int peek(int wanted) throws Malformed {
        while (count < wanted) {
            bits = bits << 8 | nextByte();
            count += 8;
        }
        return (int) (bits >>> count - wanted) & (1 << wanted) - 1;
    }

    private int bits(int wanted) throws Malformed {
        int value = peek(wanted);
        count -= wanted;
        return value;
    }

    private int nextByte() throws Malformed {
        if (used == filled) {
            filled = image.copyAvailable(next, input, 0, (int) Math.min(input.length, end - next));
            next += filled;
            used = 0;
            if (filled == 0) {
                if (++overrun > OVERRUN) {
                    throw malformed("the data ends early");
                }
                return 0;
            }
        }
        return input[used++] & 0xff;
    }

    private Malformed malformed(String reason) {
        return new Malformed(next - filled + used, "compressed data", reason);
    }

    /// A set of canonical Huffman codes of at most 16 bits, or one symbol that takes no bit.
    private final class Codes {
        private static final int LONGEST = 16;

        private final byte[] lengths;
        private final short[] sorted;
        /// The first value, left-aligned in 16 bits, that is no code of this length or shorter.
        private final int[] limits = new int[LONGEST + 1];
        private final int[] firsts = new int[LONGEST + 1];
        private int only = -1;

        Codes(int most) {
            lengths = new byte[most];
            sorted = new short[most];
        }

        int next() throws Malformed {
            if (only >= 0) {
                return only;
            }
            int value = peek(LONGEST);
            int length = 1;
            while (value >= limits[length]) {
                length++;
            }
            count -= length;
            int base = limits[length - 1];
            return sorted[firsts[length] + (value - base >> LONGEST - length)];
        }

        void read(int width, int special) throws Malformed {
            int number = start(width);
            int at = 0;
            while (at < number) {
                int length = bits(3);
                if (length == 7) {
                    while (bits(1) == 1) {
                        if (++length > LONGEST) {
                            throw malformed("a code of more than 16 bits");
                        }
                    }
                }
                lengths[at++] = (byte) length;
                if (at == special) {
                    at = skip(at, bits(2));
                }
            }
            finish(number);
        }

        void readBy(Codes by) throws Malformed {
            int number = start(CODE_BITS);
            int at = 0;
            while (at < number) {
                int code = by.next();
                switch (code) {
                    case 0 -> at = skip(at, 1);
                    case 1 -> at = skip(at, bits(4) + 3);
                    case 2 -> at = skip(at, bits(CODE_BITS) + 20);
                    default -> lengths[at++] = (byte) (code - 2);
                }
            }
            finish(number);
        }

        private int start(int width) throws Malformed {
            Arrays.fill(lengths, (byte) 0);
            int number = bits(width);
            only = -1;
            if (number == 0) {
                only = bits(width);
            }
            if (number > lengths.length || only >= lengths.length) {
                throw malformed("more codes than there are symbols");
            }
            return number;
        }

        private int skip(int at, int zeros) throws Malformed {
            if (zeros > lengths.length - at) {
                throw malformed("more lengths than there are symbols");
            }
            return at + zeros;
        }

        private void finish(int number) throws Malformed {
            if (number == 0) {
                return;
            }
            int[] counts = new int[LONGEST + 1];
            for (byte length : lengths) {
                if (length > LONGEST) {
                    throw malformed("a code of more than 16 bits");
                }
                counts[length]++;
            }
            int limit = 0;
            int first = 0;
            for (int length = 1; length <= LONGEST; length++) {
                firsts[length] = first;
                first += counts[length];
                limit += counts[length] << LONGEST - length;
                limits[length] = limit;
            }
            if (limit != 1 << LONGEST) {
                throw malformed("codes that aren't complete");
            }
            int[] places = firsts.clone();
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] > 0) {
                    sorted[places[lengths[symbol]]++] = (short) symbol;
                }
            }
        }
    }
}
