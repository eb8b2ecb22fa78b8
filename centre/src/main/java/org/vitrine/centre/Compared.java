package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.tables.DossierRefused;

/// One of two releases that are compared: its dossier, and its contents where they are at hand. A release that has no
/// dossier yet is examined into a temporary one.
final class Compared implements AutoCloseable {
    private final Path folder;
    private final Optional<Tree> tree;
    private final AutoCloseable contents;
    private final Optional<Path> temporary;

    private Compared(Path folder, Optional<Tree> tree, AutoCloseable contents, Optional<Path> temporary) {
        this.folder = folder;
        this.tree = tree;
        this.contents = contents;
        this.temporary = temporary;
    }

    static Compared of(Path input, Run run, boolean reopen, Known known) throws IOException, DossierRefused {
        if (!Comparing.isDossier(input)) {
            return examined(input, run, known);
        }
        if (!reopen) {
            return new Compared(input, Optional.empty(), () -> {}, Optional.empty());
        }
        Opening opening = Opening.of(input, run);
        return new Compared(input, Optional.of(opening.tree()), opening, Optional.empty());
    }

    private static Compared examined(Path release, Run run, Known known) throws IOException {
        Path temporary = Files.createTempDirectory(run.temporary(), "vitrine");
        Spill spill = Spill.open(run.temporary());
        try {
            Path folder = temporary.resolve("release.dossier");
            Tree tree = Examination.examine(
                    release, folder, run, Catalogues.builtIn(), Optional.empty(), spill, known, _ -> {});
            return new Compared(folder, Optional.of(tree), spill, Optional.of(temporary));
        } catch (IOException | RuntimeException e) {
            spill.close();
            Delivery.delete(temporary);
            throw e;
        }
    }

    /// Its dossier.
    Path folder() {
        return folder;
    }

    /// Everything that was opened, where it was.
    Optional<Tree> tree() {
        return tree;
    }

    @Override
    public void close() throws IOException {
        try {
            contents.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            if (temporary.isPresent()) {
                Delivery.delete(temporary.get());
            }
        }
    }
}
