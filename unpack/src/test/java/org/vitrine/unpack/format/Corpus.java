package org.vitrine.unpack.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The folder of real images; where it isn't there the test is aborted, and says so.
final class Corpus {
    private Corpus() {}

    /// A file of it, given from the corpus's root.
    static Path file(String name) {
        Path file = folder().resolve(name);
        return Files.isRegularFile(file) ? file : Assumptions.abort("the corpus has no " + name);
    }

    /// The bytes of a file of it.
    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        String set = System.getenv("VITRINE_CORPUS");
        if (set != null) {
            return Path.of(set);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolveSibling("shared").resolve("corpus");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return Assumptions.abort("this test needs the corpus: set VITRINE_CORPUS");
    }
}
