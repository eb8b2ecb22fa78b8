package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vitrine.change.Comparison;
import org.vitrine.change.Contents;
import org.vitrine.change.Question;
import org.vitrine.change.Rule;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Tree;
import org.vitrine.standards.Catalogue;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Manifest;
import org.vitrine.tables.Salt;

/// One comparison, from two releases or dossiers to a dossier of what changed.
public final class Comparing {
    private Comparing() {}

    /// Compares two releases and leaves what changed in a folder.
    ///
    /// @param old the older release, or its dossier
    /// @param current the newer release, or its dossier
    /// @param target where the result goes; nothing stands there unless the comparison came to its end
    /// @param run how it is to be done
    /// @param rules what is asked of the changes
    /// @param questions what is asked besides
    /// @param reopen whether the releases of dossiers are opened again, so that contents are compared, too
    /// @param known takes what is found in contents, and counts
    /// @param reader gets the result at the end, once it has been delivered
    /// @throws IOException when an input can't be read or the result can't be written; the message is one line
    /// @throws DossierRefused when a dossier isn't sound
    public static void compare(
            Path old,
            Path current,
            Path target,
            Run run,
            Ahead<List<Rule>> rules,
            List<Question> questions,
            boolean reopen,
            Known known,
            Reader reader)
            throws IOException, DossierRefused {
        boolean judged = isDossier(old) && isDossier(current);
        Ahead<Boolean> prepared = Ahead.of(() -> judged || Dossier.prepare());
        Ahead<List<Catalogue>> catalogues = Ahead.of(() -> judged ? List.of() : Catalogues.builtIn());
        try (Delivery delivery = Delivery.into(target);
                Compared before = Compared.of(old, run, catalogues, reopen, known);
                Compared after = Compared.of(current, run, catalogues, reopen, known)) {
            run.progress().at("judge", 0, 0, "");
            Path oldFolder = before.folder();
            Path newFolder = after.folder();
            run.progress().at("compare", 0, 0, "");
            Manifest oldManifest = Dossier.manifest(oldFolder);
            Manifest newManifest = Dossier.manifest(newFolder);
            List<Fact> facts;
            List<Class<? extends Fact>> kinds = new ArrayList<>(Comparison.KINDS);
            Set<Path> own = new HashSet<>();
            if (before.isOwn()) {
                own.add(oldFolder);
            }
            if (after.isOwn()) {
                own.add(newFolder);
            }
            try (Dossier pair = Dossier.openPair(oldFolder, newFolder, own, run.temporary())) {
                Optional<Contents> contents = contents(before, after);
                facts = Comparison.of(pair, oldManifest, newManifest, contents, rules.get());
                for (Question question : questions) {
                    facts = question.ask(pair, facts, contents);
                    kinds.addAll(question.kinds());
                }
            }
            Salt salt = Salt.of(
                    List.of(Bytes.map(oldFolder.resolve(Manifest.FILE)), Bytes.map(newFolder.resolve(Manifest.FILE))));
            try (Dossier result = Dossier.create(delivery.folder(), kinds, facts, run.temporary(), salt)) {
                Map<String, String> identity = new TreeMap<>();
                identity.put("tool", Documents.TOOL);
                identity.put("old", oldManifest.digest().toString());
                identity.put("new", newManifest.digest().toString());
                Documents.writeChange(result, result.seal(identity));
                delivery.complete();
                reader.read(result);
            }
        } finally {
            prepared.await();
        }
    }

    /// Reads the result as long as it is open.
    @FunctionalInterface
    public interface Reader {
        /// Reads it.
        void read(Dossier comparison) throws IOException;
    }

    /// Whether a path is a dossier rather than a release.
    static boolean isDossier(Path path) {
        return Files.isRegularFile(path.resolve(Manifest.FILE));
    }

    private static Optional<Contents> contents(Compared before, Compared after) {
        if (before.tree().isEmpty() || after.tree().isEmpty()) {
            return Optional.empty();
        }
        Tree old = before.tree().get();
        Tree current = after.tree().get();
        return Optional.of(new Contents() {
            @Override
            public Bytes old(Artifact artifact) {
                return old.content(artifact);
            }

            @Override
            public Bytes current(Artifact artifact) {
                return current.content(artifact);
            }
        });
    }
}
