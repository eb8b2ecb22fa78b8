package org.vitrine.evidence;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Raw bytes as text that can be shown anywhere: in a terminal, a table, a page. What isn't printable
/// UTF-8,
/// and what could deceive a reader (control and format characters, bidirectional overrides, line and
/// paragraph
/// separators, surrogates, private use) stands as `\xNN`, byte by byte. A backslash doubles, so two
/// different
/// inputs never look the same.
public final class Display {
    private static final int LONGEST_LINE = 300;

    private Display() {}

    /// One segment of a path: also `@` and `/` are escaped, since a bare `@` marks the segments that are
    /// ours.
    public static String segment(byte[] raw) {
        return escape(raw, true);
    }

    /// Bytes that are shown as text but are no segment: a link's target, a line of a file.
    public static String text(byte[] raw) {
        return escape(raw, false);
    }

    /// Text from an image, made safe to show.
    public static String text(String raw) {
        return escape(raw.getBytes(StandardCharsets.UTF_8), false);
    }

    /// Text from elsewhere, made fit for one line of ours: safe to show, each run of blanks one, cut where it is long.
    public static String line(String raw) {
        String line = text(raw.strip().replaceAll("\\s+", " "));
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }

    /// The bytes that a display form stands for: undoes [#segment] and [#text].
    public static byte[] raw(String shown) {
        byte[] text = shown.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[text.length];
        int count = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\\' && at + 1 < text.length && text[at + 1] == '\\') {
                bytes[count++] = '\\';
                at++;
            } else if (text[at] == '\\' && at + 3 < text.length && text[at + 1] == 'x') {
                int high = Character.digit(text[at + 2], 16);
                int low = Character.digit(text[at + 3], 16);
                bytes[count++] = (byte) (high << 4 | low);
                at += 3;
            } else {
                bytes[count++] = text[at];
            }
        }
        return Arrays.copyOf(bytes, count);
    }

    private static String escape(byte[] raw, boolean segment) {
        return isShownAsIs(raw, segment) ? new String(raw, StandardCharsets.US_ASCII) : escaped(raw, segment);
    }

    private static String escaped(byte[] raw, boolean segment) {
        StringBuilder text = new StringBuilder(raw.length);
        CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        for (int at = 0; at < raw.length; ) {
            int length = Math.min(sequenceLength(raw[at]), raw.length - at);
            int point = codePoint(utf8, raw, at, length);
            if (point < 0) {
                hex(text, raw[at]);
                at++;
                continue;
            }
            if (point == '\\') {
                text.append("\\\\");
            } else if (isPlain(point) && !(segment && (point == '@' || point == '/'))) {
                text.appendCodePoint(point);
            } else {
                for (int i = at; i < at + length; i++) {
                    hex(text, raw[i]);
                }
            }
            at += length;
        }
        return text.toString();
    }

    /// Most names are of ASCII letters, and there are many of them.
    private static boolean isShownAsIs(byte[] raw, boolean segment) {
        for (byte value : raw) {
            if (value < ' ' || value == 0x7f || value == '\\' || segment && (value == '@' || value == '/')) {
                return false;
            }
        }
        return true;
    }

    private static int sequenceLength(byte first) {
        int lead = first & 0xff;
        return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    private static int codePoint(CharsetDecoder utf8, byte[] raw, int at, int length) {
        if (length == 1) {
            return raw[at] >= 0 ? raw[at] : -1;
        }
        try {
            CharBuffer decoded = utf8.reset().decode(ByteBuffer.wrap(Arrays.copyOfRange(raw, at, at + length)));
            int point = Character.codePointAt(decoded, 0);
            return decoded.length() == Character.charCount(point) ? point : -1;
        } catch (CharacterCodingException e) {
            return -1;
        }
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            // A no-break space looks like a space; only the real one is shown as itself.
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }

    private static void hex(StringBuilder text, byte value) {
        text.append("\\x");
        text.append(Character.forDigit(value >> 4 & 0xf, 16));
        text.append(Character.forDigit(value & 0xf, 16));
    }
}
