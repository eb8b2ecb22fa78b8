package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.standards.Catalogue;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;

/// One of two releases that are compared: its dossier, and its contents where they are at hand. A release that has no
/// dossier yet is examined into a temporary one; while that is written and judged, the other one can be examined.
final class Compared implements AutoCloseable {
    /// With more facts than these in memory nothing else is begun.
    private static final int MOST_BESIDE = 500_000;

    private final Path folder;
    private final Optional<Tree> tree;
    private final AutoCloseable contents;
    private final Optional<Path> temporary;
    private final Ahead<Boolean> judged;

    private Compared(
            Path folder, Optional<Tree> tree, AutoCloseable contents, Optional<Path> temporary, Ahead<Boolean> judged) {
        this.folder = folder;
        this.tree = tree;
        this.contents = contents;
        this.temporary = temporary;
        this.judged = judged;
    }

    static Compared of(Path input, Run run, Ahead<List<Catalogue>> catalogues, boolean reopen, Known known)
            throws IOException, DossierRefused {
        if (!Comparing.isDossier(input)) {
            return examined(input, run, catalogues, known);
        }
        Ahead<Boolean> judged = Ahead.done(() -> true);
        if (!reopen) {
            return new Compared(input, Optional.empty(), () -> {}, Optional.empty(), judged);
        }
        Opening opening = Opening.of(input, run);
        return new Compared(input, Optional.of(opening.tree()), opening, Optional.empty(), judged);
    }

    private static Compared examined(Path release, Run run, Ahead<List<Catalogue>> catalogues, Known known)
            throws IOException {
        Path temporary = Files.createTempDirectory(run.temporary(), "vitrine");
        Spill spill = Spill.open(run.temporary());
        try {
            Path folder = temporary.resolve("release.dossier");
            Examination.Seen seen = Examination.seen(release, run, spill, known);
            Judging judging = new Judging(seen, folder, run, catalogues);
            boolean beside = run.threads() > 1 && seen.facts().size() < MOST_BESIDE;
            Ahead<Boolean> judged = beside ? Ahead.of(judging) : Ahead.done(judging);
            return new Compared(folder, Optional.of(seen.tree()), spill, Optional.of(temporary), judged);
        } catch (IOException | RuntimeException e) {
            spill.close();
            Delivery.delete(temporary);
            throw e;
        }
    }

    /// Writes and judges a dossier. What was seen is let go of with it.
    private record Judging(Examination.Seen seen, Path folder, Run run, Ahead<List<Catalogue>> catalogues)
            implements Callable<Boolean> {
        @Override
        public Boolean call() throws IOException {
            try (Dossier dossier = seen.dossier(folder, run)) {
                Judgement.undocumented(dossier, catalogues.get(), Progress.SILENT);
            }
            return true;
        }
    }

    /// Its dossier, complete.
    ///
    /// @throws IOException when it could not be written
    Path folder() throws IOException {
        judged.get();
        return folder;
    }

    /// Whether the dossier is a temporary one, written here.
    boolean isOwn() {
        return temporary.isPresent();
    }

    /// Everything that was opened, where it was.
    Optional<Tree> tree() {
        return tree;
    }

    @Override
    public void close() throws IOException {
        // Whoever judges it reads the contents' digests and writes into the folder.
        judged.await();
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
