package org.vitrine.change.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Tool;

/// The shortest list of lines: against the textbook's table, and against `diff`.
class LineDiffTest {
    @TempDir
    private Path room = Path.of("");

    @Property(tries = 2000)
    void noShorterListExists(
            @ForAll @Size(max = 40) List<@IntRange(max = 4) Integer> older,
            @ForAll @Size(max = 40) List<@IntRange(max = 4) Integer> newer) {
        int[] left = older.stream().mapToInt(Integer::intValue).toArray();
        int[] right = newer.stream().mapToInt(Integer::intValue).toArray();
        LineDiff.Result result = LineDiff.of(left, right);
        assertThat(kept(left, result.removed())).isEqualTo(kept(right, result.added()));
        assertThat(left.length - result.removed().cardinality()).isEqualTo(common(left, right));
        assertThat(result.shortest()).isTrue();
    }

    private static List<Integer> kept(int[] lines, java.util.BitSet without) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            if (!without.get(i)) {
                kept.add(lines[i]);
            }
        }
        return kept;
    }

    /// The length of the longest common subsequence, by the table of all prefixes.
    private static int common(int[] left, int[] right) {
        int[][] table = new int[left.length + 1][right.length + 1];
        for (int i = 1; i <= left.length; i++) {
            for (int j = 1; j <= right.length; j++) {
                table[i][j] = left[i - 1] == right[j - 1]
                        ? table[i - 1][j - 1] + 1
                        : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table[left.length][right.length];
    }

    @Test
    void asManyLinesAsDiffHasOrFewer() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 40; round++) {
            List<String> older = script(random, 1 + random.nextInt(600));
            List<String> newer = edited(random, older, 1 + random.nextInt(60));
            String left = String.join("\n", older) + (random.nextBoolean() ? "\n" : "");
            String right = String.join("\n", newer) + (random.nextBoolean() ? "\n" : "");
            Files.writeString(room.resolve("a"), left);
            Files.writeString(room.resolve("b"), right);
            long others = Tool.text("sh", "-c", "diff -d -U0 " + room + "/a " + room + "/b || test $? = 1")
                    .lines()
                    .filter(line -> line.matches("(?s)[-+].*") && !line.startsWith("--- ") && !line.startsWith("+++ "))
                    .count();
            LineDiff.Result result = of(left, right);
            assertThat(result.removed().cardinality() + result.added().cardinality())
                    .as("round " + round)
                    .isLessThanOrEqualTo((int) others);
        }
    }

    private static LineDiff.Result of(String left, String right) {
        Map<String, Integer> numbers = new HashMap<>();
        return LineDiff.of(
                Lines.of(left.getBytes(StandardCharsets.UTF_8)).orElseThrow().numbers(numbers),
                Lines.of(right.getBytes(StandardCharsets.UTF_8)).orElseThrow().numbers(numbers));
    }

    private static List<String> script(Random random, int lines) {
        List<String> words = List.of("fi", "", "done", "  ;;", "}", "start() {", "exit 0");
        return random.ints(lines, 0, 40)
                .mapToObj(word -> word < words.size() ? words.get(word) : "echo " + word)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> edited(Random random, List<String> lines, int edits) {
        List<String> edited = new ArrayList<>(lines);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(edited.size() + 1);
            if (random.nextBoolean() || at == edited.size()) {
                edited.addAll(at, script(random, 1 + random.nextInt(4)));
            } else {
                edited.remove(at);
            }
        }
        return edited;
    }

    @Test
    void aHundredThousandShuffledLinesAreComparedWithinTheBudget() {
        int[] older = new Random(7).ints(100_000, 0, 30_000).toArray();
        List<Integer> shuffled = new ArrayList<>(Arrays.stream(older).boxed().toList());
        Collections.shuffle(shuffled, new Random(8));
        int[] newer = shuffled.stream().mapToInt(Integer::intValue).toArray();
        LineDiff.Result result = LineDiff.of(older, newer);
        assertThat(kept(older, result.removed())).isEqualTo(kept(newer, result.added()));
        assertThat(result.shortest()).isFalse();
    }

    @Test
    void aMovedBlockInManyLinesIsFoundByTheLinesThatStandOnce() {
        int[] older = new Random(9).ints(120_000, 0, 90_000).toArray();
        int[] newer = new int[older.length];
        System.arraycopy(older, 60_000, newer, 0, 60_000);
        System.arraycopy(older, 0, newer, 60_000, 60_000);
        LineDiff.Result result = LineDiff.of(older, newer);
        assertThat(kept(older, result.removed())).isEqualTo(kept(newer, result.added()));
        assertThat(result.removed().cardinality()).isLessThan(75_000);
    }
}
