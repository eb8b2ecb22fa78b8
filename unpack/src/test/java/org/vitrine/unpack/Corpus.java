package org.vitrine.unpack;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The folder of real releases that nobody on the project wrote. It is no part of the source; where it is absent the
/// tests
/// that need it are skipped and say so.
public final class Corpus {
    private Corpus() {}

    /// A file or folder of the corpus; ends the test as skipped where there is none.
    public static Path path(String relative) {
        String named = System.getenv("VITRINE_CORPUS");
        Path root = named == null ? search() : Path.of(named);
        Path wanted = root.resolve(relative);
        if (!Files.exists(wanted)) {
            if ("required".equals(System.getenv("VITRINE_CORPUS_IS"))) {
                throw new AssertionError("the corpus is required, but " + wanted + " is not there");
            }
            Assumptions.abort("skipped: the corpus is not here (" + relative + ")");
        }
        return wanted;
    }

    private static Path search() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("shared").resolve("corpus");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared/corpus");
    }
}
