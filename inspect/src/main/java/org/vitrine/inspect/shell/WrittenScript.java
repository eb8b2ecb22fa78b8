package org.vitrine.inspect.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A script that another one writes to a file, from a here-document: `cat << EOF > /etc/init.d/x`
/// (POSIX.1-2017 XCU 2.7.4). Its lines and offsets are those of the script that holds it.
///
/// @param path where it is written to, from the root
/// @param line the line that writes it, from 1
/// @param script what is written
public record WrittenScript(String path, int line, Script script) {
    private static final int LONGEST_LINE = 1024;
    private static final int MOST = 64;
    private static final Pattern DELIMITER = Pattern.compile("<<(-?)[ \\t]*([\"'\\\\]?)([A-Za-z0-9_]+)[\"']?");
    private static final Pattern TARGET = Pattern.compile("(?<![<>&0-9])>[ \\t]*\"?/([A-Za-z0-9_./-]+)");

    /// The scripts that a script writes to files given by their whole paths.
    static List<WrittenScript> of(String text) {
        List<WrittenScript> written = new ArrayList<>();
        int number = 0;
        int next;
        for (int at = 0; at < text.length() && written.size() < MOST; at = next) {
            next = behind(text, at);
            number++;
            String line =
                    next - at > LONGEST_LINE ? "" : text.substring(at, next).strip();
            if (!line.startsWith("cat ")) {
                continue;
            }
            Matcher delimiter = DELIMITER.matcher(line);
            Matcher target = TARGET.matcher(line);
            if (text.startsWith("#!", next) && delimiter.find() && target.find()) {
                int end = end(text, next, delimiter.group(3));
                boolean expands = delimiter.group(2).isEmpty();
                written.add(new WrittenScript(target.group(1), number, script(text, next, end, expands)));
                number += (int)
                        text.substring(next, end).chars().filter(c -> c == '\n').count();
                next = end;
            }
        }
        return written;
    }

    private static int behind(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    /// Where the line with the delimiter starts.
    private static int end(String text, int from, String delimiter) {
        int at = from;
        while (at < text.length()
                && !text.substring(at, Math.min(behind(text, at), at + LONGEST_LINE))
                        .strip()
                        .equals(delimiter)) {
            at = behind(text, at);
        }
        return at;
    }

    /// All around it becomes blanks, and so do the backslashes that keep a `$` for the script that is
    /// written.
    private static Script script(String text, int from, int end, boolean expands) {
        char[] masked = text.toCharArray();
        for (int i = 0; i < masked.length; i++) {
            if ((i < from || i >= end) && masked[i] != '\n') {
                masked[i] = ' ';
            }
        }
        for (int i = from; expands && i + 1 < end; i++) {
            if (masked[i] == '\\' && (masked[i + 1] == '$' || masked[i + 1] == '`')) {
                masked[i] = ' ';
                if (i > from && masked[i - 1] == '"') {
                    masked[i - 1] = ' ';
                    masked[i] = '"';
                }
            }
        }
        String first = text.substring(from, Math.min(end, behind(text, from))).strip();
        return Script.of(
                new String(masked), first.substring(Math.min(2, first.length())).strip());
    }
}
