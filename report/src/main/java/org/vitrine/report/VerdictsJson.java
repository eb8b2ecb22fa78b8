package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.Json;
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
        identity.forEach((name, value) -> about.put(name, Json.of(value)));
        List<Json> clauses = new ArrayList<>();
        Rows rows = ask.rows("SELECT catalogue, clause, title, outcome AS verdict, reason, detail, parts, decided FROM clause"
                + " ORDER BY catalogue, ordinal");
        for (List<Object> row : rows.values()) {
            String where = " WHERE catalogue = " + quoted(row.get(0)) + " AND clause = " + quoted(row.get(1));
            Json.Builder clause = object(rows.columns(), row);
            Rows parts = ask.rows("SELECT part, title, method, strength, outcome AS verdict, reason, detail, examined, violations,"
                    + " unexplained FROM verdict" + where + " ORDER BY method, part");
            List<Json> list = new ArrayList<>();
            for (List<Object> part : parts.values()) {
                Json.Builder json = object(parts.columns(), part);
                Rows evidence = ask.rows("SELECT artifact, path, line, seen, state, content, \"offset\", length FROM evidence" + where
                        + " AND part = " + quoted(part.get(0)) + " AND role = 'VIOLATIONS' ORDER BY ordinal");
                List<Json> found = new ArrayList<>();
                evidence.values().forEach(line -> found.add(object(evidence.columns(), line).build()));
                list.add(json.put("evidence", Json.of(found)).build());
            }
            clauses.add(clause.put("parts_answered", Json.of(list)).build());
        }
        return Json.object().put("about", about.build()).put("clauses", Json.of(clauses)).build().pretty();
    }

    private static Json.Builder object(List<String> columns, List<Object> values) {
        Json.Builder json = Json.object();
        for (int i = 0; i < columns.size(); i++) {
            Object value = values.get(i);
            json.put(columns.get(i), value instanceof Number number ? Json.of(number.longValue()) : Json.of(String.valueOf(value)));
        }
        return json;
    }

    private static String quoted(Object text) {
        return "'" + String.valueOf(text).replace("'", "''") + "'";
    }
}
