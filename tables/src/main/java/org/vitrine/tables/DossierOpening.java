package org.vitrine.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Digest;

/// How dossiers that somebody else may have written are opened: one, several as one, two side by side.
final class DossierOpening {
    private DossierOpening() {}

    /// See [Dossier#open].
    static Dossier one(Path folder, Path temporary) throws IOException, DossierRefused {
        DossierFiles files = new DossierFiles(folder);
        Manifest manifest = files.readManifest();
        Salt salt = DossierLoading.salt(files, manifest);
        Database database = Database.open();
        try (DossierLoading loading = new DossierLoading(database.shelf(), temporary)) {
            Dossier dossier = new Dossier(folder, database, salt);
            for (Manifest.Entry entry : manifest.tables()) {
                loading.load(files, entry, salt, entry.name());
                dossier.adopt(entry.schema(), Optional.of(entry));
            }
            dossier.shut();
            return dossier;
        } catch (IOException | DossierRefused | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// See [Dossier#openAll].
    static Dossier all(List<Path> folders, Path temporary) throws IOException, DossierRefused {
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("no dossier");
        }
        List<Manifest> manifests = new ArrayList<>();
        for (Path folder : folders) {
            manifests.add(new DossierFiles(folder).readManifest());
        }
        Map<String, Schema> unions = Unions.of(manifests);
        List<String> names = Unions.names(folders);
        Database database = Database.open();
        try (DossierLoading loading = new DossierLoading(database.shelf(), temporary)) {
            Dossier dossier = new Dossier(folders.getFirst(), database, new Salt(Digest.NONE));
            for (Schema union : unions.values()) {
                database.shelf().make(union);
                dossier.adopt(union, Optional.empty());
            }
            for (int i = 0; i < folders.size(); i++) {
                DossierFiles files = new DossierFiles(folders.get(i));
                Salt salt = DossierLoading.salt(files, manifests.get(i));
                for (Manifest.Entry entry : manifests.get(i).tables()) {
                    loading.load(files, entry, salt, Unions.STAGING);
                    for (String sql : Unions.merge(
                            entry.schema(), Objects.requireNonNull(unions.get(entry.name())), names.get(i))) {
                        database.shelf().run(sql);
                    }
                }
            }
            dossier.shut();
            return dossier;
        } catch (IOException | DossierRefused | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// See [Dossier#openPair].
    static Dossier pair(Path old, Path current, Set<Path> own, Path temporary) throws IOException, DossierRefused {
        Manifest before = Dossier.manifest(old);
        Manifest after = Dossier.manifest(current);
        Collection<Schema> unions = Unions.ofSides(List.of(before, after)).values();
        Database database = Database.open();
        try {
            Shelf beside = database.beside();
            // A comparison takes most of its time for the rows of both, so one thread checks each.
            Ahead<List<Loaded>> second =
                    Ahead.of(() -> side("new_", current, own.contains(current), after, unions, beside, temporary));
            List<Loaded> tables;
            try {
                tables = side("old_", old, own.contains(old), before, unions, database.shelf(), temporary);
            } finally {
                second.await();
            }
            Dossier dossier = new Dossier(old, database, new Salt(Digest.NONE));
            tables.forEach(table -> dossier.adopt(table, database.shelf()));
            second.get(DossierRefused.class).forEach(table -> dossier.adopt(table, beside));
            dossier.shut();
            return dossier;
        } catch (IOException | DossierRefused | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// A table of one of a pair.
    ///
    /// @param rows how many it has
    /// @param isMade whether it lies on its side's shelf already; it has no rows where it doesn't
    record Loaded(Schema schema, long rows, boolean isMade) {}

    /// Loads one of a pair.
    private static List<Loaded> side(
            String prefix,
            Path folder,
            boolean own,
            Manifest manifest,
            Collection<Schema> unions,
            Shelf shelf,
            Path temporary)
            throws IOException, DossierRefused {
        DossierFiles files = new DossierFiles(folder);
        Salt salt = DossierLoading.salt(files, manifest);
        List<Loaded> tables = new ArrayList<>();
        try (DossierLoading loading = new DossierLoading(shelf, temporary)) {
            for (Schema union : unions) {
                Schema side = new Schema(prefix + union.name(), union.version(), "", union.columns());
                Optional<Manifest.Entry> entry = manifest.table(union.name());
                long rows = entry.map(Manifest.Entry::rows).orElse(0L);
                // A table without rows is made when it is read; what may be somebody else's is checked even so.
                boolean isMade = entry.isPresent() && !(rows == 0 && (own || files.isPlainlyEmpty(entry.get())));
                if (isMade) {
                    Schema schema = entry.get().schema();
                    boolean same = schema.columns().equals(union.columns());
                    String name = same ? side.name() : Unions.STAGING;
                    if (own) {
                        shelf.load(name, schema, rows, files.parquet(schema.name()));
                    } else {
                        loading.load(files, entry.get(), salt, name);
                    }
                    if (!same) {
                        shelf.make(side);
                        for (String sql : Unions.merge(schema, side, "")) {
                            shelf.run(sql);
                        }
                    }
                }
                tables.add(new Loaded(side, rows, isMade));
            }
        }
        return tables;
    }
}
