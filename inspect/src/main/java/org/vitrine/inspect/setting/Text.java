package org.vitrine.inspect.setting;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrine.evidence.Bytes;
import org.vitrine.inspect.shell.Lines;

/// A configuration file whose statements are no lines: one character for each byte, with the lines' numbers.
final class Text {
    private final String chars;
    private final int[] starts;

    private Text(String chars) {
        this.chars = chars;
        this.starts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, chars.length())
                                .filter(i -> chars.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    /// The text of a file, cut at [Lines#MAXIMUM_SIZE].
    static Text of(Bytes content) {
        byte[] bytes = new byte[(int) Math.min(Lines.MAXIMUM_SIZE, content.size())];
        content.copyAvailable(0, bytes, 0, bytes.length);
        return new Text(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /// A text of its own.
    static Text of(String chars) {
        return new Text(chars);
    }

    /// The offset of the next such character at or after one; -1 where there is none.
    int indexOf(char c, int from) {
        return chars.indexOf(c, from);
    }

    int length() {
        return chars.length();
    }

    /// The character at an offset; `\0` behind the end.
    char at(int offset) {
        return offset < chars.length() ? chars.charAt(offset) : '\0';
    }

    boolean startsWith(String word, int offset) {
        return chars.startsWith(word, offset);
    }

    String part(int from, int to) {
        return chars.substring(from, Math.min(to, chars.length()));
    }

    /// The offset of the line's end that comes at or after an offset.
    int endOfLine(int offset) {
        int end = chars.indexOf('\n', offset);
        return end < 0 ? chars.length() : end;
    }

    /// A span as a line of its own, with the number of the line it begins in.
    Lines.Line span(int from, int to) {
        int at = Arrays.binarySearch(starts, from);
        return new Lines.Line(at >= 0 ? at + 1 : -at - 1, from, part(from, to).stripTrailing());
    }

    /// The offset behind a string that begins with a quote at `from`; a backslash hides what follows it.
    int behindQuoted(int from) {
        char quote = at(from);
        int at = from + 1;
        while (at < length() && at(at) != quote) {
            at += at(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, length());
    }
}
