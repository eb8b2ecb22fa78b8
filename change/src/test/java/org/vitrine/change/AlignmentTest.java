package org.vitrine.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.ArtifactType;

class AlignmentTest {
    private static List<String> stems(String... names) {
        Trees trees = new Trees();
        Stream.of(names).forEach(name -> trees.add(name, ArtifactType.DIRECTORY, ""));
        return trees.list().stream()
                .filter(artifact -> artifact.type() == ArtifactType.DIRECTORY)
                .map(Alignment::stem)
                .toList();
    }

    @Test
    void namesWithoutTheirNumbers() {
        assertThat(stems("5.10.188", "linux-5.4-rc2.x", "a1b22", "none"))
                .containsExactly("#", "linux-#-rc#.x", "a#b#", "none");
    }

    @Test
    void aNameMayBeLong() {
        assertThat(stems("1.".repeat(30_000) + "1")).containsExactly("#");
    }
}
