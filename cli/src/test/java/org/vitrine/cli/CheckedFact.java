package org.vitrine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A line of `truth/facts.tsv`: a fact of a release that somebody checked by hand, with somebody else's
/// tool.
///
/// @param line its number in that file
/// @param release short name of the release
/// @param rows how many rows of the table must show it; 0 for what is tempting and wrong
/// @param table the table it is about
/// @param fact values of columns: `column=value`, or `column~part` for what the value holds, joined by `;
///     `. `path` is
///     the path of the artifact that the row is about, from the root file system; from the release with a
///     leading `/`.
///     A mode is octal.
/// @param command the second tool, as it is called in the root file system that was extracted; `$LIST` is
///     a file with
///     its listing, `$RELEASE` is the release
/// @param answer what the tool says: lines joined by ` | `, white space made one blank
record CheckedFact(int line, String release, long rows, String table, String fact, String command, String answer) {
    private static final Pattern CONDITION = Pattern.compile("([a-z0-9_]+)([=~])(.*)");
    private static final String ROOT = "(SELECT min(a.path) FROM rootfs r JOIN artifact a ON a.id = r.artifact)";

    static List<CheckedFact> all() throws IOException {
        try (InputStream file = CheckedFact.class.getResourceAsStream("/truth/facts.tsv")) {
            List<String> lines = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                    .filter(i -> !lines.get(i).startsWith("#"))
                    .map(i -> of(i + 1, lines.get(i).split("\t", -1)))
                    .toList();
        }
    }

    private static CheckedFact of(int line, String[] field) {
        if (field.length != 6 || field[5].isEmpty()) {
            throw new AssertionError("line " + line + " of facts.tsv: six fields, none of them empty");
        }
        return new CheckedFact(line, field[0], Long.parseLong(field[1]), field[2], field[3], field[4], field[5]);
    }

    /// What a tool wrote, in the form of [#answer].
    static String answer(String output) {
        return output.strip()
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining(" | "));
    }

    /// A query that gives how many rows show the fact.
    ///
    /// @param columns the table's columns
    String query(List<String> columns) {
        return Stream.of(fact.split("; ", -1))
                .map(condition -> condition(condition, columns))
                .collect(Collectors.joining(
                        " AND ", "(SELECT %d AS line, count(*) AS n FROM \"%s\" f WHERE ".formatted(line, table), ")"));
    }

    private String condition(String condition, List<String> columns) {
        Matcher matcher = CONDITION.matcher(condition);
        if (!matcher.matches()) {
            throw new AssertionError(this + ": no condition: " + condition);
        }
        String column = matcher.group(1);
        String value = matcher.group(3);
        if (column.equals("path")) {
            return place(value, columns);
        }
        if (!columns.contains(column)) {
            throw new AssertionError(this + ": no column " + column);
        }
        String text = column.equals("mode") ? Integer.toString(Integer.parseInt(value, 8)) : value;
        return (matcher.group(2).equals("=")
                        ? "CAST(f.\"%s\" AS VARCHAR) = %s"
                        : "contains(CAST(f.\"%s\" AS VARCHAR), %s)")
                .formatted(column, literal(text));
    }

    private static String place(String path, List<String> columns) {
        String whole = path.startsWith("/")
                ? literal(path.substring(1))
                : "concat(%s, '/', %s)".formatted(ROOT, literal(path));
        if (columns.contains("path")) {
            return "f.path = " + whole;
        }
        return columns.contains("artifact")
                ? "f.artifact IN (SELECT id FROM artifact WHERE path = %s)".formatted(whole)
                : "f.%s IN (SELECT sha256 FROM artifact WHERE path = %s)"
                        .formatted(columns.contains("content") ? "content" : "sha256", whole);
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String toString() {
        return "facts.tsv:" + line + " (" + release + ") " + table + ": " + fact;
    }
}
