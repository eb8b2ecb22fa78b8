package org.vitrine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder of real releases that nobody on the project wrote: `VITRINE_CORPUS`, else `shared/corpus` beside this
/// project. It is no part of the source; a test that needs what isn't there is skipped and says so, or fails where
/// `VITRINE_CORPUS_IS` is `required`.
public final class Corpus {
    private Corpus() {}

    /// A file or folder of the corpus, by its path from the corpus's top.
    public static Path path(String relative) {
        Path wanted = top().resolve(relative);
        if (!Files.exists(wanted)) {
            throw Missing.named("the corpus's " + relative + " (set VITRINE_CORPUS)");
        }
        return wanted;
    }

    /// The bytes of a file of the corpus.
    public static byte[] bytes(String relative) {
        try {
            return Files.readAllBytes(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All regular files at any depth below a folder of the corpus, sorted.
    public static List<Path> files(String relative) {
        try (Stream<Path> files = Files.walk(path(relative))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The firmware image with this file name, in whatever folder of `firmware/` it lies.
    public static Path image(String name) {
        return files("firmware").stream()
                .filter(file -> file.endsWith(name))
                .findFirst()
                .orElseThrow(() -> Missing.named("the corpus's image " + name));
    }

    private static Path top() {
        String named = System.getenv("VITRINE_CORPUS");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path beside = at.resolve("shared").resolve("corpus");
            if (Files.isDirectory(beside)) {
                return beside;
            }
        }
        return Path.of("shared", "corpus");
    }
}
