package org.vitrine.inspect.setting;

import java.util.Set;
import org.vitrine.inspect.shell.Lines;

/// Files of one directive in each line: a name, a separator, a value; comments begin with `#`.
final class Assignments {
    private Assignments() {}

    /// Puts the lines of a file into rows.
    ///
    /// @param separator what stands between the name and the value, such as `=`; a blank means any white space
    /// @param worth names that are shown where they are commented out
    static void read(Rows rows, ConfigFile from, char separator, Set<String> worth) {
        read(rows, from, separator, worth, "");
    }

    /// The same, with a prefix before each name.
    static void read(Rows rows, ConfigFile from, char separator, Set<String> worth, String prefix) {
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            String bare = comment ? text.replaceFirst("^#+[ \\t]?", "") : text;
            int end = end(bare, separator);
            String name = bare.substring(0, end).strip();
            String value = end < bare.length() ? bare.substring(end + 1).strip() : "";
            if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '"' || c == 0x7f)) {
                continue;
            }
            if (!comment) {
                rows.add(from, line, prefix + name, value);
            } else if (worth.contains(name) && isValue(value)) {
                rows.comment(from, line, prefix + name, value);
            }
        }
    }

    private static int end(String text, char separator) {
        int end = 0;
        while (end < text.length()
                && (separator == ' ' ? !Character.isWhitespace(text.charAt(end)) : text.charAt(end) != separator)) {
            end++;
        }
        return end;
    }

    /// Whether it may be a value: one word, or a text in quotes. Prose is longer.
    static boolean isValue(String text) {
        return !text.isEmpty() && (text.indexOf(' ') < 0 || !Rows.unquoted(text).equals(text));
    }
}
