package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LaboratoryResult;
import org.vitrine.evidence.Product;
import org.vitrine.tables.Dossier;

/// The list of what is known of the catalogues' queries is what the check says of them today. With
/// `-Dvitrine.write=true` the list is written.
class VouchedQueriesTest {
    private static final Path LIST = Path.of("src", "main", "resources", "org", "vitrine", "standards", "vouched.txt");

    @Test
    void theListIsUpToDate(@TempDir Path folder) throws Exception {
        SortedSet<String> lines = new TreeSet<>();
        List<Class<? extends Fact>> kinds = new ArrayList<>(Kinds.ALL);
        kinds.addAll(List.of(Product.class, LaboratoryResult.class));
        try (Dossier dossier = Dossier.create(folder.resolve("empty.dossier"), kinds, List.of(), folder)) {
            for (String id : CatalogueReader.all()) {
                lines.addAll(Judge.vouched(CatalogueReader.builtIn(id), dossier));
            }
        }
        if (Boolean.getBoolean("vitrine.write")) {
            Files.write(LIST, lines);
        }
        assertThat(LIST).as("run ./build reference").content().isEqualTo(String.join("\n", lines) + "\n");
        assertThat(lines).hasSizeGreaterThan(150);
    }
}
