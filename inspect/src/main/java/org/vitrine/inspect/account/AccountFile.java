package org.vitrine.inspect.account;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;

/// A file of accounts or groups, and whether it is in force.
///
/// @param kind its format
/// @param artifact the file
/// @param path from the root
/// @param lines its lines, without comments and blanks
/// @param bad lines that are not of the format
/// @param firstBad number of the first of them; 0 without one
/// @param state in force or not
/// @param reason why
/// @param comesInto whether it is the one in force, or a script line brings it there
record AccountFile(
        Kind kind,
        Artifact artifact,
        String path,
        List<Line> lines,
        int bad,
        int firstBad,
        State state,
        String reason,
        boolean comesInto) {
    /// The formats, told from each other by their number of fields: passwd(5), shadow(5), group(5).
    enum Kind {
        PASSWD("passwd"),
        SHADOW("shadow"),
        GROUP("group");

        private final String file;

        Kind(String file) {
            this.file = file;
        }

        /// The name of the file in etc.
        String file() {
            return file;
        }

        /// Where the system looks for it.
        String path() {
            return "etc/" + file;
        }

        /// Whether a line is of this format, strictly: the fields are as many as they must be and numbers
        /// where they must be.
        boolean fits(List<String> fields) {
            String name = fields.get(0);
            if (name.isEmpty() || name.length() > 256 || name.chars().anyMatch(c -> c <= ' ' || c == '/')) {
                return false;
            }
            return switch (this) {
                case PASSWD -> fields.size() == 7 && number(fields.get(2)) >= 0 && number(fields.get(3)) >= 0;
                case GROUP -> fields.size() == 4 && number(fields.get(2)) >= 0;
                case SHADOW ->
                    (fields.size() == 8 || fields.size() == 9)
                            && fields.subList(2, fields.size()).stream()
                                    .allMatch(field -> field.isEmpty() || field.equals("-1") || number(field) >= 0);
            };
        }

        /// Whether a line of the file in force is read at all, numbers right or not.
        boolean reads(List<String> fields) {
            return switch (this) {
                case PASSWD ->
                    fields.size() >= 7
                            || fields.get(0).startsWith("+")
                            || fields.get(0).startsWith("-");
                case GROUP ->
                    fields.size() >= 3
                            || fields.get(0).startsWith("+")
                            || fields.get(0).startsWith("-");
                case SHADOW -> fields.size() >= 2;
            };
        }
    }

    /// One line: its number from 1, its fields as Latin-1, and its bytes.
    record Line(int number, List<String> fields, Location location) {
        Line {
            fields = List.copyOf(fields);
        }

        /// A field; empty where the line has fewer.
        String field(int index) {
            return index < fields.size() ? fields.get(index) : "";
        }

        /// A field's bytes.
        byte[] raw(int index) {
            return field(index).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /// What a file's bytes are, line by line.
    record Parsed(List<Line> lines, int bad, int firstBad) {}

    /// Larger files are not read.
    static final long MAXIMUM_SIZE = 8 << 20;

    /// Longer lines are counted as bad: no system reads them.
    private static final int MAXIMUM_LINE = 64 << 10;

    private static final int MAXIMUM_FIELDS = 64;

    /// The value of a field that is a number; -1 when it is none.
    static long number(String field) {
        return field.isEmpty() || field.length() > 18 || !field.chars().allMatch(c -> c >= '0' && c <= '9')
                ? -1
                : Long.parseLong(field);
    }

    /// Takes a file apart. Blank lines and comments are passed over; a line ends at its first NUL, as in C.
    ///
    /// @param strict whether a line must fit the format in each field, as is asked of a file that only might
    /// be one
    static Parsed parse(Kind kind, Artifact file, Bytes content, boolean strict) {
        byte[] bytes = new byte[(int) Math.min(MAXIMUM_SIZE, content.size())];
        int length = content.copyAvailable(0, bytes, 0, bytes.length);
        List<Line> lines = new ArrayList<>();
        int bad = 0;
        int firstBad = 0;
        int number = 0;
        for (int start = 0; start < length; ) {
            int newline = start;
            while (newline < length && bytes[newline] != '\n') {
                newline++;
            }
            number++;
            int end = start;
            while (end < newline && bytes[end] != 0) {
                end++;
            }
            if (end > start && bytes[end - 1] == '\r') {
                end--;
            }
            boolean tooLong = end - start > MAXIMUM_LINE;
            String text = tooLong ? "" : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
            if (tooLong || !text.isBlank() && text.charAt(0) != '#') {
                List<String> fields = List.of(text.split(":", MAXIMUM_FIELDS));
                boolean good = !tooLong
                        && (strict ? kind.fits(fields) || isNis(fields) && kind.reads(fields) : kind.reads(fields));
                if (good) {
                    lines.add(new Line(number, fields, new Location(file.sha256(), start, end - start)));
                } else {
                    bad++;
                    firstBad = firstBad == 0 ? number : firstBad;
                }
            }
            start = newline + 1;
        }
        return new Parsed(lines, bad, firstBad);
    }

    /// Whether a line takes in accounts from a network directory: `+`, `+name`, `-name`, `+@group`.
    static boolean isNis(List<String> fields) {
        return fields.get(0).startsWith("+") || fields.get(0).startsWith("-");
    }
}
