package org.vitrine.unpack.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Formats;
import org.vitrine.unpack.Walk;
import org.vitrine.unpack.fidelity.Canonical.Mark;

/// One folder, written by other people's tools into every format there is a writer for, and read again:
/// what the format can hold is found, attribute by attribute, and what it can't hold is not invented.
/// `-Dvitrine.fidelity=FILE` lets two other readers do the same and writes the page.
class FidelityTest {
    @TempDir
    Path temporary = Path.of("");

    @TestFactory
    Stream<DynamicTest> whatAFormatHoldsIsFound() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "making devices needs root");
        String file = System.getProperty("vitrine.fidelity", "");
        Path source = Files.createDirectory(temporary.resolve("source"));
        Canonical.make(source);
        Map<String, Seen> expected = Seen.on(source.resolve("t"));
        FidelityPage page = new FidelityPage();
        Stream<DynamicTest> formats = Written.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    Path room = room(source);
                    Map<Reader, Map<String, Mark>> found = new EnumMap<>(Reader.class);
                    found.put(Reader.VITRINE, opened(each, room, expected));
                    if (!file.isEmpty()) {
                        for (Reader peer : Reader.PEERS) {
                            found.put(peer, best(Seen.below(peer.extract(room)), expected));
                        }
                    }
                    page.add(each, found);
                    holds(each, found.getOrDefault(Reader.VITRINE, Map.of()));
                }));
        if (file.isEmpty()) {
            return formats;
        }
        return Stream.concat(formats, Stream.of(DynamicTest.dynamicTest("the page", () -> page.write(Path.of(file)))));
    }

    /// A folder of its own for each format, with a copy of the canonical one.
    private Path room(Path source) throws IOException {
        Path room = Files.createTempDirectory(temporary, "room");
        Tool.of("cp", "-a", "--sparse=always", source.resolve("t").toString(), room.toString())
                .succeed();
        return room;
    }

    private static Map<String, Mark> opened(Written written, Path room, Map<String, Seen> expected) throws IOException {
        boolean there =
                Formats.ALL.stream().anyMatch(format -> format.card().name().equals(written.format()));
        assertThat(there).as("a format " + written.format() + " is registered").isTrue();
        Tool.of("sh", "-ec", written.command()).in(room).succeed();
        try (Spill spill = Spill.open(room)) {
            Tree tree = Walk.open(room.resolve("out"), Run.standard(), spill);
            assertThat(tree.artifacts()).anyMatch(each -> each.format().equals(written.format()));
            List<Map<String, Seen>> folders = Seen.in(tree);
            assertThat(folders).as("folders that were opened").isNotEmpty();
            // An image shows its files in the layer and in the merged view: they have to be right in both.
            return folders.stream()
                    .map(each -> Canonical.compare(expected, each))
                    .min(Comparator.comparingLong(FidelityTest::right))
                    .orElseThrow();
        }
    }

    /// The folder that a peer got most of, which may be none.
    private static Map<String, Mark> best(List<Map<String, Seen>> folders, Map<String, Seen> expected) {
        return folders.stream()
                .map(each -> Canonical.compare(expected, each))
                .max(Comparator.comparingLong(FidelityTest::right))
                .orElse(Map.of());
    }

    private static long right(Map<String, Mark> marks) {
        return marks.values().stream().filter(each -> each == Mark.RIGHT).count();
    }

    private static void holds(Written written, Map<String, Mark> marks) {
        TreeSet<String> expected = new TreeSet<>(Canonical.ATTRIBUTES);
        expected.removeAll(written.lost());
        TreeSet<String> found = new TreeSet<>();
        marks.forEach((attribute, mark) -> {
            if (mark == Mark.RIGHT) {
                found.add(attribute);
            }
        });
        assertThat(found).as("found again").isEqualTo(expected);
    }
}
