package org.vitrine.standards;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
import org.vitrine.evidence.Display;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;

/// Asks a catalogue's queries, and holds their rows to the one shape that all of them have: `artifact` BIGINT, `path`
/// and `seen` VARCHAR, for violations `state` VARCHAR; if wanted `line`, `content`, `offset`, `length` and `rank`.
/// Rows come by `rank`, then path, line and what was seen: the same on every machine.
final class Inquiry {
    /// Rows of one query that are kept; all are counted.
    static final int KEPT = 10_000;

    private static final int REMEMBERED = 100;
    private static final List<String> MANDATORY = List.of("artifact", "path", "seen");
    private static final Map<String, String> OPTIONAL = optional();
    /// Texts by their UTF-8, as DuckDB has them.
    private static final Comparator<String> TEXT =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private static final Comparator<Ranked> ORDER = Comparator.comparingLong(Ranked::rank)
            .thenComparing(ranked -> ranked.row().path(), TEXT)
            .thenComparingInt(ranked -> ranked.row().line())
            .thenComparing(ranked -> ranked.row().seen(), TEXT)
            .thenComparing(ranked -> ranked.row().state(), TEXT)
            .thenComparingLong(ranked -> ranked.row().artifact())
            .thenComparingLong(ranked -> ranked.row().offset())
            .thenComparingLong(ranked -> ranked.row().length())
            .thenComparing(ranked -> ranked.row().content().toString(), TEXT);

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

    private final Map<String, String> views;
    private final Queries dossier;
    private final Set<String> kept = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Set<String>> wordsOfViews = new HashMap<>();

    Inquiry(Map<String, String> views, Queries dossier) {
        this.views = views;
        this.dossier = dossier;
    }

    private record Ranked(long rank, Found.Row row) {}

    /// What a query gave before, so that what many parts ask in the same words is asked once.
    private record Answer(Found found, boolean stateful) {}

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
        Answer before = answers.get(query);
        if (before == null) {
            before = answer(query);
            if (before.found().total() <= REMEMBERED) {
                answers.put(query, before);
            }
        }
        if (stateful && !before.stateful()) {
            throw new QueryRefused("the column `state` is missing");
        }
        return before.found();
    }

    private Answer answer(String query) throws QueryRefused {
        String with = with(query);
        // On lines of their own, so that a comment at the query's end doesn't swallow what follows.
        String from = " FROM (\n" + query + "\n) AS answer ";
        // A dossier shows no NULL, so it has to be asked for, column by column.
        String asked = with + "SELECT *, COLUMNS(*) IS NULL" + from + "LIMIT " + (KEPT + 1);
        if (dossier.isVacant(asked)) {
            // A query that is vouched for has the right shape.
            return new Answer(Found.NONE, true);
        }
        Rows answer = dossier.query(asked);
        List<String> columns = answer.columns().subList(0, answer.columns().size() / 2);
        check(columns);
        boolean stateful = columns.contains("state");
        if (answer.values().size() > KEPT) {
            return new Answer(first(with, columns, from), stateful);
        }
        Map<String, Integer> places = new HashMap<>();
        columns.forEach(column -> places.put(column, places.size()));
        List<Ranked> rows = new ArrayList<>();
        for (List<Object> row : answer.values()) {
            if (row.subList(columns.size(), row.size()).contains(true)) {
                throw new QueryRefused("a value is NULL");
            }
            rows.add(ranked(places, row));
        }
        rows.sort(ORDER);
        long active =
                rows.stream().filter(row -> row.row().state().equals("ACTIVE")).count();
        List<Found.Row> found = rows.stream().map(Ranked::row).toList();
        return new Answer(found.isEmpty() ? Found.NONE : new Found(found, found.size(), active), stateful);
    }

    /// The first rows, and the counts of all, where there are more than are kept.
    private Found first(String with, List<String> columns, String from) throws QueryRefused {
        String blank =
                columns.stream().map(column -> '"' + column + "\" IS NULL").collect(Collectors.joining(" OR "));
        StringBuilder select = new StringBuilder(with).append("SELECT artifact, path, seen");
        OPTIONAL.forEach((column, otherwise) -> select.append(", ")
                .append(columns.contains(column) ? "" : otherwise + " AS ")
                .append('"')
                .append(column)
                .append('"'));
        select.append(from)
                .append(
                        "ORDER BY \"rank\", path, \"line\", seen, state, artifact, \"offset\", \"length\", content LIMIT ")
                .append(KEPT);
        List<Object> counts =
                dossier.query(with + counting(columns, blank) + from).values().getFirst();
        if (number(counts.get(2), "blank") > 0) {
            throw new QueryRefused("a value is NULL");
        }
        Map<String, Integer> places = new HashMap<>();
        MANDATORY.forEach(column -> places.put(column, places.size()));
        OPTIONAL.keySet().forEach(column -> places.put(column, places.size()));
        List<Found.Row> rows = new ArrayList<>();
        for (List<Object> row : dossier.query(select.toString()).values()) {
            rows.add(ranked(places, row).row());
        }
        return new Found(List.copyOf(rows), number(counts.get(0), "total"), number(counts.get(1), "active"));
    }

    /// Counts apart from the rows, where there are more than are kept: over a window DuckDB takes quadratic time.
    private static String counting(List<String> columns, String blank) {
        String active = columns.contains("state") ? "state = 'ACTIVE'" : "false";
        return "SELECT count(*) AS total, count(*) FILTER (WHERE " + active + ") AS active, count(*) FILTER (WHERE "
                + blank + ") AS blank";
    }

    private static void check(List<String> columns) throws QueryRefused {
        Set<String> seen = new LinkedHashSet<>();
        for (String column : columns) {
            if (!MANDATORY.contains(column) && !OPTIONAL.containsKey(column) || !seen.add(column)) {
                throw new QueryRefused(
                        "a column `" + Display.line(column) + "` is no part of the shape, or comes twice");
            }
        }
        for (String column : MANDATORY) {
            if (!seen.contains(column)) {
                throw new QueryRefused("the column `" + column + "` is missing");
            }
        }
    }

    /// Those views that a query reads, and that the dossier couldn't keep.
    private String with(String query) {
        Set<String> wanted = words(query);
        List<String> used = new ArrayList<>();
        List<String> names = new ArrayList<>(views.keySet());
        for (String name : names.reversed()) {
            if (wanted.contains(name)) {
                wanted.addAll(wordsOfViews.computeIfAbsent(name, each -> words(views.getOrDefault(each, ""))));
            }
        }
        for (String name : names) {
            if (!wanted.contains(name) || kept.contains(name)) {
                continue;
            }
            used.add(name + " AS (\n" + views.getOrDefault(name, "") + "\n)");
            if (!refused.contains(name)) {
                if (dossier.keep(name, recursive(used) + "SELECT * FROM " + name)) {
                    kept.add(name);
                    used.removeLast();
                } else {
                    refused.add(name);
                }
            }
        }
        return recursive(used);
    }

    private static String recursive(List<String> views) {
        return views.isEmpty() ? "" : "WITH RECURSIVE " + String.join(", ", views) + "\n";
    }

    private static Set<String> words(String query) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(query);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static Ranked ranked(Map<String, Integer> places, List<Object> row) throws QueryRefused {
        return new Ranked(
                number(value(places, row, "rank", 0L), "rank"),
                new Found.Row(
                        number(value(places, row, "artifact", -1L), "artifact"),
                        text(value(places, row, "path", ""), "path"),
                        text(value(places, row, "seen", ""), "seen"),
                        text(value(places, row, "state", ""), "state"),
                        Math.toIntExact(
                                Math.clamp(number(value(places, row, "line", 0L), "line"), 0, Integer.MAX_VALUE)),
                        digest(value(places, row, "content", "")),
                        number(value(places, row, "offset", -1L), "offset"),
                        number(value(places, row, "length", 0L), "length")));
    }

    private static Object value(Map<String, Integer> places, List<Object> row, String column, Object otherwise) {
        Integer place = places.get(column);
        return place == null ? otherwise : row.get(place);
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
