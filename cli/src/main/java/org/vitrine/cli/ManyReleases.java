package org.vitrine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Product;
import org.vitrine.evidence.Run;
import org.vitrine.report.Figures;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;

/// Several releases examined one after the other, a dossier each, and a table of them at the end. One
/// that can't be examined is said and doesn't stop the others.
final class ManyReleases {
    private static final int LONGEST_NAME = 28;
    private static final List<String> HEAD =
            List.of("name", "format", "artifacts", "read", "FAIL", "open", "parts", "s");

    private final Run run;
    private final Optional<Product> product;
    private final List<List<String>> table = new ArrayList<>(List.of(HEAD));
    private boolean unreadable;
    private long failed;

    ManyReleases(Run run, Optional<Product> product) {
        this.run = run;
        this.product = product;
    }

    /// The releases that lie in a folder, by name: its files and folders, without hidden ones and
    /// dossiers.
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .filter(entry -> !Files.exists(entry.resolve("dossier.json")))
                    .sorted()
                    .toList();
        }
    }

    /// Examines them all.
    ///
    /// @param out the folder that their dossiers go to; made where it isn't there
    void examine(List<Path> releases, Path out) throws IOException {
        if (Files.exists(out.resolve("dossier.json"))) {
            throw new FileSystemException(out.toString(), null, "is a dossier; a folder for several is wanted");
        }
        Files.createDirectories(out);
        names(releases).forEach((release, name) -> one(release, name, out.resolve(name + ".dossier")));
    }

    /// A name for each release's dossier: without its ending where no other has the same then, and with
    /// a number behind it where two are called the same.
    static Map<Path, String> names(List<Path> releases) {
        Map<String, Integer> stems = new HashMap<>();
        releases.forEach(release -> stems.merge(ExamineCommand.stem(release), 1, Integer::sum));
        Map<Path, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Path release : releases) {
            String stem = ExamineCommand.stem(release);
            String wanted = stems.getOrDefault(stem, 0) == 1 ? stem : ExamineCommand.name(release);
            String name = wanted;
            for (int number = 2; !taken.add(name); number++) {
                name = wanted + "-" + number;
            }
            names.put(release, name);
        }
        return names;
    }

    private void one(Path release, String name, Path target) {
        long start = System.nanoTime();
        try {
            Examination.examine(release, target, run, Catalogues.of(product), product, dossier -> {
                ProgressLine.clear(run.progress());
                table.add(row(name, dossier, System.nanoTime() - start));
            });
        } catch (IOException | UncheckedIOException e) {
            fault(release, name, Vitrine.describe(e));
        } catch (RuntimeException e) {
            fault(release, name, "failed with " + e);
        }
    }

    private void fault(Path release, String name, String reason) {
        ProgressLine.clear(run.progress());
        unreadable = true;
        table.add(List.of(name, "unreadable", "", "", "", "", "", ""));
        Vitrine.complain(Vitrine.UNREADABLE, release + ": " + reason);
    }

    private List<String> row(String name, Dossier dossier, long nanoseconds) throws IOException {
        try {
            List<String> row = dossier.query("""
                            SELECT a.format, r.understood, r.size,
                              (SELECT count(*) FROM artifact),
                              (SELECT count(*) FROM clause WHERE outcome = 'FAIL'),
                              (SELECT count(*) FROM clause WHERE outcome = 'INCONCLUSIVE'),
                              (SELECT count(*) FROM (SELECT DISTINCT product, version FROM component))
                            FROM release r CROSS JOIN artifact a WHERE a.id = 0
                            """).values().getFirst().stream()
                    .map(String::valueOf)
                    .toList();
            failed += Long.parseLong(row.get(4));
            long tenths = (nanoseconds + 50_000_000) / 100_000_000;
            return List.of(
                    name,
                    row.get(0),
                    row.get(3),
                    Figures.percent(Long.parseLong(row.get(1)), Long.parseLong(row.get(2))),
                    row.get(4),
                    row.get(5),
                    row.get(6),
                    tenths / 10 + "." + tenths % 10);
        } catch (QueryRefused e) {
            throw new IOException(e);
        }
    }

    /// The table: a line for each release.
    void print() {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], shown(row.get(i), i).length());
            }
        }
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = shown(row.get(i), i);
                String blank = " ".repeat(widths[i] - cell.length());
                line.append(i < 2 ? cell + blank : blank + cell).append("  ");
            }
            Terminal.OUT.println(line.toString().stripTrailing());
        }
    }

    private static String shown(String cell, int column) {
        return column == 0 ? Summary.shortened(Display.text(cell), LONGEST_NAME) : cell;
    }

    /// Whether one could not be examined.
    boolean unreadable() {
        return unreadable;
    }

    /// How many clauses failed in all.
    long failed() {
        return failed;
    }
}
