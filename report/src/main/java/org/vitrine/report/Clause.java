package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A clause as it was answered, with its parts and the rows they rest on. Read with three queries, however many there
/// are.
record Clause(
        String catalogue,
        String number,
        String title,
        String demand,
        String link,
        String outcome,
        String reason,
        String detail,
        List<Part> parts) {
    /// How many rows of one query of one part a reader is shown.
    static final int SHOWN = 200;

    /// A part of a clause.
    record Part(
            String name,
            String title,
            String method,
            String strength,
            String outcome,
            String reason,
            String detail,
            long examined,
            long violations,
            long unexplained,
            Map<String, Evidence> evidence) {
        /// What one query of the part gave: `APPLIES`, `ABSENT`, `EXAMINED` or `VIOLATIONS`.
        Evidence evidence(String role) {
            return evidence.getOrDefault(role, Evidence.NONE);
        }
    }

    /// The first rows that one query gave, those in force first, and how many there are in all.
    record Evidence(long total, List<Line> lines) {
        static final Evidence NONE = new Evidence(0, List.of());
    }

    /// A row of evidence; `artifact` and `offset` are -1, `line` is 0 where there is none. `content` is the SHA-256 of
    /// what it was seen in, else of the artifact; empty where there is neither.
    record Line(
            long artifact,
            String path,
            long line,
            long offset,
            long length,
            String content,
            String seen,
            String state) {
        /// Where it was seen: `etc/passwd:1`, `bin/busybox @ 0x1F00`.
        String place() {
            if (line > 0) {
                return path + ":" + line;
            }
            return offset < 0 ? path : path + " @ " + Figures.hexadecimal(offset);
        }
    }

    /// What must be looked into: seen, but not known to be in force.
    long unexplained() {
        return parts.stream().mapToLong(Part::unexplained).sum();
    }

    /// All clauses, catalogue by catalogue, in the order of the documents.
    static List<Clause> all(Ask ask) {
        return all(ask, SHOWN);
    }

    /// All clauses, with at most so many rows of each query of each part.
    static List<Clause> all(Ask ask, int most) {
        Map<List<Object>, Map<String, Evidence>> evidence = evidence(ask, most);
        Map<List<Object>, List<Part>> parts = new LinkedHashMap<>();
        for (List<Object> row : ask.values("""
                SELECT catalogue, clause, part, title, method, strength, outcome, reason, detail,
                    examined, violations, unexplained FROM verdict ORDER BY catalogue, clause,
                    CASE outcome WHEN 'FAIL' THEN 0 WHEN 'PASS' THEN 1 ELSE 2 END,
                    CASE method WHEN 'STATIC' THEN 0 WHEN 'DECLARED' THEN 1 ELSE 2 END, part""")) {
            parts.computeIfAbsent(List.copyOf(row.subList(0, 2)), key -> new ArrayList<>())
                    .add(new Part(
                            text(row, 2),
                            text(row, 3),
                            text(row, 4),
                            text(row, 5),
                            text(row, 6),
                            text(row, 7),
                            text(row, 8),
                            Ask.number(row.get(9)),
                            Ask.number(row.get(10)),
                            Ask.number(row.get(11)),
                            evidence.getOrDefault(row.subList(0, 3), Map.of())));
        }
        List<Clause> clauses = new ArrayList<>();
        for (List<Object> row : ask.values("""
                SELECT catalogue, clause, title, demand, link, outcome, reason, detail FROM clause
                ORDER BY catalogue, ordinal""")) {
            clauses.add(new Clause(
                    text(row, 0),
                    text(row, 1),
                    text(row, 2),
                    text(row, 3),
                    text(row, 4),
                    text(row, 5),
                    text(row, 6),
                    text(row, 7),
                    parts.getOrDefault(row.subList(0, 2), List.of())));
        }
        return clauses;
    }

    private static Map<List<Object>, Map<String, Evidence>> evidence(Ask ask, int most) {
        Map<List<Object>, Map<String, List<Line>>> lines = new LinkedHashMap<>();
        for (List<Object> row : ask.values("""
                SELECT catalogue, clause, part, role, e.artifact, e.path, line, e."offset", e.length,
                    CASE WHEN content = '' THEN coalesce(a.sha256, '') ELSE content END, seen, state FROM (
                    SELECT *, row_number() OVER (PARTITION BY catalogue, clause, part, role
                        ORDER BY CASE WHEN state = 'ACTIVE' THEN 0 ELSE 1 END, ordinal) AS place FROM evidence) e
                LEFT JOIN artifact a ON a.id = e.artifact
                WHERE place <= %d ORDER BY catalogue, clause, part, role, place""".formatted(most))) {
            lines.computeIfAbsent(List.copyOf(row.subList(0, 3)), key -> new LinkedHashMap<>())
                    .computeIfAbsent(text(row, 3), key -> new ArrayList<>())
                    .add(new Line(
                            Ask.number(row.get(4)),
                            text(row, 5),
                            Ask.number(row.get(6)),
                            Ask.number(row.get(7)),
                            Ask.number(row.get(8)),
                            text(row, 9),
                            text(row, 10),
                            text(row, 11)));
        }
        Map<List<Object>, Map<String, Evidence>> evidence = new LinkedHashMap<>();
        for (List<Object> row : ask.values(
                "SELECT catalogue, clause, part, role, count(*) FROM evidence GROUP BY catalogue, clause, part, role")) {
            List<Object> key = List.copyOf(row.subList(0, 3));
            String role = text(row, 3);
            List<Line> shown = lines.getOrDefault(key, Map.of()).getOrDefault(role, List.of());
            evidence.computeIfAbsent(key, part -> new LinkedHashMap<>())
                    .put(role, new Evidence(Ask.number(row.get(4)), shown));
        }
        return evidence;
    }

    private static String text(List<Object> row, int column) {
        return String.valueOf(row.get(column));
    }
}
