package org.vitrine.unpack.spi;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A byte pattern at a fixed place in a container.
///
/// @param pattern at least two bytes; not to be changed
/// @param offset of the pattern from the start of the container, in bytes
public record Magic(Pattern pattern, int offset) {
    /// Bytes that compare by value.
    ///
    /// @param hex the bytes, two lower-case hex digits each
    public record Pattern(String hex) {
        /// The bytes.
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /// Checks the length.
    public Magic {
        if (pattern.hex().length() < 4) {
            throw new IllegalArgumentException("a pattern of fewer than two bytes is met everywhere");
        }
    }

    /// A pattern at the start, written in hex.
    public static Magic hex(String hex) {
        return hex(hex, 0);
    }

    /// A pattern at `offset`, written in hex.
    public static Magic hex(String hex, int offset) {
        return new Magic(new Pattern(hex), offset);
    }

    /// A pattern at `offset`, written as ISO 8859-1 text.
    public static Magic text(String text, int offset) {
        return hex(HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1)), offset);
    }
}
