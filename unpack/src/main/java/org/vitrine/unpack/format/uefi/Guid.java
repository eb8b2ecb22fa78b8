package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.HexFormat;
import java.util.Locale;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A GUID as UEFI stores it: three little-endian numbers, then eight bytes (UEFI Specification 2.10, appendix A).
public final class Guid {
    /// Bytes of one.
    public static final int SIZE = 16;

    private Guid() {}

    /// Its text, in upper case, as tools and specifications show it.
    ///
    /// @throws Malformed when it isn't inside
    public static String text(Bytes image, long at, String field) throws Malformed {
        HexFormat hex = HexFormat.of();
        String tail = hex.formatHex(image.array(at + 8, 8, field));
        String text = hex.toHexDigits(image.i32(at, LITTLE_ENDIAN, field))
                + '-'
                + hex.toHexDigits((short) image.u16(at + 4, LITTLE_ENDIAN, field))
                + '-'
                + hex.toHexDigits((short) image.u16(at + 6, LITTLE_ENDIAN, field))
                + '-'
                + tail.substring(0, 4)
                + '-'
                + tail.substring(4);
        return text.toUpperCase(Locale.ROOT);
    }

    /// Its bytes in hex as they lie in an image, for a pattern.
    public static String stored(String text) {
        HexFormat hex = HexFormat.of();
        byte[] bytes = hex.parseHex(text.replace("-", "").toLowerCase(Locale.ROOT));
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
        byte[] stored = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            stored[i] = bytes[order[i]];
        }
        return hex.formatHex(stored);
    }
}
