package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.change.equivalence.Equivalence;
import org.vitrine.change.equivalence.Toolchain;
import org.vitrine.testing.Tool;

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
        byte[] payload = appended(
                SmallElf.usual().bytes(), "a payload in the place of a signature".getBytes(StandardCharsets.UTF_8));
        assertThat(compared(signed(SmallElf.usual().bytes(), "one"), payload).verdict())
                .isEqualTo("MISMATCH");
    }

    private byte[] signed(byte[] module, String key) throws IOException {
        return signed(room, module, key);
    }

    /// A module with a signature of a key that is made anew, once for a name.
    static byte[] signed(Path room, byte[] module, String key) throws IOException {
        Path certificate = room.resolve(key + ".crt");
        Path secret = room.resolve(key + ".key");
        if (!Files.exists(certificate)) {
            Tool.text(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "3650",
                    "-subj",
                    "/CN=" + key,
                    "-keyout",
                    secret.toString(),
                    "-out",
                    certificate.toString());
        }
        byte[] message = Tool.bytes(
                module,
                "openssl",
                "cms",
                "-sign",
                "-binary",
                "-outform",
                "DER",
                "-nosmimecap",
                "-noattr",
                "-nocerts",
                "-signer",
                certificate.toString(),
                "-inkey",
                secret.toString(),
                "-md",
                "sha256");
        return appended(module, message);
    }

    private static byte[] appended(byte[] module, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(module);
        out.writeBytes(message);
        out.writeBytes(new byte[] {0, 0, 2, 0, 0, 0, 0, 0});
        out.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(message.length).array());
        out.writeBytes("~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] with(String path, byte[] content) {
        TarTree tree = tree();
        return tree.with(path, tree.get(path).content(content)).bytes();
    }
}
