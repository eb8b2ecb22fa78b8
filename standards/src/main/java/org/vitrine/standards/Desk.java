package org.vitrine.standards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vitrine.evidence.Fact;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;
import org.vitrine.tables.Vouched;

/// A dossier of a few facts, to try queries on: gone when it is closed.
final class Desk implements Queries, AutoCloseable {
    private final Path folder;
    private final Dossier dossier;
    private final Queries queries;

    private Desk(Path folder, Dossier dossier) {
        this.folder = folder;
        this.dossier = dossier;
        this.queries = Queries.of(dossier);
    }

    /// A desk with these facts on it.
    ///
    /// @throws UncheckedIOException when there is no room for it among the temporary files
    static Desk of(List<Class<? extends Fact>> kinds, Collection<? extends Fact> facts) {
        try {
            Path folder = Files.createTempDirectory("vitrine-desk");
            try {
                return new Desk(folder, Dossier.create(folder.resolve("desk.dossier"), kinds, facts, folder));
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Forgets what is known of queries beforehand: each is checked and asked.
    void doubt() {
        dossier.vouch(Vouched.NONE);
    }

    @Override
    public Rows query(String sql) throws QueryRefused {
        return queries.query(sql);
    }

    @Override
    public boolean keep(String name, String sql) {
        return queries.keep(name, sql);
    }

    @Override
    public boolean isVacant(String sql) {
        return queries.isVacant(sql);
    }

    @Override
    public void forget() {
        queries.forget();
    }

    @Override
    public void close() {
        try {
            dossier.close();
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
