package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// Decodes Deflate64 data (APPNOTE 6.3, method 9): RFC 1951 with a window of 64 KiB, two more distance codes and
/// matches of up to 65538 bytes.
public final class Deflate64 {
    private static final int WINDOW = 1 << 16;
    private static final int MAX_BITS = 15;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final Bytes image;
    private final Out out;
    private final byte[] input = new byte[1 << 14];
    private long inputStart;
    private int inputLength;
    private int nextInput;
    private int held;
    private int count;

    private final byte[] window = new byte[WINDOW];
    private int next;
    private int flushed;
    private long total;

    private Deflate64(Bytes image, long at, Out out) {
        this.image = image;
        this.inputStart = at;
        this.out = out;
    }

    /// Decodes from `at` to the last block's end.
    ///
    /// @return the offset of the first byte behind the data
    /// @throws Unreadable when the data contradicts the specification or ends early, or `out` takes no more
    public static long decode(Bytes image, long at, Out out) throws Unreadable {
        Deflate64 decoder = new Deflate64(image, at, out);
        try {
            decoder.run();
        } catch (Malformed e) {
            decoder.flush();
            throw e;
        }
        decoder.flush();
        return decoder.position();
    }

    private long position() {
        return inputStart + nextInput - count / 8;
    }

    private Malformed malformed(String field, String reason) {
        return new Malformed(position(), field, reason);
    }

    private void run() throws Unreadable {
        boolean last;
        do {
            last = bits(1, "BFINAL") == 1;
            switch (bits(2, "BTYPE")) {
                case 0 -> stored();
                case 1 -> block(fixedLiterals(), fixedDistances());
                case 2 -> dynamic();
                default -> throw malformed("BTYPE", "type 3 is reserved");
            }
        } while (!last);
    }

    private int bits(int width, String field) throws Malformed {
        while (count < width) {
            if (nextInput == inputLength) {
                inputStart += inputLength;
                nextInput = 0;
                inputLength = image.copyAvailable(inputStart, input, 0, input.length);
                if (inputLength == 0) {
                    throw malformed(field, "the data ends before its last block");
                }
            }
            held |= (input[nextInput++] & 0xff) << count;
            count += 8;
        }
        int value = held & (1 << width) - 1;
        held >>>= width;
        count -= width;
        return value;
    }

    private void stored() throws Unreadable {
        bits(count & 7, "LEN");
        int length = bits(16, "LEN");
        if ((length ^ 0xffff) != bits(16, "NLEN")) {
            throw malformed("NLEN", "not the complement of LEN");
        }
        for (int i = 0; i < length; i++) {
            put(bits(8, "stored data"));
        }
    }

    private void dynamic() throws Unreadable {
        int literals = bits(5, "HLIT") + 257;
        int distances = bits(5, "HDIST") + 1;
        int codes = bits(4, "HCLEN") + 4;
        int[] codeLengths = new int[19];
        for (int i = 0; i < codes; i++) {
            codeLengths[ORDER[i]] = bits(3, "code length");
        }
        Code lengthCode = new Code(codeLengths, 0, 19);
        int[] lengths = new int[literals + distances];
        for (int i = 0; i < lengths.length; ) {
            int symbol = symbol(lengthCode);
            if (symbol < 16) {
                lengths[i++] = symbol;
                continue;
            }
            if (symbol == 16 && i == 0) {
                throw malformed("code length", "a repetition of nothing");
            }
            int value = symbol == 16 ? lengths[i - 1] : 0;
            int times = switch (symbol) {
                case 16 -> 3 + bits(2, "code length");
                case 17 -> 3 + bits(3, "code length");
                default -> 11 + bits(7, "code length");
            };
            if (times > lengths.length - i) {
                throw malformed("code length", "a repetition past the last code");
            }
            Arrays.fill(lengths, i, i + times, value);
            i += times;
        }
        block(new Code(lengths, 0, literals), new Code(lengths, literals, distances));
    }

    private Code fixedLiterals() throws Malformed {
        int[] lengths = new int[288];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        return new Code(lengths, 0, 288);
    }

    private Code fixedDistances() throws Malformed {
        int[] lengths = new int[32];
        Arrays.fill(lengths, 5);
        return new Code(lengths, 0, 32);
    }

    private void block(Code literals, Code distances) throws Unreadable {
        while (true) {
            int symbol = symbol(literals);
            if (symbol < 256) {
                put(symbol);
            } else if (symbol == 256) {
                return;
            } else {
                int length = length(symbol);
                copy(distance(symbol(distances)), length);
            }
        }
    }

    private int length(int symbol) throws Malformed {
        if (symbol < 265) {
            return symbol - 254;
        }
        if (symbol == 285) {
            return 3 + bits(16, "length");
        }
        if (symbol > 285) {
            throw malformed("length", "code " + symbol + " is reserved");
        }
        int extra = (symbol - 261) / 4;
        return 3 + (4 + (symbol - 265) % 4 << extra) + bits(extra, "length");
    }

    private int distance(int symbol) throws Malformed {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extra = symbol / 2 - 1;
        return 1 + (2 + symbol % 2 << extra) + bits(extra, "distance");
    }

    private void copy(int distance, int length) throws Unreadable {
        if (distance > total) {
            throw malformed("distance", distance + " back, " + total + " decoded");
        }
        for (int i = 0; i < length; i++) {
            put(window[next - distance & WINDOW - 1]);
        }
    }

    private void put(int value) throws Unreadable {
        window[next++] = (byte) value;
        total++;
        if (next == WINDOW) {
            flush();
            next = 0;
            flushed = 0;
        }
    }

    private void flush() throws Unreadable {
        int from = flushed;
        flushed = next;
        if (next > from) {
            out.write(window, from, next - from);
        }
    }

    private int symbol(Code code) throws Malformed {
        int value = 0;
        for (int length = 1; length <= MAX_BITS; length++) {
            value = value << 1 | bits(1, "code");
            int index = value - code.first[length];
            if (index >= 0 && index < code.counts[length]) {
                return code.symbols[code.places[length] + index];
            }
        }
        throw malformed("code", "bits that were not given to any symbol");
    }

    /// Canonical Huffman codes, found length by length.
    private final class Code {
        private final int[] counts = new int[MAX_BITS + 1];
        private final int[] first = new int[MAX_BITS + 1];
        private final int[] places = new int[MAX_BITS + 1];
        private final int[] symbols;

        Code(int[] lengths, int from, int size) throws Malformed {
            symbols = new int[size];
            for (int i = 0; i < size; i++) {
                counts[lengths[from + i]]++;
            }
            counts[0] = 0;
            int code = 0;
            int place = 0;
            for (int length = 1; length <= MAX_BITS; length++) {
                first[length] = code;
                places[length] = place;
                code += counts[length];
                place += counts[length];
                if (code > 1 << length) {
                    throw malformed("code length", "more codes than their lengths allow");
                }
                code <<= 1;
            }
            int[] filled = places.clone();
            for (int i = 0; i < size; i++) {
                int length = lengths[from + i];
                if (length > 0) {
                    symbols[filled[length]++] = i;
                }
            }
        }
    }
}
