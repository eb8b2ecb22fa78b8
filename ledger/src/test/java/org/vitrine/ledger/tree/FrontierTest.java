package org.vitrine.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The growing edge against the definition of RFC 6962, section 2.1, computed anew for every size.
final class FrontierTest {
    @Test
    void everySizeHasTheRootOfTheDefinition() throws Exception {
        Frontier frontier = new Frontier();
        Map<String, Hash> nodes = new HashMap<>();
        List<Hash> leaves = new ArrayList<>();
        for (int size = 0; size <= 300; size++) {
            assertThat(frontier.root()).isEqualTo(root(leaves));
            assertThat(Frontier.of(size, (level, index) -> Objects.requireNonNull(nodes.get(level + "/" + index)))
                            .root())
                    .isEqualTo(root(leaves));
            Hash leaf = Hash.ofLeaf(("entry " + size).getBytes(StandardCharsets.UTF_8));
            leaves.add(leaf);
            frontier.add(leaf, (level, index, hash) -> nodes.put(level + "/" + index, hash));
        }
    }

    private static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return Hash.EMPTY_ROOT;
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return Hash.ofNode(root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }
}
