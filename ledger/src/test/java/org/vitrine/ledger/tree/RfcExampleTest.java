package org.vitrine.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tree of seven leaves in RFC 9162, section 2.1.5 (RFC 6962, section 2.1.3), with the letters that
/// its nodes have there; and the eight leaves whose roots all implementations of Certificate
/// Transparency share.
final class RfcExampleTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    /// Letters of the nodes: level and place.
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("0/0", "a"),
            Map.entry("0/1", "b"),
            Map.entry("0/2", "c"),
            Map.entry("0/3", "d"),
            Map.entry("0/4", "e"),
            Map.entry("0/5", "f"),
            Map.entry("0/6", "j"),
            Map.entry("1/0", "g"),
            Map.entry("1/1", "h"),
            Map.entry("1/2", "i"),
            Map.entry("2/0", "k"));

    @ParameterizedTest
    @CsvSource({"0, b h l", "3, c g l", "4, f j k", "6, i k"})
    void auditPaths(int leaf, String letters) throws Exception {
        assertThat(InclusionProof.of(leaf, 7, RfcExampleTest::node).path()).isEqualTo(hashes(letters));
        new InclusionProof(leaf, 7, hashes(letters)).check(node(0, leaf), root(7));
    }

    @ParameterizedTest
    @CsvSource({"3, c d g l", "4, l", "6, i j k"})
    void consistencyProofs(int old, String letters) throws Exception {
        assertThat(ConsistencyProof.of(old, 7, RfcExampleTest::node).path()).isEqualTo(hashes(letters));
        new ConsistencyProof(old, 7, hashes(letters)).check(root(old), root(7));
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootsOfTheSharedLeaves(int size, String root) throws Exception {
        assertThat(root(size)).hasToString(root);
    }

    @Test
    void theGrowingEdgeComesToTheSameRoots() throws Exception {
        Frontier frontier = new Frontier();
        for (int size = 0; size < LEAVES.size(); size++) {
            assertThat(frontier.root()).isEqualTo(root(size));
            frontier.add(node(0, size));
        }
    }

    /// The letter l is no node of the tree but what stands for its right half: MTH(D[4:7]).
    private static List<Hash> hashes(String letters) {
        return Arrays.stream(letters.split(" ", -1))
                .map(letter -> letter.equals("l") ? Hash.ofNode(lettered("i"), lettered("j")) : lettered(letter))
                .toList();
    }

    private static Hash lettered(String letter) {
        String place = LETTERS.entrySet().stream()
                .filter(each -> each.getValue().equals(letter))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return node(place.charAt(0) - '0', place.charAt(2) - '0');
    }

    private static Hash root(int size) throws Exception {
        return new Subtree(0, size).root(RfcExampleTest::node);
    }

    private static Hash node(int level, long index) {
        if (level == 0) {
            return Hash.ofLeaf(HexFormat.of().parseHex(LEAVES.get((int) index)));
        }
        return Hash.ofNode(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
    }
}
