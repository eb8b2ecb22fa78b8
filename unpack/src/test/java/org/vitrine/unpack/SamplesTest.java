package org.vitrine.unpack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.ProblemKind;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;

/// Every file of the corpus's `format-samples`, beside what other people's tools find in it.
/// `truth/samples.sh` makes the table, and says what its columns mean.
class SamplesTest {
    private static final int MOST_LATER = 35;

    @TempDir
    Path temporary = Path.of("");

    /// A row of the table.
    private record Row(String file, String kind, List<String> in, String what, String count, String digest) {
        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).as(line).hasSize(7);
            return new Row(cells[0], cells[1], List.of(cells[2].split(";", -1)), cells[3], cells[4], cells[5]);
        }

        Path sample() {
            return Corpus.path("firmware/format-samples/" + file);
        }
    }

    private static List<Row> rows() throws IOException {
        try (InputStream table =
                Objects.requireNonNull(SamplesTest.class.getResourceAsStream("/truth/samples.tsv"), "the table")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Row::of)
                    .toList();
        }
    }

    @Test
    void everySampleHasARowAndFewAreLeftForLater() throws IOException {
        assertThat(rows().stream().map(Row::file))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Corpus.files("firmware/format-samples").stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        assertThat(rows().stream().filter(row -> row.kind().equals("later")).count())
                .isLessThanOrEqualTo(MOST_LATER);
    }

    @TestFactory
    Stream<DynamicTest> everyRowHolds() throws IOException {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.file(), () -> holds(row)));
    }

    private void holds(Row row) throws IOException {
        try (Spill spill = Spill.open(temporary)) {
            Tree tree = Walk.open(row.sample(), Run.standard(), spill);
            switch (row.kind()) {
                case "opens" -> {
                    assertThat(formats(tree)).contains(row.what());
                    assertFiles(row, tree);
                }
                case "broken" -> {
                    assertThat(tree.facts())
                            .filteredOn(ProblemFact.class::isInstance)
                            .extracting(fact -> ((ProblemFact) fact).field())
                            .contains(row.what());
                    if (!row.count().equals("-")) {
                        assertFiles(row, tree);
                    }
                }
                case "leaf" -> {
                    assertThat(tree.artifacts()).hasSize(1);
                    assertThat(tree.artifact(0).format()).isEqualTo(row.what());
                }
                case "later" -> later(row, tree);
                default -> throw new AssertionError("no such class: " + row.kind());
            }
        }
    }

    /// Nobody opens it, or it is named and said to be not yet read.
    private static void later(Row row, Tree tree) {
        for (Artifact artifact : tree.artifacts()) {
            if (artifact.format().equals(row.what())) {
                assertThat(tree.children(artifact)).isEmpty();
                assertThat(tree.facts())
                        .filteredOn(ProblemFact.class::isInstance)
                        .extracting(fact -> ((ProblemFact) fact).kind())
                        .contains(ProblemKind.UNSUPPORTED);
            }
        }
    }

    private static List<String> formats(Tree tree) {
        return tree.artifacts().stream().map(Artifact::format).toList();
    }

    private static void assertFiles(Row row, Tree tree) {
        Set<String> found = new TreeSet<>();
        for (String path : row.in()) {
            List<Artifact> containers = tree.artifacts().stream()
                    .filter(artifact -> artifact.path().equals(path.equals(".") ? "" : path))
                    .toList();
            assertThat(containers).as("container " + path).hasSize(1);
            gather(tree, containers.getFirst(), found);
        }
        String lines = String.join("\n", found) + "\n";
        assertThat(Integer.toString(found.size())).as("files").isEqualTo(row.count());
        if (row.digest().equals("-")) {
            return;
        }
        assertThat(Digest.of(Digest.sha256().digest(lines.getBytes(US_ASCII))).toString())
                .as("digest over %s", found)
                .isEqualTo(row.digest());
    }

    /// The contents in a container's folders, without what is opened further.
    private static void gather(Tree tree, Artifact folder, Set<String> found) {
        for (Artifact child : tree.children(folder)) {
            switch (child.type()) {
                case DIRECTORY -> gather(tree, child, found);
                case FILE, PART, HARDLINK -> found.add(child.sha256().toString());
                default -> {}
            }
        }
    }

    /// With one thread and with four: the same artifacts, the same facts, in the same order.
    @Test
    void threadsChangeNothing() throws IOException {
        for (Path sample : Corpus.files("firmware/format-samples")) {
            try (Spill first = Spill.open(temporary);
                    Spill second = Spill.open(temporary)) {
                Tree alone = Walk.open(sample, threads(1), first);
                Tree shared = Walk.open(sample, threads(4), second);
                String name = sample.getFileName().toString();
                assertThat(shared.artifacts()).as(name).isEqualTo(alone.artifacts());
                assertThat(shared.facts()).as(name).isEqualTo(alone.facts());
            }
        }
    }

    private Run threads(int count) {
        return new Run(Run.standard().budget(), Progress.SILENT, count, temporary);
    }
}
