package org.vitrine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.testing.Corpus;

/// A release that was examined in this process, and its dossier as a reader finds it on the disk.
record Examined(Path folder) {
    private static final Map<String, Examined> SHARED = new HashMap<>();

    static Examined of(Path input, Path folder) throws IOException {
        return of(input, folder, Run.standard());
    }

    static Examined of(Path input, Path folder, Run run) throws IOException {
        Examination.examine(input, folder, run, Catalogues.builtIn(), Optional.empty(), _ -> {});
        return new Examined(folder);
    }

    /// A release of the corpus, examined once for all tests that only ask its dossier; it stays until
    /// they end.
    static synchronized Examined once(String corpus) throws IOException {
        Examined known = SHARED.get(corpus);
        if (known == null) {
            Path release = Corpus.path(corpus);
            Path room = Files.createTempDirectory("examined");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(room)));
            known = of(release, room.resolve("release.dossier"));
            SHARED.put(corpus, known);
        }
        return known;
    }

    private static void delete(Path room) {
        try (Stream<Path> paths = Files.walk(room)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + room);
        }
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
