package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The reference pages are what the catalogues say. With `-Dvitrine.write=true` the test writes them.
class ListingTest {
    private static final Path FOLDER = Path.of("..", "docs", "reference");

    @ParameterizedTest
    @MethodSource("org.vitrine.standards.CatalogueReader#all")
    void thePageIsUpToDate(String id) throws IOException {
        Catalogue catalogue = CatalogueReader.builtIn(id);
        String page = Listing.of(catalogue);
        // `body/document/version` is document-version.md.
        Path file = FOLDER.resolve(id.substring(id.indexOf('/') + 1).replace('/', '-') + ".md");
        if (Boolean.getBoolean("vitrine.write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, page);
        }
        assertThat(file).content().isEqualTo(page);
        assertThat(page.lines().filter(line -> line.startsWith("## "))).hasSameSizeAs(catalogue.requirements());
    }
}
