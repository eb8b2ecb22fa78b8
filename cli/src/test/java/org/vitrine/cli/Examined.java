package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;

/// A release that was examined in this process, and its dossier as a reader finds it on the disk.
record Examined(Path folder) {
    static Examined of(Path input, Path folder) throws IOException {
        return of(input, folder, Run.standard());
    }

    static Examined of(Path input, Path folder, Run run) throws IOException {
        Examination.examine(input, folder, run, Catalogues.builtIn(), Optional.empty(), _ -> {});
        return new Examined(folder);
    }

    /// The rows that a query gives, each value as text.
    List<List<String>> rows(String sql) throws IOException {
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary())) {
            return dossier.query(sql).values().stream()
                    .map(row -> row.stream().map(String::valueOf).toList())
                    .toList();
        } catch (DossierRefused | QueryRefused e) {
            throw new AssertionError(sql, e);
        }
    }

    /// The rows of a query that gives one column.
    List<String> column(String sql) throws IOException {
        return rows(sql).stream().map(List::getFirst).toList();
    }

    /// The one number that a query gives.
    long number(String sql) throws IOException {
        return Long.parseLong(rows(sql).getFirst().getFirst());
    }
}
