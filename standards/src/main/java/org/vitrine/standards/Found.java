package org.vitrine.standards;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Digest;

/// What a query gave: its first rows, and how many there were.
///
/// @param rows at most [Inquiry#KEPT] of them
/// @param total how many there were
/// @param active how many had the state ACTIVE
record Found(List<Row> rows, long total, long active) {
    /// Nothing.
    static final Found NONE = new Found(List.of(), 0, 0);

    /// One row.
    record Row(
            long artifact, String path, String seen, String state, int line, Digest content, long offset, long length) {
        /// As the end of a sentence: what was seen, and where.
        String sentence() {
            if (path.isEmpty()) {
                return seen;
            }
            return seen + " (" + path + (line > 0 ? ", line " + line : "") + ")";
        }
    }

    /// The first of them as the end of a sentence.
    String first() {
        return rows.isEmpty() ? "" : rows.getFirst().sentence();
    }

    /// The first in force as the end of a sentence.
    String firstActive() {
        return rows.stream()
                .filter(row -> row.state().equals("ACTIVE"))
                .findFirst()
                .map(Row::sentence)
                .orElse("");
    }

    /// The rows as facts.
    List<Evidence> evidence(String catalogue, String clause, String part, Evidence.Role role) {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            evidence.add(new Evidence(
                    catalogue,
                    clause,
                    part,
                    role,
                    i,
                    row.artifact(),
                    row.path(),
                    row.line(),
                    row.seen(),
                    row.state(),
                    row.content(),
                    row.offset(),
                    row.length()));
        }
        return evidence;
    }
}
