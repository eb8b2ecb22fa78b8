package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.unpack.Walk;

/// A release that is open for reading contents, without an examination.
public final class Opening implements AutoCloseable {
    private final Spill spill;
    private final Tree tree;
    private final Path release;

    private Opening(Spill spill, Tree tree, Path release) {
        this.release = release;
        this.spill = spill;
        this.tree = tree;
    }

    /// Opens a release: the file or folder itself, or the one that a dossier was made of.
    ///
    /// @throws IOException when it can't be read, or isn't the one that was examined
    /// @throws DossierRefused when the folder looks like a dossier, but isn't sound
    public static Opening of(Path input, Run run) throws IOException, DossierRefused {
        Path release = Files.isRegularFile(input.resolve("dossier.json")) ? releaseOf(input, run) : input;
        Spill spill = Spill.open(run.temporary());
        try {
            return new Opening(spill, Walk.open(release, run, spill), release);
        } catch (IOException | RuntimeException e) {
            spill.close();
            throw e;
        }
    }

    private static Path releaseOf(Path folder, Run run) throws IOException, DossierRefused {
        Path release = RunRecord.releaseOf(folder);
        try (Dossier dossier = Dossier.open(folder, run.temporary())) {
            String examined = String.valueOf(dossier.query("SELECT sha256 FROM release")
                    .values()
                    .getFirst()
                    .getFirst());
            if (Files.isRegularFile(release) && !digestOf(release).equals(examined)) {
                throw new FileSystemException(release.toString(), null, "is not the file that was examined");
            }
            return release;
        } catch (QueryRefused e) {
            throw new DossierRefused(folder + ": " + e.getMessage());
        }
    }

    private static String digestOf(Path file) throws IOException {
        return Digest.ofContent(Bytes.map(file)).toString();
    }

    /// Everything that was opened.
    public Tree tree() {
        return tree;
    }

    /// The release's own file or folder.
    public Path release() {
        return release;
    }

    @Override
    public void close() throws IOException {
        spill.close();
    }
}
