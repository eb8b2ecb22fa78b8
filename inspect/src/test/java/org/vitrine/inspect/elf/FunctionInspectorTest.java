package org.vitrine.inspect.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.ElfHeader;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// Rows about functions and sections: of programs made here, and of two releases of real devices.
final class FunctionInspectorTest {
    private static final String SOURCE = """
            int add(int a, int b) { return a + b; }
            int twice(int a) { return add(a, a) * 2; }
            static const char text[] = "some text";
            const char *say(void) { return text; }
            """;

    @TempDir
    private Path scratch;

    @Test
    void rowsOfAProgram() throws Exception {
        Path file = library("one", "-Wl,--build-id=0x11223344");
        List<Function> functions = functions(file);
        assertThat(functions).extracting(Function::name).containsExactly("add", "twice", "say");
        assertThat(functions).allMatch(function -> function.bounds() == Function.Bounds.SYMBOL);
        assertThat(functions).allMatch(function -> function.basis() == Function.Basis.DECODED);
        assertThat(functions).extracting(Function::shape).doesNotHaveDuplicates();
    }

    /// A file that was only linked again says so by its sections.
    @Test
    void onlyTheBuildIdDiffers() throws Exception {
        Path before = library("one", "-Wl,--build-id=0x11223344");
        Path after = library("two", "-Wl,--build-id=0x99aabbcc");
        assertThat(functions(after)).isEqualTo(functions(before));
        Map<String, Digest> old = sections(before);
        Map<String, Digest> young = sections(after);
        assertThat(young.keySet()).isEqualTo(old.keySet());
        assertThat(young.keySet().stream()
                        .filter(name -> !Objects.equals(young.get(name), old.get(name)))
                        .toList())
                .containsExactly("SECTION .note.gnu.build-id");
    }

    @Test
    void everyByteIsInOneRow() throws Exception {
        Path file = library("one", "-Wl,--build-id=0x11223344");
        long total = facts(new SectionInspector(), file).stream()
                .mapToLong(fact -> ((ElfSection) fact).length())
                .sum();
        assertThat(total).isEqualTo(Files.size(file));
        Path stripped = Extracted.squashfs(
                        Corpus.image("openwrt-18.06.4-ramips-mt76x8-tl-wr840n-v5-squashfs" + "-sysupgrade.bin"),
                        1_442_268)
                .resolve("bin/busybox");
        List<Fact> segments = facts(new SectionInspector(), stripped);
        assertThat(segments)
                .extracting(fact -> ((ElfSection) fact).part())
                .containsExactly(ElfSection.Part.SEGMENT, ElfSection.Part.SEGMENT, ElfSection.Part.REST);
        assertThat(segments.stream()
                        .mapToLong(fact -> ((ElfSection) fact).length())
                        .sum())
                .isEqualTo(Files.size(stripped));
    }

    @Test
    void whatIsNoElfGivesNothing() throws Exception {
        Path file = scratch.resolve("text");
        Files.writeString(file, "\177EL", StandardCharsets.US_ASCII);
        assertThat(facts(new FunctionInspector(), file)).isEmpty();
        assertThat(facts(new SectionInspector(), file)).isEmpty();
    }

    /// ARM programs, most of them stripped, of one device: a library that was only built again at
    /// another time, with its date in it, has no changed function.
    @Test
    void technicolor() throws Exception {
        Path before = Extracted.rootfs("technicolor-dga4131-18.3.0439");
        Path after = Extracted.rootfs("technicolor-dga4131-18.3.0462");
        assertThat(changed(before, after, "usr/lib/libcrypto.so.1.0.0")).isZero();
        assertThat(changed(before, after, "usr/lib/libstdc++.so.6.0.21")).isZero();
        assertThat(changed(before, after, "usr/sbin/visudo")).isZero();
        assertThat(changed(before, after, "usr/sbin/nginx")).isZero();
        assertThat(changed(before, after, "lib/modules/4.1.38/rdpa.ko")).isZero();
        assertThat(changed(before, after, "usr/sbin/hostapd")).isEqualTo(1);
        int all = 0;
        int changed = 0;
        for (String path : differing(before, after)) {
            all += functions(after.resolve(path)).size();
            changed += changed(before, after, path);
        }
        assertThat(all).isGreaterThan(30_000);
        assertThat(changed).isBetween(1, all / 100);
    }

    /// MIPS and MIPS16 programs without section headers: a minor release.
    @Test
    void openWrt() throws Exception {
        Path before = openWrt("18.06.4", 1_442_268);
        Path after = openWrt("18.06.9", 1_445_652);
        assertThat(changed(before, after, "bin/busybox")).isZero();
        assertThat(changed(before, after, "sbin/init")).isEqualTo(1);
        assertThat(changed(before, after, "usr/lib/libiwinfo.so")).isEqualTo(1);
        assertThat(changed(before, after, "usr/sbin/wpad")).isBetween(1, 100);
        assertThat(functions(after.resolve("usr/sbin/wpad")).size()).isGreaterThan(2000);
    }

    private static Path openWrt(String version, long offset) {
        String image = "openwrt-" + version + "-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin";
        return Extracted.squashfs(Corpus.image(image), offset);
    }

    /// ELF files at the same place in both trees whose bytes differ.
    private static List<String> differing(Path before, Path after) throws Exception {
        List<String> paths = new ArrayList<>();
        try (Stream<Path> files = Files.walk(after)) {
            for (Path file : files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(Files::isReadable)
                    .sorted()
                    .toList()) {
                Path old = before.resolve(after.relativize(file));
                boolean both = Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(old);
                if (both && ElfHeader.startsWithMagic(Bytes.map(file)) && Files.mismatch(old, file) >= 0) {
                    paths.add("" + after.relativize(file));
                }
            }
        }
        return paths;
    }

    /// How many functions of the second have a shape that the first has not as often.
    private static int changed(Path before, Path after, String path) throws Exception {
        Map<Long, Integer> left = new HashMap<>();
        functions(before.resolve(path)).forEach(function -> left.merge(function.shape(), 1, Integer::sum));
        int changed = 0;
        for (Function function : functions(after.resolve(path))) {
            changed += left.merge(function.shape(), -1, Integer::sum) < 0 ? 1 : 0;
        }
        return changed;
    }

    @Test
    void moreFunctionsThanAnyProgramHas() throws Exception {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            source.append("f").append(i).append(": ret\n.type f").append(i).append(",@function\n");
            source.append(".size f").append(i).append(",1\n");
        }
        Path assembly = Files.writeString(scratch.resolve("many.s"), source);
        Path file = scratch.resolve("many.o");
        Tool.of("clang", "--target=x86_64-linux-gnu", "-c", "-o", file.toString(), assembly.toString())
                .succeed();
        List<Fact> facts = new ArrayList<>();
        assertThatThrownBy(() -> new FunctionInspector().inspect(Digest.NONE, Bytes.map(file), facts::add))
                .isInstanceOf(LimitReached.class)
                .hasMessageContaining("asked=20000");
        assertThat(facts).isEmpty();
    }

    private Path library(String name, String more) throws Exception {
        Path source = scratch.resolve("source.c");
        Files.writeString(source, SOURCE);
        Tool.needs("ld.lld");
        Path file = scratch.resolve(name);
        Tool.of(
                        "clang",
                        "--target=x86_64-linux-gnu",
                        "-O1",
                        "-fno-inline",
                        "-fPIC",
                        "-shared",
                        "-nostdlib",
                        "-fuse-ld=lld",
                        more,
                        "-o",
                        "" + file,
                        "" + source)
                .succeed();
        return file;
    }

    private static List<Function> functions(Path file) throws Exception {
        return facts(new FunctionInspector(), file).stream()
                .map(Function.class::cast)
                .toList();
    }

    private static Map<String, Digest> sections(Path file) throws Exception {
        Map<String, Digest> sections = new TreeMap<>();
        for (Fact fact : facts(new SectionInspector(), file)) {
            ElfSection section = (ElfSection) fact;
            sections.put(section.part() + " " + section.name(), section.digest());
        }
        return sections;
    }

    private static List<Fact> facts(ContentInspector inspector, Path file) throws Exception {
        List<Fact> facts = new ArrayList<>();
        try {
            inspector.inspect(Digest.NONE, Bytes.map(file), facts::add);
        } catch (Unreadable e) {
            throw new AssertionError(file + ": " + e.problem(), e);
        }
        return facts;
    }
}
