package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Digest;

class RowTreeTest {
    /// The leaves that Certificate Transparency's own tests use, and their roots.
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    @Test
    void publishedRoots() {
        RowTree tree = new RowTree();
        assertThat(tree.root()).hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        tree.add(new byte[0]);
        assertThat(tree.root()).hasToString("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        LEAVES.stream().skip(1).forEach(leaf -> tree.add(HexFormat.of().parseHex(leaf)));
        assertThat(tree.root()).hasToString("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @Test
    void agreesWithTheDefinitionForEveryCount() throws Exception {
        RowTree tree = new RowTree();
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            assertThat(tree.root()).isEqualTo(Digest.of(byDefinition(leaves)));
            byte[] leaf = ("leaf " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            leaves.add(leaf);
            tree.add(leaf);
        }
    }

    /// MTH of RFC 6962, section 2.1, as it is written there.
    private static byte[] byDefinition(List<byte[]> leaves) throws Exception {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        if (leaves.size() == 1) {
            input.write(0);
            input.write(leaves.getFirst());
        } else if (leaves.size() > 1) {
            int k = Integer.highestOneBit(leaves.size() - 1);
            input.write(1);
            input.write(byDefinition(leaves.subList(0, k)));
            input.write(byDefinition(leaves.subList(k, leaves.size())));
        }
        return MessageDigest.getInstance("SHA-256").digest(input.toByteArray());
    }
}
