package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.change.equivalence.Equivalence;
import org.vitrine.change.equivalence.Toolchain;

/// Two builds of a program or a kernel module: what a linker, a link to debug information and a signer leave in it.
class ElfEquivalenceTest {
    @TempDir
    private Path room = Path.of("");

    private Ladder.Answer compared(byte[] old, byte[] current) throws IOException {
        try (Ladder ladder = new Ladder(Files.createTempDirectory(room, "ladder"))) {
            return ladder.of(old, current);
        }
    }

    private static TarTree tree() {
        return EquivalenceTest.tree();
    }

    @Test
    void aBuildIdAndItsLinkAreAccountedFor() throws IOException {
        byte[] other = SmallElf.usual()
                .with(".note.gnu.build-id", SmallElf.buildId("jihgfedcba9876543210"))
                .with(".gnu_debuglink", SmallElf.debugLink("76543210fedcba9876543210.debug", 0x55667788))
                .bytes();
        Ladder.Answer answer = compared(tree().bytes(), with("bin/tool", other));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).containsExactly("build-id", "debug-link");
        assertThat(answer.files()).containsEntry("bin/tool", "MATCH_EXPLAINED build-id, debug-link");
        assertThat(answer.spans()).isEqualTo(6);
    }

    @Test
    void otherSectionsLeaveTheCodeTheSame() throws IOException {
        byte[] other =
                SmallElf.usual().with(".comment", "GCC: (b compiler) 14.2.1\0").bytes();
        Ladder.Answer answer = compared(tree().bytes(), with("bin/tool", other));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("CODE_SAME");
        assertThat(answer.files().get("bin/tool")).contains(".comment").doesNotContain(".text");
        assertThat(answer.of(Toolchain.class))
                .containsExactly(
                        new Toolchain(0, "GCC: (a compiler) 14.2.0", "GCC: (b compiler) 14.2.1", 1, "bin/tool"));
    }

    @Test
    void aModulesSignatureIsLocated() throws IOException {
        byte[] module = SmallElf.usual().bytes();
        byte[] old =
                new TarTree().with("a.ko", TarTree.file(signed(module, "one"))).bytes();
        Ladder.Answer answer = compared(
                old,
                new TarTree().with("a.ko", TarTree.file(signed(module, "two"))).bytes());
        assertThat(answer.files().get("a.ko")).isEqualTo("IDENTICAL_EXCEPT_SIGNATURE module-signature");

        answer = compared(signed(module, "one"), signed(module, "two"));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("IDENTICAL_EXCEPT_SIGNATURE");
        answer = compared(module, signed(module, "one"));
        assertThat(answer.verdict()).isEqualTo("IDENTICAL_EXCEPT_SIGNATURE");
        assertThat(answer.files().get("")).contains("only in the newer one");
        assertThat(answer.of(Equivalence.class).getFirst().reason()).contains("not verified");

        module[200] ^= 1;
        assertThat(compared(
                                old,
                                new TarTree()
                                        .with("a.ko", TarTree.file(signed(module, "two")))
                                        .bytes())
                        .verdict())
                .isEqualTo("MISMATCH");
        byte[] payload = SignedModule.appended(
                SmallElf.usual().bytes(), "a payload in the place of a signature".getBytes(StandardCharsets.UTF_8));
        assertThat(compared(signed(SmallElf.usual().bytes(), "one"), payload).verdict())
                .isEqualTo("MISMATCH");
    }

    private byte[] signed(byte[] module, String key) throws IOException {
        return SignedModule.of(room, module, key);
    }

    private static byte[] with(String path, byte[] content) {
        TarTree tree = tree();
        return tree.with(path, tree.get(path).content(content)).bytes();
    }
}
