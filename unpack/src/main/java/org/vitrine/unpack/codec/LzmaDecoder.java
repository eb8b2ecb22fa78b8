package org.vitrine.unpack.codec;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Out;

/// Decodes raw LZMA data (LZMA specification, draft of 2015, by Igor Pavlov). The dictionary grows with what is
/// decoded, so a claimed size alone allocates nothing.
public final class LzmaDecoder {
    /// The size of data that ends with a marker.
    public static final long UNKNOWN = -1;

    /// The largest dictionary that is kept, in bytes.
    public static final int DICTIONARY_LIMIT = 128 << 20;

    private static final int SMALLEST_DICTIONARY = 4096;
    private static final int LONGEST_MATCH = 273;
    private static final int FLUSH_STEP = 1 << 18;
    private static final int STATES = 12;

    private final LzmaRange range;
    private final Out out;
    private final int literalContext;
    private final int literalPositionMask;
    private final int positionMask;
    private final long declaredDictionary;
    private final int dictionaryLimit;
    private final long size;

    private byte[] dictionary;
    private int next;
    private int flushed;
    private long total;

    private int state;
    private int rep0;
    private int rep1;
    private int rep2;
    private int rep3;

    private final short[] literal;
    private final short[] isMatch = LzmaRange.probabilities(STATES << 4);
    private final short[] isRep = LzmaRange.probabilities(STATES);
    private final short[] isRep0 = LzmaRange.probabilities(STATES);
    private final short[] isRep1 = LzmaRange.probabilities(STATES);
    private final short[] isRep2 = LzmaRange.probabilities(STATES);
    private final short[] isRep0Long = LzmaRange.probabilities(STATES << 4);
    private final short[] slots = LzmaRange.probabilities(4 << 6);
    private final short[] special = LzmaRange.probabilities(128);
    private final short[] align = LzmaRange.probabilities(16);
    private final short[] matchLength = LzmaRange.probabilities(LzmaRange.LENGTH_SIZE);
    private final short[] repLength = LzmaRange.probabilities(LzmaRange.LENGTH_SIZE);

    private LzmaDecoder(Bytes image, long at, int properties, long declared, long size, Out out) throws Malformed {
        if (properties >= 9 * 5 * 5) {
            throw new Malformed(at, "properties", properties + " is not below 225");
        }
        literalContext = properties % 9;
        int literalPosition = properties / 9 % 5;
        literalPositionMask = (1 << literalPosition) - 1;
        positionMask = (1 << properties / 45) - 1;
        declaredDictionary = Math.max(SMALLEST_DICTIONARY, declared);
        long needed = size == UNKNOWN ? declaredDictionary : Math.min(declaredDictionary, size);
        dictionaryLimit = Math.clamp(needed, SMALLEST_DICTIONARY, DICTIONARY_LIMIT);
        dictionary = new byte[Math.min(dictionaryLimit, 1 << 16)];
        this.size = size;
        this.out = out;
        range = new LzmaRange(image, at);
        literal = LzmaRange.probabilities(0x300 << literalContext + literalPosition);
    }

    /// Decodes from `at`, where the range coder's first byte stands, to the end.
    ///
    /// @param properties the byte that holds lc, lp and pb: (pb * 5 + lp) * 9 + lc
    /// @param dictionary the declared dictionary in bytes; more than [#DICTIONARY_LIMIT] is refused once needed
    /// @param size of the decoded data; it may still be followed by an end marker. [#UNKNOWN]: there is a marker
    /// @return the offset of the first byte behind the data
    /// @throws Unreadable when the data contradicts the specification or ends early, or `out` takes no more
    public static long decode(Bytes image, long at, int properties, long dictionary, long size, Out out)
            throws Unreadable {
        LzmaDecoder decoder = new LzmaDecoder(image, at, properties, dictionary, size, out);
        try {
            decoder.run();
        } catch (Malformed | Unsupported e) {
            decoder.flush();
            throw e;
        }
        decoder.flush();
        return decoder.range.position();
    }

    private void run() throws Unreadable {
        range.start();
        while (total != size) {
            if (next - flushed >= FLUSH_STEP) {
                flush();
            }
            if (dictionary.length - next <= LONGEST_MATCH && dictionary.length < dictionaryLimit) {
                dictionary = Arrays.copyOf(dictionary, (int) Math.min(dictionaryLimit, dictionary.length * 2L));
            }
            int position = (int) total & positionMask;
            if (range.bit(isMatch, state << 4 | position) == 0) {
                literal();
            } else {
                int length = match(position);
                if (length == 0) {
                    end();
                    return;
                }
                copy(length);
            }
        }
        // What follows a declared size is nothing, or the marker that some encoders write all the same.
        if (!range.finished()) {
            int position = (int) total & positionMask;
            if (range.bit(isMatch, state << 4 | position) == 0 || match(position) != 0) {
                throw new Malformed(range.position(), "end", "the data goes on behind its declared size");
            }
            end();
        }
    }

    private void end() throws Malformed {
        if (size != UNKNOWN && total != size) {
            throw new Malformed(range.position(), "end", "the marker stands after " + total + " bytes of " + size);
        }
        if (!range.finished()) {
            throw new Malformed(range.position(), "end", "the range coder is not at its end");
        }
    }

    private void literal() throws Unreadable {
        int before = total == 0 ? 0 : dictionary[next == 0 ? dictionary.length - 1 : next - 1] & 0xff;
        int context = ((int) total & literalPositionMask) << literalContext | before >> 8 - literalContext;
        int base = 0x300 * context;
        int symbol = 1;
        if (state >= 7) {
            int from = next - rep0 - 1;
            int matched = dictionary[from < 0 ? from + dictionary.length : from] & 0xff;
            do {
                int matchedBit = matched >> 7 & 1;
                matched <<= 1;
                int bit = range.bit(literal, base + (1 + matchedBit << 8) + symbol);
                symbol = symbol << 1 | bit;
                if (bit != matchedBit) {
                    break;
                }
            } while (symbol < 0x100);
        }
        while (symbol < 0x100) {
            symbol = symbol << 1 | range.bit(literal, base + symbol);
        }
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        dictionary[next++] = (byte) symbol;
        total++;
        if (next == dictionary.length && next == dictionaryLimit) {
            wrap();
        }
    }

    /// The length of the match that comes, its distance then being in `rep0`; 0 for the end marker.
    private int match(int position) throws Malformed {
        if (range.bit(isRep, state) == 0) {
            rep3 = rep2;
            rep2 = rep1;
            rep1 = rep0;
            int length = range.length(matchLength, position);
            state = state < 7 ? 7 : 10;
            rep0 = distance(length);
            return rep0 == -1 ? 0 : length;
        }
        if (range.bit(isRep0, state) == 0) {
            if (range.bit(isRep0Long, state << 4 | position) == 0) {
                state = state < 7 ? 9 : 11;
                return 1;
            }
        } else {
            int distance = rep1;
            if (range.bit(isRep1, state) == 1) {
                distance = rep2;
                if (range.bit(isRep2, state) == 1) {
                    distance = rep3;
                    rep3 = rep2;
                }
                rep2 = rep1;
            }
            rep1 = rep0;
            rep0 = distance;
        }
        int length = range.length(repLength, position);
        state = state < 7 ? 8 : 11;
        return length;
    }

    private int distance(int length) throws Malformed {
        int slot = range.tree(slots, Math.min(length - 2, 3) << 6, 6);
        if (slot < 4) {
            return slot;
        }
        int direct = (slot >> 1) - 1;
        int distance = (2 | slot & 1) << direct;
        if (slot < 14) {
            return distance + range.reverseTree(special, distance - slot, direct);
        }
        return distance + (range.direct(direct - 4) << 4) + range.reverseTree(align, 0, 4);
    }

    private void copy(int length) throws Unreadable {
        long distance = Integer.toUnsignedLong(rep0) + 1;
        if (distance > total || distance > dictionaryLimit) {
            if (distance <= total && distance <= declaredDictionary) {
                throw new Unsupported(
                        range.position(), "dictionary", "more than " + DICTIONARY_LIMIT + " bytes of it are needed");
            }
            throw new Malformed(
                    range.position(), "distance", distance + " back, " + Math.min(total, dictionaryLimit) + " held");
        }
        if (size != UNKNOWN && length > size - total) {
            throw new Malformed(range.position(), "length", "a match that passes the declared size");
        }
        total += length;
        int from = next - (int) distance;
        if (from >= 0 && next + length < dictionary.length) {
            if (distance >= length) {
                System.arraycopy(dictionary, from, dictionary, next, length);
            } else {
                for (int i = 0; i < length; i++) {
                    dictionary[next + i] = dictionary[from + i];
                }
            }
            next += length;
            return;
        }
        from = from < 0 ? from + dictionary.length : from;
        for (int i = 0; i < length; i++) {
            dictionary[next++] = dictionary[from++];
            if (from == dictionary.length) {
                from = 0;
            }
            if (next == dictionary.length) {
                wrap();
            }
        }
    }

    private void wrap() throws Unreadable {
        flush();
        next = 0;
        flushed = 0;
    }

    private void flush() throws Unreadable {
        int from = flushed;
        flushed = next;
        if (next > from) {
            out.write(dictionary, from, next - from);
        }
    }
}
