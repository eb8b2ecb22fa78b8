package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.standards.Catalogue;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;

/// One of two releases that are compared: its dossier, and its contents where they are at hand. A release that has no
/// dossier yet is examined into a temporary one; while it is judged, the other one can be examined.
final class Compared implements AutoCloseable {
    private final Path folder;
    private final Optional<Tree> tree;
    private final AutoCloseable contents;
    private final Optional<Path> temporary;
    private final FutureTask<Boolean> judged;

    private Compared(
            Path folder,
            Optional<Tree> tree,
            AutoCloseable contents,
            Optional<Path> temporary,
            FutureTask<Boolean> judged) {
        this.folder = folder;
        this.tree = tree;
        this.contents = contents;
        this.temporary = temporary;
        this.judged = judged;
    }

    static Compared of(Path input, Run run, List<Catalogue> catalogues, boolean reopen, Known known)
            throws IOException, DossierRefused {
        if (!Comparing.isDossier(input)) {
            return examined(input, run, catalogues, known);
        }
        FutureTask<Boolean> judged = new FutureTask<>(() -> true);
        judged.run();
        if (!reopen) {
            return new Compared(input, Optional.empty(), () -> {}, Optional.empty(), judged);
        }
        Opening opening = Opening.of(input, run);
        return new Compared(input, Optional.of(opening.tree()), opening, Optional.empty(), judged);
    }

    private static Compared examined(Path release, Run run, List<Catalogue> catalogues, Known known)
            throws IOException {
        Path temporary = Files.createTempDirectory(run.temporary(), "vitrine");
        Spill spill = Spill.open(run.temporary());
        try {
            Path folder = temporary.resolve("release.dossier");
            Examination.Recorded recorded = Examination.recorded(release, folder, run, spill, known);
            FutureTask<Boolean> judged = new FutureTask<>(() -> {
                try (Dossier dossier = recorded.dossier()) {
                    Judgement.undocumented(dossier, catalogues, Progress.SILENT);
                }
                return true;
            });
            if (run.threads() > 1) {
                Thread.ofPlatform().daemon().name("judge").start(judged);
            } else {
                judged.run();
            }
            return new Compared(folder, Optional.of(recorded.tree()), spill, Optional.of(temporary), judged);
        } catch (IOException | RuntimeException e) {
            spill.close();
            Delivery.delete(temporary);
            throw e;
        }
    }

    /// Its dossier, complete.
    ///
    /// @throws IOException when it could not be written
    Path folder() throws IOException {
        try {
            judged.get();
            return folder;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException mistake -> throw mistake;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Everything that was opened, where it was.
    Optional<Tree> tree() {
        return tree;
    }

    @Override
    public void close() throws IOException {
        try {
            // Whoever judges it reads the contents' digests and writes into the folder.
            folder();
        } catch (IOException | RuntimeException e) {
            // Said already to whoever asked for the dossier; else something graver is on its way.
        }
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
