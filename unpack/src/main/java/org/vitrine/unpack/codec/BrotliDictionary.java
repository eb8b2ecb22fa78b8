package org.vitrine.unpack.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The words every brotli decoder knows, and how they are altered (RFC 7932, 8 and appendices A and
/// B).
final class BrotliDictionary {
    private static final int SHORTEST = 4;
    private static final int LONGEST = 24;
    private static final int UPPER_FIRST = 10;
    private static final int UPPER_ALL = 11;
    /// How many words there are of each length, as a power of two.
    private static final int[] BITS = {
        0, 0, 0, 0, 10, 10, 11, 11, 10, 10, 10, 10, 10, 9, 9, 8, 7, 7, 8, 7, 7, 6, 6, 5, 5
    };
    private static final int[] STARTS = starts();

    /// What comes before a word, what happens to it, and what comes behind. 1 to 9: so many of its
    /// last bytes are left out; 12 to 20: 1 to 9 of its first.
    private static final String[] TRANSFORMS = {
        "|0|",
        "|0| ",
        " |0| ",
        "|12|",
        "|10| ",
        "|0| the ",
        " |0|",
        "s |0| ",
        "|0| of ",
        "|10|",
        "|0| and ",
        "|13|",
        "|1|",
        ", |0| ",
        "|0|, ",
        " |10| ",
        "|0| in ",
        "|0| to ",
        "e |0| ",
        "|0|\"",
        "|0|.",
        "|0|\">",
        "|0|\n",
        "|3|",
        "|0|]",
        "|0| for ",
        "|14|",
        "|2|",
        "|0| a ",
        "|0| that ",
        " |10|",
        "|0|. ",
        ".|0|",
        " |0|, ",
        "|15|",
        "|0| with ",
        "|0|'",
        "|0| from ",
        "|0| by ",
        "|16|",
        "|17|",
        " the |0|",
        "|4|",
        "|0|. The ",
        "|11|",
        "|0| on ",
        "|0| as ",
        "|0| is ",
        "|7|",
        "|1|ing ",
        "|0|\n\t",
        "|0|:",
        " |0|. ",
        "|0|ed ",
        "|20|",
        "|18|",
        "|6|",
        "|0|(",
        "|10|, ",
        "|8|",
        "|0| at ",
        "|0|ly ",
        " the |0| of ",
        "|5|",
        "|9|",
        " |10|, ",
        "|10|\"",
        ".|0|(",
        "|11| ",
        "|10|\">",
        "|0|=\"",
        " |0|.",
        ".com/|0|",
        " the |0| of the ",
        "|10|'",
        "|0|. This ",
        "|0|,",
        ".|0| ",
        "|10|(",
        "|10|.",
        "|0| not ",
        " |0|=\"",
        "|0|er ",
        " |11| ",
        "|0|al ",
        " |11|",
        "|0|='",
        "|11|\"",
        "|10|. ",
        " |0|(",
        "|0|ful ",
        " |10|. ",
        "|0|ive ",
        "|0|less ",
        "|11|'",
        "|0|est ",
        " |10|.",
        "|11|\">",
        " |0|='",
        "|10|,",
        "|0|ize ",
        "|11|.",
        "\u00c2\u00a0|0|",
        " |0|,",
        "|10|=\"",
        "|11|=\"",
        "|0|ous ",
        "|11|, ",
        "|10|='",
        " |10|,",
        " |11|=\"",
        " |11|, ",
        "|11|,",
        "|11|(",
        "|11|. ",
        " |11|.",
        "|11|='",
        " |11|. ",
        " |10|=\"",
        " |11|='",
        " |10|='"
    };

    private BrotliDictionary() {}

    /// Read when first needed: most streams that firmware holds need none of it.
    private static final class Words {
        static final byte[] ALL = read();

        private static byte[] read() {
            try (InputStream stream =
                    Objects.requireNonNull(BrotliDictionary.class.getResourceAsStream("brotli-dictionary.bin"))) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int[] starts() {
        int[] starts = new int[LONGEST + 2];
        for (int length = SHORTEST; length <= LONGEST; length++) {
            starts[length + 1] = starts[length] + (length << BITS[length]);
        }
        return starts;
    }

    /// Writes the word of `length` bytes that `id` names, altered, into `target`, which has room for
    /// 64 bytes.
    ///
    /// @return how many bytes it has; -1 where there is no such word
    static int word(int length, int id, byte[] target) {
        if (length < SHORTEST || length > LONGEST) {
            return -1;
        }
        int transform = id >>> BITS[length];
        if (transform >= TRANSFORMS.length) {
            return -1;
        }
        int from = STARTS[length] + length * (id & (1 << BITS[length]) - 1);
        String row = TRANSFORMS[transform];
        int first = row.indexOf('|');
        int second = row.indexOf('|', first + 1);
        int kind = Integer.parseInt(row, first + 1, second, 10);
        int at = put(row.substring(0, first), target, 0);
        int omitted = kind >= 1 && kind <= 9 ? kind : kind > UPPER_ALL ? kind - UPPER_ALL : 0;
        int kept = Math.max(0, length - omitted);
        System.arraycopy(Words.ALL, kind > UPPER_ALL ? from + length - kept : from, target, at, kept);
        if (kind == UPPER_FIRST && kept > 0) {
            upper(target, at, at + kept);
        } else if (kind == UPPER_ALL) {
            for (int i = at; i < at + kept; ) {
                i += upper(target, i, at + kept);
            }
        }
        return put(row.substring(second + 1), target, at + kept);
    }

    private static int put(String text, byte[] target, int at) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }

    /// The specification's rough idea of upper case in UTF-8; returns how many bytes the character
    /// has.
    private static int upper(byte[] word, int at, int end) {
        int lead = word[at] & 0xff;
        if (lead < 0xc0) {
            if (lead >= 'a' && lead <= 'z') {
                word[at] ^= 32;
            }
            return 1;
        }
        if (lead < 0xe0) {
            if (at + 1 < end) {
                word[at + 1] ^= 32;
            }
            return 2;
        }
        if (at + 2 < end) {
            word[at + 2] ^= 5;
        }
        return 3;
    }
}
