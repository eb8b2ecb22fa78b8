package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
<<<<<<< HEAD
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
=======
import org.vitrine.centre.Examination;
import org.vitrine.change.equivalence.NormalisedSpan;
import org.vitrine.evidence.Run;
>>>>>>> ladder
import org.vitrine.testing.Tool;

/// A rebuilt release against the shipped one: what only a build's circumstances change is accounted for,
/// span by span,
/// and nothing that matters is ever set aside.
class EquivalenceTest {
    /// What is not loaded when the file runs is no match, either, but is told apart.
    private static final String LINK = "a link to another name";

    @TempDir
    private Path room = Path.of("");

<<<<<<< HEAD
    private Weighed compared(byte[] old, byte[] current) throws IOException {
        return Weighed.of(room, old, current);
    }

    private Path examined(byte[] release) throws IOException {
        return Weighed.examined(room, release);
=======
    private Ladder.Answer compared(byte[] old, byte[] current) throws IOException {
        try (Ladder ladder = new Ladder(Files.createTempDirectory(room, "ladder"))) {
            return ladder.of(old, current);
        }
>>>>>>> ladder
    }

    static TarTree tree() {
        return new TarTree()
                .with("bin/", TarTree.node('5', 0755))
                .with("bin/tool", TarTree.file(SmallElf.usual().bytes()))
                .with("bin/link", TarTree.node('2', 0777).target("tool"))
                .with("bin/ping", TarTree.file("a program").mode(0755).attribute("security.capability", "old value"))
                .with("dev/null", TarTree.node('3', 0666).device("1:3"))
                .with("etc/passwd", TarTree.file("root:x:0:0::/:/bin/sh\n"))
                .with("etc/key.pem", TarTree.file("the key of the vendor, its modulus and all"));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(out)) {
            stream.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void aReleaseAgainstItselfIsIdenticalAndEmpty() throws IOException {
<<<<<<< HEAD
        Weighed answer = compared(tree().bytes(), tree().bytes());
        assertThat(answer).isEqualTo(new Weighed("IDENTICAL", 0, 0, Map.of(), List.of()));
=======
        Ladder.Answer answer = compared(tree().bytes(), tree().bytes());
        assertThat(answer.verdict()).isEqualTo("IDENTICAL");
        assertThat(answer.files()).isEmpty();
        assertThat(answer.spans()).isZero();
        assertThat(answer.residual()).isZero();
>>>>>>> ladder
    }

    @Test
    void timesOrderAndCompressionAreAccountedFor() throws IOException {
        byte[] other = tree().at(1_700_000_000).bytes(true);
<<<<<<< HEAD
        Weighed answer = compared(gzip(tree().bytes()), Tool.bytes(other, "xz", "-c"));
=======
        Ladder.Answer answer = compared(gzip(tree().bytes()), Tool.bytes(other, "xz", "-c"));
>>>>>>> ladder
        assertThat(answer.files().values()).noneMatch(why -> why.contains("MISMATCH"));
        assertThat(answer.verdict()).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.residual()).isZero();
        assertThat(answer.normalisers())
                .containsExactly("container-packing", "container-sums", "entry-order", "entry-time");
    }

    @Test
    void everyByteThatDiffersIsListed() throws IOException {
        byte[] old = tree().bytes();
        byte[] current = tree().at(1_700_000_000).bytes();
        boolean[] listed = new boolean[old.length];
<<<<<<< HEAD
        try (Dossier result =
                Dossier.open(room.resolve("result"), Run.standard().temporary())) {
            Weighed.rows(result, "SELECT \"offset\", length FROM span WHERE side = 'NEW' AND path = '' AND length > 0")
                    .forEach(span -> {
                        int from = Math.toIntExact((long) span.get(0));
                        Arrays.fill(listed, from, from + Math.toIntExact((long) span.get(1)), true);
                    });
        } catch (DossierRefused e) {
            throw new AssertionError(e);
        }
=======
        compared(old, current).of(NormalisedSpan.class).stream()
                .filter(span ->
                        span.side() == NormalisedSpan.Where.NEW && span.path().isEmpty() && span.length() > 0)
                .forEach(span -> Arrays.fill(listed, (int) span.offset(), (int) (span.offset() + span.length()), true));
>>>>>>> ladder
        int differing = 0;
        for (int i = 0; i < old.length; i++) {
            differing += old[i] == current[i] ? 0 : 1;
            assertThat(old[i] == current[i] || listed[i]).as("byte %d", i).isTrue();
        }
        assertThat(differing).isPositive();
    }

<<<<<<< HEAD
    @Test
    void aSquashfsPackedAgainIsAccountedFor() throws IOException {
        Path tree = room.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/config"), "words and words and words\n".repeat(500));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("etc/config"));
        byte[] old = squashed(tree, "old.squashfs", "gzip", "1600000000");
        byte[] current = squashed(tree, "new.squashfs", "xz", "1700000000");
        Weighed answer = compared(old, current);
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("container-packing", "container-time", "entry-time");

        Files.writeString(tree.resolve("etc/config"), "words and words and Words\n".repeat(500));
        assertThat(compared(old, squashed(tree, "new.squashfs", "xz", "1700000000"))
                        .verdict())
                .isEqualTo("PARTIAL");
    }

    private byte[] squashed(Path tree, String name, String compression, String time) throws IOException {
        Path image = room.resolve(name);
        Files.deleteIfExists(image);
        Tool.text(
                "mksquashfs",
                tree.toString(),
                image.toString(),
                "-all-root",
                "-comp",
                compression,
                "-mkfs-time",
                time,
                "-all-time",
                time);
        return Files.readAllBytes(image);
    }

    @Test
    void ofAnExtFileSystemOnlyTimesAreAccountedFor() throws IOException {
        Path tree = room.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/config"), "words and words and words\n".repeat(50));
        byte[] old = ext(tree, "old.ext4", "1600000000");
        byte[] current = ext(tree, "new.ext4", "1700000000");
        Weighed answer = compared(old, current);
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("container-time", "entry-time");

        // Options that are mounted with by default.
        byte[] options = current.clone();
        options[1024 + 0x100] ^= 4;
        assertThat(compared(old, options).verdict()).isEqualTo("PARTIAL");
        // A file that can't be changed any more.
        Tool.text(
                "debugfs",
                "-w",
                "-R",
                "sif /etc/config flags 0x80010",
                room.resolve("new.ext4").toString());
        assertThat(compared(old, Files.readAllBytes(room.resolve("new.ext4"))).verdict())
                .isEqualTo("PARTIAL");
    }

    private byte[] ext(Path tree, String name, String time) throws IOException {
        Path image = room.resolve(name);
        String id = "11111111-2222-3333-4444-555555555555";
        Tool.text(
                "env",
                "E2FSPROGS_FAKE_TIME=" + time,
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-O",
                "^metadata_csum",
                "-d",
                tree.toString(),
                "-U",
                id,
                "-E",
                "hash_seed=" + id,
                image.toString(),
                "2m");
        return Files.readAllBytes(image);
    }

    @Test
    void zipOrderAndTimesAreAccountedFor() throws IOException {
        Path tree = Files.createDirectories(room.resolve("zipped"));
        Files.writeString(tree.resolve("a"), "one file\n".repeat(100));
        Files.writeString(tree.resolve("b"), "another file\n".repeat(100));
        Tool.of("zip", "-q", "../old.zip", "a", "b").in(tree).succeed();
        Files.setLastModifiedTime(tree.resolve("a"), java.nio.file.attribute.FileTime.fromMillis(1_600_000_000_000L));
        Tool.of("zip", "-q", "-1", "../new.zip", "b", "a").in(tree).succeed();
        byte[] old = Files.readAllBytes(room.resolve("old.zip"));
        Weighed answer = compared(old, Files.readAllBytes(room.resolve("new.zip")));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("entry-order", "entry-time");

        Tool.of("zip", "-q", "-z", "../new.zip")
                .in(tree)
                .fed("a comment".getBytes(StandardCharsets.UTF_8))
                .succeed();
        assertThat(compared(old, Files.readAllBytes(room.resolve("new.zip"))).verdict())
                .isEqualTo("PARTIAL");
    }

    @Test
    void aBuildIdAndItsLinkAreAccountedFor() throws IOException {
        byte[] other = SmallElf.usual()
                .with(".note.gnu.build-id", SmallElf.buildId("jihgfedcba9876543210"))
                .with(".gnu_debuglink", SmallElf.debugLink("76543210fedcba9876543210.debug", 0x55667788))
                .bytes();
        Weighed answer = compared(tree().bytes(), with("bin/tool", other));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).containsExactly("build-id", "debug-link");
        assertThat(answer.files()).containsEntry("bin/tool", "MATCH_EXPLAINED build-id, debug-link");
        assertThat(answer.spans()).isEqualTo(6);
    }

    @Test
    void otherSectionsLeaveTheCodeTheSame() throws IOException {
        byte[] other =
                SmallElf.usual().with(".comment", "GCC: (b compiler) 14.2.1\0").bytes();
        Weighed answer = compared(tree().bytes(), with("bin/tool", other));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("CODE_SAME");
        assertThat(answer.files().get("bin/tool")).contains(".comment").doesNotContain(".text");
    }

    @Test
    void aModulesSignatureIsLocated() throws IOException {
        byte[] module = SmallElf.usual().bytes();
        byte[] old =
                new TarTree().with("a.ko", TarTree.file(signed(module, "one"))).bytes();
        Weighed answer = compared(
                old,
                new TarTree().with("a.ko", TarTree.file(signed(module, "two"))).bytes());
        assertThat(answer.files().get("a.ko")).isEqualTo("IDENTICAL_EXCEPT_SIGNATURE module-signature");

        answer = compared(signed(module, "one"), signed(module, "two"));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("IDENTICAL_EXCEPT_SIGNATURE");
        assertThat(compared(module, signed(module, "one")).verdict()).isEqualTo("IDENTICAL_EXCEPT_SIGNATURE");

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

=======
>>>>>>> ladder
    private static Consumer<TarTree> changed(String path, java.util.function.UnaryOperator<TarTree.Node> change) {
        return tree -> tree.with(path, change.apply(tree.get(path)));
    }

    private static Consumer<TarTree> tool(byte[] content) {
        return changed("bin/tool", node -> node.content(content));
    }

    private static byte[] flipped(String text) {
        byte[] elf = SmallElf.usual().bytes();
        int at = new String(elf, StandardCharsets.ISO_8859_1).indexOf(text);
        elf[at + 3] ^= 1;
        return elf;
    }

    @Test
    void nothingThatMattersIsEverSetAside() throws IOException {
        byte[] elf = SmallElf.usual().bytes();
        Map<String, Consumer<TarTree>> mutations = new LinkedHashMap<>();
        mutations.put("setuid bit", changed("bin/tool", node -> node.mode(04755)));
        mutations.put("mode of a folder", changed("bin/", node -> node.mode(0777)));
        mutations.put("owner", changed("etc/passwd", node -> node.owner(1000, 0, "root")));
        mutations.put("capability", changed("bin/ping", node -> node.attribute("security.capability", "new value")));
        mutations.put("attribute added", changed("bin/tool", node -> node.attribute("user.note", "x")));
        mutations.put("link target", changed("bin/link", node -> node.target("ping")));
        mutations.put("device node", changed("dev/null", node -> node.device("1:1")));
        mutations.put("type", changed("bin/link", _ -> TarTree.file("tool")));
        mutations.put(
                "key swapped", changed("etc/key.pem", node -> node.content("the key of another, its modulus and so")));
        mutations.put("account added", changed("etc/passwd", node -> node.content("root:x:0:0::/:\neve::0:0::/:\n")));
        mutations.put("file added", tree -> tree.with("etc/cron", TarTree.file("* * * * * root /bin/tool\n")));
        mutations.put("file removed", tree -> tree.without("bin/link"));
        mutations.put(
                "file renamed",
                tree -> tree.with("etc/key2.pem", tree.get("etc/key.pem")).without("etc/key.pem"));
        mutations.put("byte flipped in code", tool(flipped("code and more")));
        mutations.put("byte flipped in constants", tool(flipped("constants")));
        mutations.put("bytes behind a section", tool(Arrays.copyOf(elf, elf.length + 16)));
        byte[] behind = elf.clone();
        // Between .comment, which ends at an odd place, and what follows it.
        int gap = new String(elf, StandardCharsets.ISO_8859_1).indexOf("14.2.0\0") + 7;
        behind[gap] = 0x41;
        mutations.put("bytes between sections", tool(behind));
        mutations.put(
                "a longer build-id that holds a payload",
                tool(SmallElf.usual()
                        .with(".note.gnu.build-id", SmallElf.buildId("0123456789abcdefghij a payload"))
                        .bytes()));
        mutations.put(
                "a build-id with bytes behind it",
                tool(SmallElf.usual()
                        .with(".note.gnu.build-id", Arrays.copyOf(SmallElf.buildId("0123456789abcdefghij"), 48))
                        .bytes()));
        mutations.put(
                LINK,
                tool(SmallElf.usual()
                        .with(".gnu_debuglink", SmallElf.debugLink("/usr/bin/a-path-to-some/where", 0x11223344))
                        .bytes()));
        mutations.put("a time, and a byte more", tree -> {
            tree.at(1_700_000_000);
            tree.with("etc/passwd", tree.get("etc/passwd").content("root:x:0:0::/:/bin/sh\n\n"));
        });
        // Each applied alone, to a copy of the tree in a folder of its own: a path's rung is its own.
        TarTree old = new TarTree();
        TarTree current = new TarTree();
        mutations.forEach((name, mutation) -> {
            TarTree other = tree();
            mutation.accept(other);
            old.withAll(name + "/", tree());
            current.withAll(name + "/", other);
        });
<<<<<<< HEAD
        Weighed answer = compared(old.bytes(), current.bytes());
=======
        Ladder.Answer answer = compared(old.bytes(), current.bytes());
>>>>>>> ladder
        assertThat(answer.verdict()).isEqualTo("PARTIAL");
        mutations.forEach((name, _) -> assertThat(answer.files())
                .as(name)
                .anySatisfy((path, why) -> assertThat(path + " " + why)
                        .startsWith(name + "/")
                        .contains(name.equals(LINK) ? "CODE_SAME" : "MISMATCH")));
        assertThat(mutations).hasSizeGreaterThan(20);
    }

    @Test
    void anOwnersNameIsNotSetAside() throws IOException {
        TarTree other = tree();
        other.with("etc/passwd", other.get("etc/passwd").owner(0, 0, "eve"));
<<<<<<< HEAD
        Weighed answer = compared(tree().bytes(), other.bytes());
=======
        Ladder.Answer answer = compared(tree().bytes(), other.bytes());
>>>>>>> ladder
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("PARTIAL");
        assertThat(answer.files().get("")).contains("in more than times");
    }

    @Test
    void aStreamHoldsNothingBeside() throws IOException {
        byte[] old = gzip(tree().bytes());
        byte[] extra = new byte[old.length + 8];
        System.arraycopy(old, 0, extra, 0, 10);
        extra[3] |= 4;
        System.arraycopy(new byte[] {6, 0, 'p', 'a', 'y', 'l', 'o', 'd'}, 0, extra, 10, 8);
        System.arraycopy(old, 10, extra, 18, old.length - 10);
        assertThat(compared(old, extra).verdict()).isEqualTo("PARTIAL");

        byte[] behind = Arrays.copyOf(old, old.length + 4);
        behind[old.length] = 0x33;
        behind[old.length + 2] = 0x44;
        assertThat(compared(old, behind).verdict()).isEqualTo("PARTIAL");

        byte[] time = old.clone();
        time[4] = 1;
<<<<<<< HEAD
        Weighed answer = compared(old, time);
=======
        Ladder.Answer answer = compared(old, time);
>>>>>>> ladder
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("container-time");
    }

    @Test
    void dossiersAloneCantTell() throws IOException {
        Path old = examined("old", tree().bytes());
        Path current = examined("new", tree().at(1_700_000_000).bytes());
        String out = room.resolve("out").toString();
        Called called = Called.with("compare", "--equivalence", "--out", out, old.toString(), current.toString());
        assertThat(called.code()).isZero();
        assertThat(called.out()).contains("NOT_TRIED");
        called =
                Called.with("compare", "--equivalence", "--contents", "--out", out, old.toString(), current.toString());
        assertThat(called.out()).contains("MATCH_EXPLAINED");
    }

    @Test
    void theCommandNamesCompilersAndSaysWhatASignatureIsWorth() throws IOException {
        byte[] module = SmallElf.usual().bytes();
        Path older = Files.write(
                room.resolve("older.tar"),
                tree().with("a.ko", TarTree.file(module)).bytes());
        byte[] tool =
                SmallElf.usual().with(".comment", "GCC: (b compiler) 14.2.1\0").bytes();
        TarTree other = tree().with("a.ko", TarTree.file(ElfEquivalenceTest.signed(room, module, "one")));
        other.with("bin/tool", other.get("bin/tool").content(tool));
        Path newer = Files.write(room.resolve("newer.tar"), other.bytes());
        Called called = Called.with(
                "compare",
                "--equivalence",
                "--out",
                room.resolve("out").toString(),
                older.toString(),
                newer.toString());
        assertThat(called.out())
                .contains("compiled   GCC: (a compiler) 14.2.0 -> GCC: (b compiler) 14.2.1, in bin/tool")
                .contains("signatures were located, not verified");
    }

    private Path examined(String name, byte[] release) throws IOException {
        Path dossier = room.resolve(name + ".dossier");
        Path file = Files.write(room.resolve(name), release);
        Examination.examine(file, dossier, Run.standard(), List.of(), Optional.empty(), _ -> {});
        return dossier;
    }
}
