package org.vitrine.unpack.bombs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;
import org.vitrine.evidence.Tree;
import org.vitrine.structure.json.Json;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Walk;

/// Hostile inputs end, soon and in little memory; each is a problem, and what lies beside it is read all
/// the same. All of them are opened by one process that has 384 MiB.
class BombsTest {
    /// Of one processor.
    private static final long MILLIS = 10_000;

    /// Of whose lies nothing comes: what they name is there (a block that is its own pointer, copies of one
    /// volume), or nobody takes them for what they say they are (a table of four billion entries).
    private static final Set<String> RIGHT =
            Set.of("ubi-of-copies", "ext-indirect-block-in-itself", "gpt-of-four-billion-entries");

    /// What takes all the entries there are takes them from what comes after it.
    private static final Set<String> GREEDY = Set.of("cpio-of-600000-entries", "tar-path-of-30000-folders");

    private static final byte[] WITNESS = "was read all the same".getBytes(US_ASCII);

    @TempDir
    Path room = Path.of("");

    @TestFactory
    Stream<DynamicTest> end() throws IOException {
        Path folder = Files.createDirectory(room.resolve("bombs"));
        Map<String, byte[]> bombs = Bombs.all(Files.createDirectory(room.resolve("room")));
        assertThat(bombs).hasSizeGreaterThanOrEqualTo(25);
        for (Map.Entry<String, byte[]> bomb : bombs.entrySet()) {
            byte[] hidden = bomb.getValue();
            byte[] image = Wrapping.tar(Wrapping.file(bomb.getKey(), hidden), Wrapping.file("witness", WITNESS));
            Files.write(folder.resolve(bomb.getKey()), bomb.getKey().startsWith("oci") ? hidden : image);
        }
        Map<String, String[]> outcomes = outcomes(folder);
        assertThat(outcomes.keySet()).isEqualTo(bombs.keySet().stream().collect(Collectors.toSet()));
        return bombs.keySet().stream()
                .map(bomb ->
                        DynamicTest.dynamicTest(bomb, () -> judge(bomb, outcomes.getOrDefault(bomb, new String[5]))));
    }

    private static void judge(String bomb, String[] outcome) {
        assertThat(outcome[4]).as("problems").doesNotStartWith("THROWN").doesNotContain(":reader");
        assertThat(Long.parseLong(outcome[1])).as("CPU milliseconds").isLessThan(MILLIS);
        if (!RIGHT.contains(bomb)) {
            assertThat(outcome[4]).as("problems").isNotEmpty();
        }
        if (!GREEDY.contains(bomb) && !bomb.startsWith("oci")) {
            assertThat(outcome[3]).as("the witness beside it").isEqualTo("true");
        }
    }

    private static Map<String, String[]> outcomes(Path folder) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Stream.of(Walk.class, Tree.class, XZInputStream.class, Json.class, Examine.class)
                .map(BombsTest::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        String said = Tool.text(
                "env",
                java,
                "-Xmx384m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                classes,
                Examine.class.getName(),
                "" + folder,
                "" + folder.resolveSibling("room"));
        Map<String, String[]> outcomes = new LinkedHashMap<>();
        for (String line : said.lines().toList()) {
            String[] cells = line.split("\t", -1);
            outcomes.put(cells[0], cells);
        }
        return outcomes;
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
