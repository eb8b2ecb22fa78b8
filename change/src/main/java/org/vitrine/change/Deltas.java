package org.vitrine.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vitrine.tables.Answer;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;
import org.vitrine.tables.Schema;

/// Asks every rule what the changes between two dossiers mean.
final class Deltas {
    private final Dossier pair;
    private final Side old;
    private final Side current;
    private final Set<String> tables;

    Deltas(Dossier pair, Side old, Side current) {
        this.pair = pair;
        this.old = old;
        this.current = current;
        this.tables = pair.schemas().stream().map(Schema::name).collect(Collectors.toSet());
    }

    /// What the rules found, in their order, and which could not be asked.
    Found ask(List<Rule> rules) {
        List<Rule> asked = rules.stream()
                .filter(rule -> missing(rule).isEmpty() && !pair.isVacant(rule.query()))
                .toList();
        Iterator<Answer> answers =
                pair.queryAll(asked.stream().map(Rule::query).toList()).iterator();
        IdentityHashMap<Rule, Answer> found = new IdentityHashMap<>();
        asked.forEach(rule -> found.put(rule, answers.next()));
        List<Delta> deltas = new ArrayList<>();
        List<RuleRun> runs = new ArrayList<>();
        for (Rule rule : rules) {
            String hindrance = missing(rule).map(table -> "no table " + table).orElse("");
            int before = deltas.size();
            Answer answer = found.get(rule);
            if (answer != null) {
                try {
                    rows(rule, answer.rows(), deltas);
                } catch (QueryRefused e) {
                    hindrance = String.valueOf(e.getMessage());
                }
            }
            runs.add(new RuleRun(
                    rule.name(), rule.title(), rule.severity(), rule.why(), deltas.size() - before, hindrance));
        }
        return new Found(deltas, runs);
    }

    /// A table that a rule reads and one of the dossiers lacks.
    private Optional<String> missing(Rule rule) {
        return rule.needs().stream()
                .filter(table -> !tables.contains("old_" + table) || !tables.contains("new_" + table))
                .findFirst();
    }

    /// What all rules found together.
    record Found(List<Delta> deltas, List<RuleRun> runs) {}

    private void rows(Rule rule, Rows rows, List<Delta> deltas) throws QueryRefused {
        int ordinal = 0;
        for (List<Object> row : rows.values()) {
            Row values = new Row(rows.columns(), row);
            long older = values.number("old_artifact", -1);
            long newer = values.number("new_artifact", -1);
            deltas.add(new Delta(
                    rule.name(),
                    ordinal++,
                    severity(values.text("severity", rule.severity().name())),
                    rule.title(),
                    values.text("subject"),
                    values.text("was"),
                    values.text("now"),
                    older,
                    newer,
                    path(older, newer),
                    (int) values.number("line", 0),
                    Delta.Declared.NOT_ASKED,
                    ""));
        }
    }

    private String path(long older, long newer) {
        if (newer >= 0 && newer < current.size()) {
            return current.artifact(newer).path();
        }
        return older >= 0 && older < old.size() ? old.artifact(older).path() : "";
    }

    private static Severity severity(String word) throws QueryRefused {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new QueryRefused("the query gives a severity that is none: " + word));
    }

    /// A row whose values are asked for by the names of their columns.
    private record Row(List<String> columns, List<Object> values) {
        String text(String column) throws QueryRefused {
            int at = columns.indexOf(column);
            if (at < 0) {
                throw new QueryRefused("the query gives no column " + column);
            }
            return String.valueOf(values.get(at));
        }

        String text(String column, String otherwise) throws QueryRefused {
            return columns.contains(column) ? text(column) : otherwise;
        }

        long number(String column, long otherwise) {
            int at = columns.indexOf(column);
            return at >= 0 && values.get(at) instanceof Number number ? number.longValue() : otherwise;
        }
    }
}
