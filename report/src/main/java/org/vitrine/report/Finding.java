package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A change that means something, as a rule found it.
///
/// @param severity one of [#SEVERITIES]
/// @param was what was; empty where there was nothing
/// @param now what is; empty where there is nothing any more
/// @param oldArtifact its artifact in the older release, -1 for none
/// @param newArtifact its artifact in the newer release, -1 for none
/// @param declared `DECLARED`, `UNDECLARED` or `NOT_ASKED`
/// @param item the item of the declaration that speaks of it; empty where none does
record Finding(
        String rule,
        String severity,
        String title,
        String subject,
        String was,
        String now,
        long oldArtifact,
        long newArtifact,
        String path,
        long line,
        String declared,
        String item) {
    /// The severities, gravest first.
    static final List<String> SEVERITIES = List.of("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO");

    /// The order of a query's rows by their column `severity`.
    static final String GRAVEST = "array_position(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'], severity)";

    private static final Map<String, String> SHAPES =
            Map.of("CRITICAL", "■", "HIGH", "▲", "MEDIUM", "◆", "LOW", "▽", "INFO", "○");

    /// All of a comparison, gravest first.
    static List<Finding> all(Ask ask) {
        List<Finding> findings = new ArrayList<>();
        for (List<Object> row : ask.values("""
                SELECT rule, severity, title, subject, was, now, old_artifact, new_artifact, path, line, declared, item
                FROM delta ORDER BY\s""" + GRAVEST + ", rule, ordinal")) {
            findings.add(new Finding(
                    String.valueOf(row.get(0)),
                    String.valueOf(row.get(1)),
                    String.valueOf(row.get(2)),
                    String.valueOf(row.get(3)),
                    String.valueOf(row.get(4)),
                    String.valueOf(row.get(5)),
                    Ask.number(row.get(6)),
                    Ask.number(row.get(7)),
                    String.valueOf(row.get(8)),
                    Ask.number(row.get(9)),
                    String.valueOf(row.get(10)),
                    String.valueOf(row.get(11))));
        }
        return findings;
    }

    /// Those of each rule, the rule with the gravest first; a rule's stay in their order.
    static Map<String, List<Finding>> byRule(List<Finding> findings) {
        Map<String, List<Finding>> rules = new LinkedHashMap<>();
        findings.forEach(finding ->
                rules.computeIfAbsent(finding.rule(), _ -> new ArrayList<>()).add(finding));
        return rules;
    }

    /// How many there are of each severity, of all five.
    static Map<String, Long> tally(List<Finding> findings) {
        Map<String, Long> tally = new LinkedHashMap<>();
        SEVERITIES.forEach(severity -> tally.put(severity, 0L));
        findings.forEach(finding -> tally.merge(finding.severity(), 1L, Long::sum));
        return tally;
    }

    /// A severity with its shape, its word and its colour.
    static String mark(String severity) {
        String shape = SHAPES.get(severity);
        return shape == null
                ? new Html().element("span class=\"v\"", severity).toString()
                : "<span class=\"v " + severity + "\"><span aria-hidden=\"true\">" + shape + "</span> " + severity
                        + "</span>";
    }

    /// Whether it should be looked at, and the vendor, who was asked, did not speak of it.
    boolean isUndeclared() {
        return declared.equals("UNDECLARED") && !severity.equals("INFO");
    }

    /// Its path and line.
    String place() {
        return path + (line > 0 ? ":" + line : "");
    }

    /// What was and what is, in one text: `0755 → 4755`.
    String turn() {
        if (was.isEmpty()) {
            return now;
        }
        return now.isEmpty() ? was + " → nothing" : was + " → " + now;
    }
}
