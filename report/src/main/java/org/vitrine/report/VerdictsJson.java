package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.Rows;

/// The verdicts for other programs: clauses, their parts, and the rows that speak against them.
public final class VerdictsJson {
    private VerdictsJson() {}

    /// The document for a dossier: deterministic, two spaces a level.
    ///
    /// @param identity what it is about: the release's digest, the catalogues with theirs
    public static String of(Dossier dossier, Map<String, String> identity) {
        Ask ask = new Ask(dossier);
        Json.Builder about = Json.object();
        new TreeMap<>(identity).forEach((name, value) -> about.put(name, Json.of(value)));
        Map<List<Object>, List<Json>> evidence = grouped(ask.rows("""
                        SELECT catalogue, clause, part, artifact, path, line, seen, state, content, "offset", length
                        FROM evidence WHERE role = 'VIOLATIONS' ORDER BY catalogue, clause, part, ordinal
                        LIMIT 1000000"""), 3, List.of());
        Map<List<Object>, List<Json>> parts = grouped(ask.rows("""
                        SELECT catalogue, clause, part, title, method, strength, outcome AS verdict, reason, detail,
                            examined, violations, unexplained FROM verdict ORDER BY catalogue, clause, method, part"""), 2, List.of(new Below("evidence", 3, evidence)));
        Rows clauses = ask.rows("""
                SELECT catalogue, clause, title, outcome AS verdict, reason, detail, parts, decided FROM clause
                ORDER BY catalogue, ordinal""");
        List<Json> list = new ArrayList<>();
        for (List<Object> row : clauses.values()) {
            list.add(object(clauses.columns(), row, 0, List.of(new Below("parts_answered", 2, parts))));
        }
        return Json.object()
                .put("about", about.build())
                .put("clauses", list)
                .build()
                .pretty();
    }

    /// What hangs below a row: the lists, by the first values of the row.
    private record Below(String name, int key, Map<List<Object>, List<Json>> lists) {}

    /// Rows as objects, by their first values, which the objects of `key` values leave out.
    private static Map<List<Object>, List<Json>> grouped(Rows rows, int key, List<Below> below) {
        Map<List<Object>, List<Json>> groups = new LinkedHashMap<>();
        for (List<Object> row : rows.values()) {
            groups.computeIfAbsent(List.copyOf(row.subList(0, key)), any -> new ArrayList<>())
                    .add(object(rows.columns(), row, key, below));
        }
        return groups;
    }

    private static Json object(List<String> columns, List<Object> values, int from, List<Below> below) {
        Json.Builder json = Json.object();
        for (int i = from; i < columns.size(); i++) {
            Object value = values.get(i);
            json.put(
                    columns.get(i),
                    value instanceof Number number ? Json.of(number.longValue()) : Json.of(String.valueOf(value)));
        }
        for (Below list : below) {
            json.put(list.name(), list.lists().getOrDefault(values.subList(0, list.key()), List.of()));
        }
        return json.build();
    }
}
