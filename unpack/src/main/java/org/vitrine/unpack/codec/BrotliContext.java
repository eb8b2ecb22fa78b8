package org.vitrine.unpack.codec;

/// Which context the two bytes before a literal make (RFC 7932, 7.1).
final class BrotliContext {
    private static final int LSB6 = 0;
    private static final int MSB6 = 1;
    private static final int UTF8 = 2;

    /// The specification's Lut0 for 0 to 127, a quarter of each value as a letter from `A`.
    private static final String FIRST = "AAAAAAAAABBAABAAAAAAAAAAAAAAAAAA"
            + "CDEDDFDEGHDDIDJDLLLLLLLLLLIIGKHD"
            + "DMNNNMNNNMNNNNNMNNNNNMNNNNNGDHDD"
            + "DOPPPOPPPOPPPPPOPPPPPOPPPPPGDHDA";

    private BrotliContext() {}

    /// The context in a mode, 0 to 63.
    static int of(int mode, int last, int second) {
        return switch (mode) {
            case LSB6 -> last & 0x3f;
            case MSB6 -> last >>> 2;
            case UTF8 -> utf8(last) | class1(second);
            default -> class2(last) << 3 | class2(second);
        };
    }

    private static int utf8(int value) {
        if (value < 0x80) {
            return FIRST.charAt(value) - 'A' << 2;
        }
        return value & 1 | (value < 0xc0 ? 0 : 2);
    }

    /// Nothing, punctuation, a capital or a digit (or a long sequence's lead), a small letter.
    private static int class1(int value) {
        if (value >= 0x80) {
            return value < 0xe0 ? 0 : 2;
        }
        if (value <= ' ' || value == 0x7f) {
            return 0;
        }
        if (value >= 'a' && value <= 'z') {
            return 3;
        }
        return value >= '0' && value <= '9' || value >= 'A' && value <= 'Z' ? 2 : 1;
    }

    /// How large a byte is, in eight steps.
    private static int class2(int value) {
        if (value == 0 || value == 255) {
            return value & 7;
        }
        if (value < 64) {
            return value < 16 ? 1 : 2;
        }
        return value < 128 ? 3 : value < 192 ? 4 : value < 240 ? 5 : 6;
    }
}
