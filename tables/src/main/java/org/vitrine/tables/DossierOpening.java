package org.vitrine.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
                database.shelf().put(union, List.of());
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
    static Dossier pair(Path old, Path current, Path temporary) throws IOException, DossierRefused {
        Manifest before = Dossier.manifest(old);
        Manifest after = Dossier.manifest(current);
        Collection<Schema> unions = Unions.ofSides(List.of(before, after)).values();
        Database database = Database.open();
        try {
            Shelf beside = database.beside();
            Map<Schema, Long> tables = new LinkedHashMap<>();
            Future<Map<Schema, Long>> second;
            // A comparison takes most of its time for the rows of both, so one thread checks each.
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                second = thread.submit(() -> side("new_", current, after, unions, beside, temporary));
                tables.putAll(side("old_", old, before, unions, database.shelf(), temporary));
            }
            tables.putAll(outcome(second));
            Dossier dossier = new Dossier(old, database, new Salt(Digest.NONE));
            tables.forEach(dossier::adopt);
            dossier.shut();
            return dossier;
        } catch (IOException | DossierRefused | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// Loads one of a pair, and says which tables lie on its shelf then, each with the count of its rows.
    private static Map<Schema, Long> side(
            String prefix, Path folder, Manifest manifest, Collection<Schema> unions, Shelf shelf, Path temporary)
            throws IOException, DossierRefused {
        DossierFiles files = new DossierFiles(folder);
        Salt salt = DossierLoading.salt(files, manifest);
        Map<Schema, Long> tables = new LinkedHashMap<>();
        try (DossierLoading loading = new DossierLoading(shelf, temporary)) {
            for (Schema union : unions) {
                Schema side = new Schema(prefix + union.name(), union.version(), "", union.columns());
                Optional<Manifest.Entry> entry = manifest.table(union.name());
                if (entry.isPresent() && entry.get().schema().columns().equals(union.columns())) {
                    loading.load(files, entry.get(), salt, side.name());
                } else {
                    shelf.put(side, List.of());
                }
                if (entry.isPresent() && !entry.get().schema().columns().equals(union.columns())) {
                    loading.load(files, entry.get(), salt, Unions.STAGING);
                    for (String sql : Unions.merge(entry.get().schema(), side, "")) {
                        shelf.run(sql);
                    }
                }
                tables.put(side, entry.map(Manifest.Entry::rows).orElse(0L));
            }
        }
        return tables;
    }

    /// What a task gave, or what it failed with.
    private static <T> T outcome(Future<T> task) throws IOException, DossierRefused {
        if (task.state() == Future.State.SUCCESS) {
            return task.resultNow();
        }
        switch (task.exceptionNow()) {
            case IOException e -> throw e;
            case DossierRefused e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException("a dossier couldn't be loaded", e);
        }
    }
}
