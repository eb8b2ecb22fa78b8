package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The reference page is what the catalogue says. With `-Dvitrine.write=true` the test writes it.
class ListingTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "ts-33.117-18.1.0.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        String page = Listing.of(CatalogueReader.builtIn("3gpp/ts-33.117/18.1.0"));
        if (Boolean.getBoolean("vitrine.write")) {
            Files.createDirectories(Path.of("..", "docs", "reference"));
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
        assertThat(page.lines().filter(line -> line.startsWith("## "))).hasSize(73);
    }
}
