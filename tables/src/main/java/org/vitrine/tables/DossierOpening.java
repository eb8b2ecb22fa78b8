package org.vitrine.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.vitrine.evidence.Digest;

/// How dossiers that somebody else may have written are opened: one, several as one, two side by side.
final class DossierOpening {
    private static final List<String> SIDES = List.of("old_", "new_");

    private DossierOpening() {}

    /// See [Dossier#open].
    static Dossier one(Path folder, Path temporary) throws IOException, DossierRefused {
        DossierFiles files = new DossierFiles(folder);
        Manifest manifest = files.readManifest();
        Salt salt = DossierLoading.salt(files, manifest);
        Database database = Database.open();
        try (DossierLoading loading = new DossierLoading(database, temporary)) {
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
        try (DossierLoading loading = new DossierLoading(database, temporary)) {
            Dossier dossier = new Dossier(folders.getFirst(), database, new Salt(Digest.NONE));
            for (Schema union : unions.values()) {
                database.put(union, List.of());
                dossier.adopt(union, Optional.empty());
            }
            for (int i = 0; i < folders.size(); i++) {
                DossierFiles files = new DossierFiles(folders.get(i));
                Salt salt = DossierLoading.salt(files, manifests.get(i));
                for (Manifest.Entry entry : manifests.get(i).tables()) {
                    loading.load(files, entry, salt, Unions.STAGING);
                    for (String sql : Unions.merge(
                            entry.schema(), Objects.requireNonNull(unions.get(entry.name())), names.get(i))) {
                        database.run(sql);
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
        List<Path> folders = List.of(old, current);
        List<Manifest> manifests = List.of(Dossier.manifest(old), Dossier.manifest(current));
        Map<String, Schema> unions = Unions.ofSides(manifests);
        Database database = Database.open();
        try (DossierLoading loading = new DossierLoading(database, temporary)) {
            Dossier dossier = new Dossier(old, database, new Salt(Digest.NONE));
            for (int i = 0; i < SIDES.size(); i++) {
                DossierFiles files = new DossierFiles(folders.get(i));
                Salt salt = DossierLoading.salt(files, manifests.get(i));
                for (Schema union : unions.values()) {
                    Schema side = new Schema(SIDES.get(i) + union.name(), union.version(), "", union.columns());
                    Optional<Manifest.Entry> entry = manifests.get(i).table(union.name());
                    if (entry.isPresent() && entry.get().schema().columns().equals(union.columns())) {
                        loading.load(files, entry.get(), salt, side.name());
                    } else {
                        database.put(side, List.of());
                    }
                    if (entry.isPresent() && !entry.get().schema().columns().equals(union.columns())) {
                        loading.load(files, entry.get(), salt, Unions.STAGING);
                        for (String sql : Unions.merge(entry.get().schema(), side, "")) {
                            database.run(sql);
                        }
                    }
                    dossier.adopt(side, Optional.empty());
                }
            }
            dossier.shut();
            return dossier;
        } catch (IOException | DossierRefused | RuntimeException e) {
            database.close();
            throw e;
        }
    }
}
