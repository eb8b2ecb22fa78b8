package org.vitrine.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a comparison's tables say, as its documents tell it.
///
/// @param both the one row of `comparison`, by its columns
/// @param findings gravest first
/// @param rules all that were to be asked
/// @param classes how many paths of the older and of the newer release are of each class, all seven in order
/// @param turns the clauses whose answer differs, those that fail now first
/// @param unseen what the vendor declared and nobody saw
/// @param isDeclared whether the vendor's declaration was held against the findings
record Differences(
        Map<String, Object> both,
        List<Finding> findings,
        List<Asked> rules,
        Map<String, Count> classes,
        List<Turn> turns,
        List<String> unseen,
        boolean isDeclared) {
    /// The classes of paths, as the page orders them.
    static final List<String> CLASSES =
            List.of("IDENTICAL", "METADATA", "MOVED", "CHANGED", "UNREADABLE", "REMOVED", "ADDED");

    /// A rule, and what came of asking it.
    ///
    /// @param hindrance why it could not be asked; empty where it could
    record Asked(String rule, String title, String severity, String why, long found, String hindrance) {}

    /// How many paths of either release.
    record Count(long older, long newer) {
        Count plus(Count other) {
            return new Count(older + other.older, newer + other.newer);
        }
    }

    /// A clause with its answers before and now.
    record Turn(
            String catalogue, String clause, String title, String was, String now, String wasDetail, String nowDetail) {
        /// Whether it fails now, and did not.
        boolean isWorse() {
            return now.equals("FAIL");
        }
    }

    static Differences of(Ask ask) {
        List<Finding> findings = Finding.all(ask);
        boolean declared = ask.holds("declared_item")
                || findings.stream().anyMatch(finding -> !finding.declared().equals("NOT_ASKED"));
        return new Differences(both(ask), findings, rules(ask), classes(ask), turns(ask), unseen(ask), declared);
    }

    /// A text of the one row of `comparison`.
    String text(String column) {
        return String.valueOf(both.getOrDefault(column, ""));
    }

    /// A number of the one row of `comparison`.
    long number(String column) {
        return both.get(column) instanceof Number number ? number.longValue() : 0;
    }

    /// Those that the vendor, who was asked, did not speak of, and that should be looked at.
    List<Finding> undeclared() {
        return findings.stream().filter(Finding::isUndeclared).toList();
    }

    /// The rules that could not be asked.
    List<Asked> unasked() {
        return rules.stream().filter(rule -> !rule.hindrance().isEmpty()).toList();
    }

    /// All paths of both releases.
    Count paths() {
        return classes.values().stream().reduce(new Count(0, 0), Count::plus);
    }

    /// Whether the classes hold as many paths as the dossiers hold artifacts.
    boolean addsUp() {
        return paths().equals(new Count(number("old_artifacts"), number("new_artifacts")));
    }

    private static List<String> unseen(Ask ask) {
        return ask.has("declared_item")
                ? ask
                        .values("SELECT text FROM declared_item WHERE seen = 'NOT_SEEN' ORDER BY ordinal LIMIT 1000")
                        .stream()
                        .map(row -> String.valueOf(row.getFirst()))
                        .toList()
                : List.of();
    }

    private static Map<String, Object> both(Ask ask) {
        var rows = ask.rows("SELECT * FROM comparison");
        Map<String, Object> both = new LinkedHashMap<>();
        rows.values().stream().findFirst().ifPresent(row -> {
            for (int i = 0; i < row.size(); i++) {
                both.put(rows.columns().get(i), row.get(i));
            }
        });
        return both;
    }

    private static List<Asked> rules(Ask ask) {
        List<Asked> rules = new ArrayList<>();
        for (List<Object> row :
                ask.values("SELECT rule, title, severity, why, found, hindrance FROM rule ORDER BY rule")) {
            rules.add(new Asked(
                    String.valueOf(row.get(0)),
                    String.valueOf(row.get(1)),
                    String.valueOf(row.get(2)),
                    String.valueOf(row.get(3)),
                    Ask.number(row.get(4)),
                    String.valueOf(row.get(5))));
        }
        return rules;
    }

    private static Map<String, Count> classes(Ask ask) {
        Map<String, Count> classes = new LinkedHashMap<>();
        CLASSES.forEach(kind -> classes.put(kind, new Count(0, 0)));
        for (List<Object> row : ask.values("""
                SELECT kind, count(*) FILTER (old_artifact >= 0), count(*) FILTER (new_artifact >= 0)
                FROM change GROUP BY kind ORDER BY kind""")) {
            classes.merge(
                    String.valueOf(row.get(0)), new Count(Ask.number(row.get(1)), Ask.number(row.get(2))), Count::plus);
        }
        return classes;
    }

    private static List<Turn> turns(Ask ask) {
        List<Turn> turns = new ArrayList<>();
        for (List<Object> row : ask.values("""
                SELECT catalogue, clause, title, was, now, was_detail, now_detail FROM verdict_change
                ORDER BY catalogue, clause""")) {
            List<String> texts = row.stream().map(String::valueOf).toList();
            turns.add(new Turn(
                    texts.get(0), texts.get(1), texts.get(2), texts.get(3), texts.get(4), texts.get(5), texts.get(6)));
        }
        turns.sort(Comparator.comparing((Turn turn) -> !turn.isWorse())
                .thenComparing(Turn::catalogue)
                .thenComparing(turn -> numbers(turn.clause()), Arrays::compare));
        return turns;
    }

    /// A clause's number as numbers: 4.3.10 comes after 4.3.2.
    private static int[] numbers(String clause) {
        return Arrays.stream(clause.split("\\D+"))
                .filter(number -> !number.isEmpty() && number.length() < 9)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
