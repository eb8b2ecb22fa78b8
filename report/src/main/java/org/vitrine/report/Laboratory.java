package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.tables.Dossier;

/// A recorded result of a laboratory, as a document shows it.
record Laboratory(
        long number,
        String result,
        String tool,
        String settings,
        String evidence,
        String sha256,
        String tester,
        String day,
        String remark) {
    /// The results of each part by catalogue, clause and part, the one that counts last.
    static Map<List<String>, List<Laboratory>> byPart(Dossier dossier) {
        Map<List<String>, List<Laboratory>> parts = new LinkedHashMap<>();
        if (!Subject.has(dossier, "laboratory")) {
            return parts;
        }
        for (List<Object> row : new Ask(dossier).values("""
                SELECT catalogue, clause, part, number, result, tool, settings, evidence, sha256, tester, day, remark
                FROM laboratory ORDER BY number, catalogue, clause, part""")) {
            List<String> text = row.stream().map(String::valueOf).toList();
            parts.computeIfAbsent(text.subList(0, 3), part -> new ArrayList<>())
                    .add(new Laboratory(
                            Ask.number(row.get(3)),
                            text.get(4),
                            text.get(5),
                            text.get(6),
                            text.get(7),
                            text.get(8),
                            text.get(9),
                            text.get(10),
                            text.get(11)));
        }
        return parts;
    }

    /// The day it was recorded as a point in time; no time where it isn't one.
    String time() {
        return day.matches("(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])") || day.matches(LONG_MONTH)
                ? day + "T00:00:00Z"
                : Provenance.NO_TIME;
    }

    private static final String LONG_MONTH = "(19|20)[0-9]{2}-((0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)";
}
