package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;

/// What an earlier dossier failed on, to tell what is new in a later one. Catalogues are compared
/// without their version, and places without the offsets that we name parts after, which move from
/// release to release.
public final class Baseline {
    private static final String CLAUSES =
            "SELECT regexp_replace(catalogue, '/[^/]*$', ''), clause, title FROM clause WHERE outcome = 'FAIL'"
                    + " ORDER BY catalogue, ordinal";
    private static final String VIOLATIONS = """
            SELECT regexp_replace(e.catalogue, '/[^/]*$', ''), e.clause, e.part,
                   regexp_replace(e.path, '@[0-9]+', '@', 'g'), e.seen, e.path
            FROM evidence e JOIN verdict v ON v.catalogue = e.catalogue AND v.clause = e.clause AND v.part = e.part
            WHERE e.role = 'VIOLATIONS' AND e.state = 'ACTIVE' AND v.strength <> 'HINTS'
            ORDER BY e.catalogue, e.clause, e.part, e.ordinal
            """;

    private final Set<List<String>> clauses = new HashSet<>();
    private final Set<List<String>> violations = new HashSet<>();

    private Baseline() {}

    /// Reads what a dossier failed on.
    ///
    /// @throws IOException when it can't be read
    /// @throws DossierRefused when it isn't sound, or not a dossier that was judged
    public static Baseline of(Path folder, Path temporary) throws IOException, DossierRefused {
        Baseline baseline = new Baseline();
        try (Dossier dossier = Dossier.open(folder, temporary)) {
            rows(dossier, CLAUSES).forEach(row -> baseline.clauses.add(row.subList(0, 2)));
            rows(dossier, VIOLATIONS).forEach(row -> baseline.violations.add(row.subList(0, 5)));
        } catch (QueryRefused e) {
            throw new DossierRefused(folder + ": " + e.getMessage());
        }
        return baseline;
    }

    /// What fails in a dossier and did not in this baseline, each in a line: clauses first, then
    /// violations in force that the baseline has not, by clause, part, place and what was seen.
    ///
    /// @throws IOException when the dossier was not judged
    public List<String> news(Dossier dossier) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            for (List<String> row : rows(dossier, CLAUSES)) {
                if (!clauses.contains(row.subList(0, 2))) {
                    lines.add(row.get(1) + " " + row.get(2) + ": fails, and did not");
                }
            }
            for (List<String> row : rows(dossier, VIOLATIONS)) {
                if (!violations.contains(row.subList(0, 5))) {
                    String place = row.get(5).isEmpty() ? "" : " (" + row.get(5) + ")";
                    lines.add(row.get(1) + " " + row.get(2) + ": " + row.get(4) + place);
                }
            }
        } catch (QueryRefused e) {
            throw new FileSystemException(dossier.folder().toString(), null, e.getMessage());
        }
        return lines;
    }

    private static List<List<String>> rows(Dossier dossier, String sql) throws QueryRefused {
        return dossier.query(sql).values().stream()
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
    }
}
