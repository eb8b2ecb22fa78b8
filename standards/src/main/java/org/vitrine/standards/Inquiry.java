package org.vitrine.standards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Digest;
import org.vitrine.tables.QueryRefused;

/// Asks a catalogue's queries, and holds their rows to the one shape that all of them have: `artifact` BIGINT, `path`
/// and `seen` VARCHAR, for violations `state` VARCHAR; if wanted `line`, `content`, `offset`, `length` and `rank`.
/// Rows come by `rank`, then path, line and what was seen: the same on every machine.
final class Inquiry {
    /// Rows of one query that are kept; all are counted.
    static final int KEPT = 10_000;

    private static final List<String> MANDATORY = List.of("artifact", "path", "seen");
    private static final Map<String, String> OPTIONAL = optional();
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

    private final Map<String, String> views;
    private final Queries dossier;

    Inquiry(Map<String, String> views, Queries dossier) {
        this.views = views;
        this.dossier = dossier;
    }

    private static Map<String, String> optional() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("state", "''");
        columns.put("line", "0");
        columns.put("content", "''");
        columns.put("offset", "-1");
        columns.put("length", "0");
        columns.put("rank", "0");
        return columns;
    }

    /// The rows of a query.
    ///
    /// @param stateful whether `state` has to be among the columns
    /// @throws QueryRefused when the dossier refuses it, or its rows have another shape
    Found ask(String query, boolean stateful) throws QueryRefused {
        String with = with(query);
        // On lines of their own, so that a comment at the query's end doesn't swallow what follows.
        String from = " FROM (\n" + query + "\n) AS answer ";
        List<String> columns =
                dossier.query(with + "SELECT *" + from + "LIMIT 0").columns();
        check(columns, stateful);
        // A dossier shows no NULL, so it has to be asked for.
        String blank =
                columns.stream().map(column -> '"' + column + "\" IS NULL").collect(Collectors.joining(" OR "));
        StringBuilder select = new StringBuilder(with).append("SELECT artifact, path, seen");
        OPTIONAL.forEach((column, otherwise) -> select.append(", ")
                .append(columns.contains(column) ? "" : otherwise + " AS ")
                .append('"')
                .append(column)
                .append('"'));
        select.append(", CASE WHEN ")
                .append(blank)
                .append(" THEN 1 ELSE 0 END AS blank")
                .append(from);
        select.append(
                        "ORDER BY \"rank\", path, \"line\", seen, state, artifact, \"offset\", \"length\", content LIMIT ")
                .append(KEPT + 1);
        List<List<Object>> answer = dossier.query(select.toString()).values();
        List<Found.Row> rows = new ArrayList<>();
        for (List<Object> row : answer.subList(0, Math.min(KEPT, answer.size()))) {
            if (number(row.getLast(), "blank") > 0) {
                throw new QueryRefused("a value is NULL");
            }
            rows.add(row(row));
        }
        if (answer.size() <= KEPT) {
            long active =
                    rows.stream().filter(row -> row.state().equals("ACTIVE")).count();
            return rows.isEmpty() ? Found.NONE : new Found(List.copyOf(rows), rows.size(), active);
        }
        List<Object> counts =
                dossier.query(with + counting(columns, blank) + from).values().getFirst();
        if (number(counts.get(2), "blank") > 0) {
            throw new QueryRefused("a value is NULL");
        }
        return new Found(List.copyOf(rows), number(counts.get(0), "total"), number(counts.get(1), "active"));
    }

    /// Counts apart from the rows, where there are more than are kept: over a window DuckDB takes quadratic time.
    private static String counting(List<String> columns, String blank) {
        String active = columns.contains("state") ? "state = 'ACTIVE'" : "false";
        return "SELECT count(*) AS total, count(*) FILTER (WHERE " + active + ") AS active, count(*) FILTER (WHERE "
                + blank + ") AS blank";
    }

    private static void check(List<String> columns, boolean stateful) throws QueryRefused {
        Set<String> seen = new LinkedHashSet<>();
        for (String column : columns) {
            if (!MANDATORY.contains(column) && !OPTIONAL.containsKey(column) || !seen.add(column)) {
                throw new QueryRefused("a column `" + Lines.one(column) + "` is no part of the shape, or comes twice");
            }
        }
        for (String column : MANDATORY) {
            if (!seen.contains(column)) {
                throw new QueryRefused("the column `" + column + "` is missing");
            }
        }
        if (stateful && !seen.contains("state")) {
            throw new QueryRefused("the column `state` is missing");
        }
    }

    /// The views that a query reads, those that they read before them.
    private String with(String query) {
        Set<String> wanted = words(query);
        List<String> names = new ArrayList<>(views.keySet());
        List<String> used = new ArrayList<>();
        for (String name : names.reversed()) {
            if (wanted.contains(name)) {
                String view = views.getOrDefault(name, "");
                used.addFirst(name + " AS (\n" + view + "\n)");
                wanted.addAll(words(view));
            }
        }
        return used.isEmpty() ? "" : "WITH RECURSIVE " + String.join(", ", used) + "\n";
    }

    private static Set<String> words(String query) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(query);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static Found.Row row(List<Object> row) throws QueryRefused {
        return new Found.Row(
                number(row.get(0), "artifact"),
                text(row.get(1), "path"),
                text(row.get(2), "seen"),
                text(row.get(3), "state"),
                Math.toIntExact(Math.clamp(number(row.get(4), "line"), 0, Integer.MAX_VALUE)),
                digest(row.get(5)),
                number(row.get(6), "offset"),
                number(row.get(7), "length"));
    }

    private static long number(@Nullable Object value, String column) throws QueryRefused {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw new QueryRefused("`" + column + "` has to be a whole number of at most 64 bits");
    }

    private static String text(@Nullable Object value, String column) throws QueryRefused {
        if (value instanceof String text) {
            return text;
        }
        throw new QueryRefused("`" + column + "` has to be a text");
    }

    private static Digest digest(@Nullable Object value) throws QueryRefused {
        try {
            if (value instanceof String hex) {
                return Digest.parse(hex);
            }
            if (value instanceof byte[] bytes) {
                return bytes.length == 0 ? Digest.NONE : Digest.of(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw new QueryRefused("`content` has to be a SHA-256");
        }
        throw new QueryRefused("`content` has to be a SHA-256");
    }
}
