package org.vitrine.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.Rows;
import org.vitrine.tables.Schema;

/// A comparison for other programs: the answer, the findings, the rules, the clauses that turned, the paths that did
/// not stay as they were, and each further table of the comparison under its own name. A table
/// that is too long is cut, and `left_out` says by how much; the whole of it lies in `facts/`.
public final class ChangeJson {
    /// How many rows of one table it holds at most; `left_out` says how many it does not.
    static final int MOST = 50_000;

    /// What stands elsewhere in the document.
    private static final Set<String> TOLD = Set.of("comparison", "change", "delta", "rule", "verdict_change");

    private ChangeJson() {}

    /// The document of a comparison: deterministic, two spaces a level.
    ///
    /// @param identity what it is about: the comparison's digest, the tool
    public static String of(Dossier comparison, Map<String, String> identity) {
        Ask ask = new Ask(comparison);
        Differences differences = Differences.of(ask);
        Json.Builder about = Json.object();
        new TreeMap<>(identity).forEach(about::put);
        Json.Builder document = Json.object()
                .put("about", about.build())
                .put("comparison", first(ask.rows("SELECT * FROM comparison")))
                .put("summary", summary(differences))
                .put("paths", classes(differences))
                .put(
                        "deltas",
                        objects(ask.rows(
                                "SELECT * FROM delta ORDER BY " + Finding.GRAVEST + ", rule, ordinal LIMIT " + MOST)))
                .put("rules", objects(ask.rows("SELECT * FROM rule ORDER BY rule")))
                .put("verdict_changes", objects(ask.rows("SELECT * FROM verdict_change ORDER BY ALL")))
                .put("changes", objects(ask.rows("""
                        SELECT * FROM change WHERE kind <> 'IDENTICAL' ORDER BY new_artifact, old_artifact LIMIT\s""" + MOST)));
        Set<String> more = new HashSet<>(TOLD);
        for (Schema schema : comparison.schemas()) {
            if (more.add(schema.name())) {
                document.put(
                        schema.name(),
                        objects(ask.rows("SELECT * FROM " + schema.name() + " ORDER BY ALL LIMIT " + MOST)));
            }
        }
        Json.Builder left = Json.object();
        for (Schema schema : comparison.schemas()) {
            String rows = schema.name().equals("change") ? "change WHERE kind <> 'IDENTICAL'" : schema.name();
            long total = ask.number("SELECT count(*) FROM " + rows);
            if (total > MOST) {
                left.put(schema.name(), total - MOST);
            }
        }
        return document.put("left_out", left.build()).build().pretty();
    }

    private static Json summary(Differences differences) {
        Json.Builder severities = Json.object();
        Finding.tally(differences.findings()).forEach((severity, count) -> severities.put(severity, Json.of(count)));
        return Json.object()
                .put("answer", ChangeHead.answer(differences))
                .put("severities", severities.build())
                .put("declaration", Json.of(differences.isDeclared()))
                .put("undeclared", Json.of(differences.undeclared().size()))
                .put(
                        "rules_asked",
                        Json.of(differences.rules().size()
                                - differences.unasked().size()))
                .put("rules_not_asked", Json.of(differences.unasked().size()))
                .put("adds_up", Json.of(differences.addsUp()))
                .build();
    }

    private static Json classes(Differences differences) {
        Json.Builder classes = Json.object();
        differences.classes().forEach((kind, count) -> classes.put(kind, count(count)));
        return classes.put("all", count(differences.paths())).build();
    }

    private static Json count(Differences.Count count) {
        return Json.object()
                .put("old", Json.of(count.older()))
                .put("new", Json.of(count.newer()))
                .build();
    }

    private static Json first(Rows rows) {
        List<Json> objects = objects(rows);
        return objects.isEmpty() ? Json.object().build() : objects.getFirst();
    }

    private static List<Json> objects(Rows rows) {
        List<Json> objects = new ArrayList<>();
        for (List<Object> row : rows.values()) {
            Json.Builder json = Json.object();
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                json.put(
                        rows.columns().get(i),
                        value instanceof Number number ? Json.of(number.longValue()) : Json.of(String.valueOf(value)));
            }
            objects.add(json.build());
        }
        return objects;
    }
}
