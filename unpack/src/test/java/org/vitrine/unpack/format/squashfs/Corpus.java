package org.vitrine.unpack.format.squashfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The open corpus, where it is there.
final class Corpus {
    private Corpus() {}

    static Path root() {
        String named = System.getenv("VITRINE_CORPUS");
        if (named != null && Files.isDirectory(Path.of(named))) {
            return Path.of(named);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path sibling = folder.resolveSibling("shared/corpus");
            if (Files.isDirectory(sibling)) {
                return sibling;
            }
        }
        return Assumptions.abort("the corpus is absent: set VITRINE_CORPUS");
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            return Assumptions.abort("the corpus can't be read: " + e.getMessage());
        }
    }
}
