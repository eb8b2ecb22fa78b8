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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Examination;
import org.vitrine.change.equivalence.NormalisedSpan;
import org.vitrine.evidence.Run;
import org.vitrine.testing.Tool;

/// A rebuilt release against the shipped one: what only a build's circumstances change is accounted for,
/// span by span,
/// and nothing that matters is ever set aside.
class EquivalenceTest {
    /// What is not loaded when the file runs is no match, either, but is told apart.
    private static final String LINK = "a link to another name";

    @TempDir
    private Path room = Path.of("");

    private Ladder.Answer compared(byte[] old, byte[] current) throws IOException {
        try (Ladder ladder = new Ladder(Files.createTempDirectory(room, "ladder"))) {
            return ladder.of(old, current);
        }
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
        Ladder.Answer answer = compared(tree().bytes(), tree().bytes());
        assertThat(answer.verdict()).isEqualTo("IDENTICAL");
        assertThat(answer.files()).isEmpty();
        assertThat(answer.spans()).isZero();
        assertThat(answer.residual()).isZero();
    }

    @Test
    void timesOrderAndCompressionAreAccountedFor() throws IOException {
        byte[] other = tree().at(1_700_000_000).bytes(true);
        Ladder.Answer answer = compared(gzip(tree().bytes()), Tool.bytes(other, "xz", "-c"));
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
        compared(old, current).of(NormalisedSpan.class).stream()
                .filter(span ->
                        span.side() == NormalisedSpan.Where.NEW && span.path().isEmpty() && span.length() > 0)
                .forEach(span -> Arrays.fill(listed, (int) span.offset(), (int) (span.offset() + span.length()), true));
        int differing = 0;
        for (int i = 0; i < old.length; i++) {
            differing += old[i] == current[i] ? 0 : 1;
            assertThat(old[i] == current[i] || listed[i]).as("byte %d", i).isTrue();
        }
        assertThat(differing).isPositive();
    }

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
        Ladder.Answer answer = compared(old.bytes(), current.bytes());
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
        Ladder.Answer answer = compared(tree().bytes(), other.bytes());
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
        Ladder.Answer answer = compared(old, time);
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
        TarTree other = tree().with("a.ko", TarTree.file(SignedModule.of(room, module, "one")));
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
