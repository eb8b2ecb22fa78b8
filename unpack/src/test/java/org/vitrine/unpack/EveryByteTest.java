package org.vitrine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;

/// Every byte of every container of the corpus belongs to exactly one part, extent or region: read from the rows as
/// anybody else would read them, not from what the walk holds.
class EveryByteTest {
    private static final Set<String> CONTAINERS = Stream.concat(
                    Stream.of("raw"),
                    Formats.ALL.stream().map(format -> format.card().name()))
            .collect(Collectors.toUnmodifiableSet());

    @TempDir
    Path temporary = Path.of("");

    private record Span(long offset, long length) {}

    @TestFactory
    Stream<DynamicTest> everyByteOnce() throws IOException {
        Path firmware = Corpus.path("firmware");
        List<Path> images;
        try (Stream<Path> walk = Files.walk(firmware)) {
            images = walk.filter(Files::isRegularFile).sorted().toList();
        }
        return images.stream()
                .map(image -> DynamicTest.dynamicTest(firmware.relativize(image).toString(), () -> prove(image)));
    }

    private void prove(Path image) throws IOException {
        try (Spill spill = Spill.open(temporary)) {
            Tree tree = Walk.open(image, Run.standard(), spill);
            Map<Long, List<Span>> spans = new HashMap<>();
            for (Fact fact : tree.facts()) {
                switch (fact) {
                    case Extent extent -> of(spans, extent.artifact()).add(new Span(extent.offset(), extent.length()));
                    case Region region -> of(spans, region.artifact()).add(new Span(region.offset(), region.length()));
                    default -> {}
                }
            }
            for (Artifact artifact : tree.artifacts()) {
                if (artifact.type() == ArtifactType.PART && artifact.offset() >= 0) {
                    of(spans, artifact.parent()).add(new Span(artifact.offset(), artifact.size()));
                }
            }
            for (Artifact artifact : tree.artifacts()) {
                if (CONTAINERS.contains(artifact.format())) {
                    covered(artifact, of(spans, artifact.id()));
                }
            }
        }
    }

    private static List<Span> of(Map<Long, List<Span>> spans, long artifact) {
        return spans.computeIfAbsent(artifact, _ -> new ArrayList<>());
    }

    /// The spans of a container follow each other without gap or overlap from its first byte to its last.
    private static void covered(Artifact container, List<Span> spans) {
        spans.sort(Comparator.comparingLong(Span::offset));
        long at = 0;
        for (Span span : spans) {
            assertThat(span.offset())
                    .as("%s (%s): next span", container.path(), container.format())
                    .isEqualTo(at);
            at += span.length();
        }
        assertThat(at)
                .as("%s (%s): last byte", container.path(), container.format())
                .isEqualTo(container.size());
    }
}
