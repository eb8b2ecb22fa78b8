package org.vitrine.standards;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Display;
import org.vitrine.tables.QueryRefused;

/// What laboratories recorded, by clause and part; of several for one part the last counts.
///
/// @param result what the test came to
/// @param detail who says so, with which tool, how set, and where the output is
/// @param output SHA-256 of the raw output
record Recorded(Outcome result, String detail, String output) {
    /// All that were recorded for a catalogue; none where the dossier has no such table.
    static Map<String, Recorded> of(String catalogue, Queries dossier) {
        Map<String, Recorded> recorded = new HashMap<>();
        try {
            String query = """
                    SELECT clause, part, result::VARCHAR, tester, day, tool, settings, evidence, sha256::VARCHAR, remark
                    FROM laboratory WHERE catalogue = '%s' ORDER BY clause, part, number
                    """.formatted(catalogue);
            List<List<Object>> rows =
                    dossier.isVacant(query) ? List.of() : dossier.query(query).values();
            for (List<Object> row : rows) {
                recorded.put(key(text(row, 0), text(row, 1)), of(row));
            }
        } catch (QueryRefused e) {
            // A dossier of before this table was: nobody recorded anything.
            return Map.of();
        }
        return recorded;
    }

    /// What was recorded for a part that only the running element, or the vendor, can answer. The release
    /// itself has the last word on what it decides.
    static Optional<Recorded> of(Map<String, Recorded> recorded, Requirement requirement, Part part) {
        return part.method() == Method.STATIC
                ? Optional.empty()
                : Optional.ofNullable(recorded.get(key(requirement.clause(), part.name())));
    }

    private static Recorded of(List<Object> row) {
        String remark = text(row, 9);
        String detail = "recorded by " + text(row, 3) + " on " + text(row, 4) + " with " + text(row, 5) + " ("
                + text(row, 6) + "), output " + text(row, 7) + (remark.isEmpty() ? "" : ": " + remark);
        return new Recorded(Outcome.valueOf(text(row, 2)), Display.line(detail), text(row, 8));
    }

    private static String key(String clause, String part) {
        return clause + " " + part;
    }

    private static String text(List<Object> row, int column) {
        return String.valueOf(row.get(column));
    }
}
