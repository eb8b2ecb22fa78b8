package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vitrine.centre.Reference;

/// The reference pages are generated, and are what the code says. `./build reference` writes them anew.
class ReferencePagesTest {
    @Test
    void everyPageIsWhatTheCodeSays() throws IOException {
        Path folder = root().resolve("docs").resolve("reference");
        for (Reference page : Reference.values()) {
            Path file = folder.resolve(page.file());
            if (Boolean.getBoolean("vitrine.write")) {
                Files.createDirectories(folder);
                Files.writeString(file, page.text());
            }
            assertThat(Files.readString(file))
                    .as("run ./build reference: " + file)
                    .isEqualTo(page.text());
        }
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
            folder = folder.resolve("..").normalize();
        }
        return folder;
    }
}
