package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.change.Comparison;
import org.vitrine.tables.Dossier;

/// The list of what is known of the rules' queries is what the check says of them today. With
/// `-Dvitrine.write=true` it is written.
class VouchedRulesTest {
    private static final String LIST = "change/src/main/resources/org/vitrine/change/vouched.txt";

    @Test
    void theListIsUpToDate(@TempDir Path room) throws Exception {
        Path release = Files.writeString(room.resolve("release.txt"), "a release\n");
        String dossier = room.resolve("release.dossier").toString();
        assertThat(Called.with("examine", "--out", dossier, release.toString()).code())
                .isZero();
        List<String> lines;
        try (Dossier pair = Dossier.openPair(Path.of(dossier), Path.of(dossier), room)) {
            lines = Comparison.vouched(pair);
        }
        Path list = ReferencePagesTest.root().resolve(LIST);
        if (Boolean.getBoolean("vitrine.write")) {
            Files.write(list, lines);
        }
        assertThat(list).as("run ./build reference").content().isEqualTo(String.join("\n", lines) + "\n");
        assertThat(lines).hasSizeGreaterThan(90);
    }
}
