package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.unpack.format.FormatSamples.damage;
import static org.vitrine.unpack.format.FormatSamples.joined;
import static org.vitrine.unpack.format.FormatSamples.plausible;
import static org.vitrine.unpack.format.FormatSamples.reasons;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;

/// zip against Info-ZIP, 7-Zip and Python's zipfile.
final class ZipTest {
    @TempDir
    Path folder;

    /// Name, size and SHA-256 of each file, as Python's zipfile reads them.
    private static List<String> listed(byte[] zip) throws Exception {
        String script = """
                import zipfile, sys, io, hashlib
                z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
                for i in z.infolist():
                    if i.is_dir(): print(i.filename.rstrip('/'))
                    else:
                        d = z.read(i)
                        print(i.filename, len(d), hashlib.sha256(d).hexdigest())
                """;
        return new String(Tool.bytes(zip, "python3", "-c", script), UTF_8)
                .lines()
                .toList();
    }

    private static List<String> lines(RecordingSink sink) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : sink.entries) {
            String path = RecordingSink.path(entry);
            if (entry.type() == ArtifactType.DIRECTORY) {
                lines.add(path);
            } else {
                byte[] content = entry.type() == ArtifactType.SYMLINK
                        ? entry.target().bytes()
                        : sink.files.getOrDefault(path, new byte[0]);
                lines.add(path + " " + content.length + " " + Digest.ofContent(Bytes.of(content)));
            }
        }
        return lines;
    }

    private static RecordingSink opens(byte[] zip) throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(sink.problems).isEmpty();
        assertThat(lines(sink)).isEqualTo(listed(zip)).isNotEmpty();
        assertThat(sink.end).isEqualTo(zip.length);
        assertThat(new Zip()
                        .claim(Bytes.of(joined(zip, plausible(100_000, 8))), 0)
                        .orElseThrow())
                .isEqualTo(Claim.strong(0, zip.length));
        return sink;
    }

    private void fill() throws Exception {
        Files.createDirectories(folder.resolve("etc/init.d"));
        Files.write(folder.resolve("etc/passwd"), plausible(70_000, 2));
        Files.write(folder.resolve("etc/empty"), new byte[0]);
        Files.write(folder.resolve("etc/noise"), plausible(10, 3));
        Files.createSymbolicLink(folder.resolve("etc/link"), Path.of("/bin/../busybox"));
        Tool.bytesIn(folder, "chmod", "4750", "etc/passwd");
        Tool.bytesIn(folder, "touch", "-d", "2011-12-13T14:15:17Z", "etc/passwd");
    }

    @Test
    void whatInfoZipWrites() throws Exception {
        fill();
        byte[] zip = Tool.bytesIn(folder, "zip", "-q", "-r", "-y", "-", "etc");
        Tool.bytesIn(folder, "zip", "-q", "-r", "-y", "file.zip", "etc");
        RecordingSink sink = opens(Files.readAllBytes(folder.resolve("file.zip")));
        Entry passwd = sink.entries.stream()
                .filter(entry -> RecordingSink.path(entry).equals("etc/passwd"))
                .findFirst()
                .orElseThrow();
        assertThat(passwd.mode()).isEqualTo(04750);
        assertThat(passwd.recorded()).isEqualTo(Recorded.MODE_OWNER_TIME);
        assertThat(passwd.mtime()).isEqualTo(1_323_785_717L);
        assertThat(passwd.uid())
                .isEqualTo(Integer.toUnsignedLong((int) Files.getAttribute(folder.resolve("etc/passwd"), "unix:uid")));
        assertThat(sink.entries)
                .anyMatch(entry ->
                        entry.type() == ArtifactType.SYMLINK && entry.target().equals(Name.of("/bin/../busybox")));
        // Written to a pipe: sizes stand behind the data.
        opens(zip);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Copy", "Deflate", "Deflate64", "BZip2", "LZMA"})
    void methodsOfSevenZip(String method) throws Exception {
        fill();
        Files.write(folder.resolve("etc/big"), joined(plausible(500_000, 4), new byte[400_000], plausible(90_000, 5)));
        Tool.bytesIn(folder, "7z", "a", "-tzip", "-mm=" + method, "file.zip", "etc/big", "etc/passwd", "etc/noise");
        byte[] zip = Files.readAllBytes(folder.resolve("file.zip"));
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(sink.problems).isEmpty();
        for (String name : List.of("etc/big", "etc/passwd", "etc/noise")) {
            assertThat(sink.files.get(name)).isEqualTo(Files.readAllBytes(folder.resolve(name)));
        }
        assertThat(sink.end).isEqualTo(zip.length);
        damage(new Zip(), zip, 51, 60);
    }

    @Test
    void xzAndMethodsWithoutAReader() throws Exception {
        byte[] content = plausible(5000, 1);
        byte[] zip = new ZipSample()
                .add("xz", 95, Tool.bytes(content, "xz"), content)
                .add("zstd", 93, Tool.bytes(content, "zstd"), content)
                .add("implode", 6, content, content)
                .done();
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(sink.files.get("xz")).isEqualTo(content);
        assertThat(sink.files.get("zstd")).isEmpty();
        assertThat(sink.problems).hasSize(2).allMatch(problem -> problem instanceof Problem.Unsupported);
        assertThat(reasons(sink).getFirst()).isEqualTo("compression method: zstd; 5000 bytes declared");
    }

    @Test
    void wrongContentIsSeen() throws Exception {
        byte[] content = plausible(5000, 1);
        byte[] other = plausible(5000, 2);
        byte[] zip = new ZipSample()
                .add("crc", 0, content, other)
                .add("size", 0, content, Arrays.copyOf(content, 4000))
                .done();
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(reasons(sink)).hasSize(2).first().asString().startsWith("crc-32: ");
        assertThat(sink.files.get("crc")).isEqualTo(content);
    }

    @Test
    void zip64AndManyEntries() throws Exception {
        String script = """
                import zipfile, sys
                z = zipfile.ZipFile(sys.stdout.buffer if sys.argv[1] == 'pipe' else sys.argv[2], 'w')
                with z.open('forced', 'w', force_zip64=True) as f: f.write(b'x' * 1000)
                for i in range(70000 if sys.argv[1] == 'many' else 3): z.writestr('f%d' % i, b'')
                z.close()
                """;
        opens(Tool.bytes(new byte[0], "python3", "-c", script, "pipe"));
        Path many = folder.resolve("many.zip");
        Tool.bytes(new byte[0], "python3", "-c", script, "many", many.toString());
        RecordingSink sink = RecordingSink.unpack(new Zip(), Files.readAllBytes(many));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.entries).hasSize(70_001);
        assertThat(sink.end).isEqualTo(Files.size(many));
    }

    @Test
    void prefixCommentAndEmpty() throws Exception {
        fill();
        Tool.bytesIn(folder, "zip", "-q", "-r", "file.zip", "etc");
        Tool.of("zip", "-q", "-z", "file.zip")
                .in(folder)
                .fed("a comment\u001b[0m".getBytes(UTF_8))
                .succeed();
        byte[] zip = Files.readAllBytes(folder.resolve("file.zip"));
        assertThat(opens(zip).headers).containsEntry("comment", "a comment\\x1b[0m");
        byte[] prefixed = joined(plausible(999, 6), zip);
        Files.write(folder.resolve("sfx"), prefixed);
        Tool.bytesIn(folder, "zip", "-q", "-A", "sfx");
        for (byte[] image : List.of(prefixed, Files.readAllBytes(folder.resolve("sfx")))) {
            Bytes bytes = Bytes.of(joined(image, plausible(5000, 7)));
            RecordingSink sink = new RecordingSink();
            Claim claim = new Zip().claim(bytes, 999).orElseThrow();
            assertThat(claim).isEqualTo(Claim.strong(999, zip.length));
            assertThat(new Zip().unpack(bytes, claim, sink)).isEqualTo(999 + zip.length);
            assertThat(sink.problems).isEmpty();
            assertThat(lines(sink)).isEqualTo(listed(zip));
        }
        RecordingSink empty = RecordingSink.unpack(new Zip(), joined(new ZipSample().done(), zip));
        assertThat(empty.problems).isEmpty();
        assertThat(empty.end).isEqualTo(22);
    }

    @Test
    void archivesInsideAndBehind() throws Exception {
        byte[] content = plausible(3000, 1);
        byte[] inner = new ZipSample().add("inner", 0, content, content).done();
        ZipSample outer = new ZipSample();
        for (int i = 0; i < 100; i++) {
            outer.add("jar" + i, 0, inner, inner);
        }
        byte[] zip = outer.done();
        RecordingSink sink = RecordingSink.unpack(new Zip(), joined(zip, inner, plausible(50, 1)));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files).hasSize(100).containsEntry("jar99", inner);
        assertThat(sink.end).isEqualTo(zip.length);
    }

    @Test
    void withoutDirectory() throws Exception {
        fill();
        byte[] piped = Tool.bytesIn(folder, "zip", "-q", "-r", "-", "etc");
        Tool.bytesIn(folder, "zip", "-q", "-r", "file.zip", "etc");
        for (byte[] whole : List.of(piped, Files.readAllBytes(folder.resolve("file.zip")))) {
            int directory = (int) Bytes.of(whole).indexOf(new byte[] {'P', 'K', 1, 2}, 0, whole.length);
            RecordingSink sink = RecordingSink.unpack(new Zip(), Arrays.copyOf(whole, directory));
            assertThat(reasons(sink))
                    .containsExactly("end of central directory: missing; read by its local headers, without modes");
            assertThat(lines(sink)).isEqualTo(listed(whole));
            assertThat(sink.end).isEqualTo(directory);
        }
    }

    @Test
    void cutInsideAnEntry() throws Exception {
        byte[] first = plausible(3000, 1);
        byte[] zip = new ZipSample()
                .add("a", 0, first, first)
                .add("b", 0, first, first)
                .done();
        RecordingSink sink = RecordingSink.unpack(new Zip(), Arrays.copyOf(zip, 5000));
        assertThat(sink.files.get("a")).isEqualTo(first);
        assertThat(sink.files.get("b")).isEqualTo(Arrays.copyOf(first, 5000 - 3062));
        assertThat(reasons(sink)).hasSize(2).last().asString().startsWith("uncompressed size: 3000 declared");
        // A zip behind a cut one is its own.
        byte[] image = joined(Arrays.copyOf(zip, 3031), zip);
        sink = RecordingSink.unpack(new Zip(), image);
        assertThat(sink.end).isEqualTo(3031);
        assertThat(new Zip().claim(Bytes.of(image), 3031).orElseThrow().measured())
                .isTrue();
    }

    @Test
    void entriesThatOverlap() {
        byte[] content = plausible(1000, 1);
        ZipSample archive = new ZipSample().add("first", 0, content, content);
        for (int i = 0; i < 50; i++) {
            archive.list("again" + i, 0, 0, content, content, 0);
        }
        RecordingSink sink = RecordingSink.unpack(new Zip(), archive.done());
        assertThat(sink.entries).hasSize(51);
        assertThat(sink.files.get("first")).isEqualTo(content);
        assertThat(sink.files.get("again0")).isEmpty();
        assertThat(sink.problems.stream().filter(each -> each instanceof Problem.Unsafe))
                .hasSize(50);
    }

    @Test
    void aMillionToOne() throws Exception {
        // A block of bzip2 at its best: 45 MB in some 36 bytes.
        byte[] zeros = Tool.bytes(new byte[0], "sh", "-c", "head -c 183560000 /dev/zero | bzip2");
        byte[] stored = new byte[0];
        for (int i = 0; i < 11; i++) {
            stored = joined(stored, zeros);
        }
        int size = 11 * 183_560_000;
        byte[] zip = new ZipSample()
                .local("bomb", 0, 12, stored, new byte[0])
                .list("bomb", 0, 12, stored, size, 0, 0)
                .done();
        assertThat(size / zip.length).isGreaterThan(1_000_000);
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(sink.problems).hasSize(1).first().isInstanceOf(Problem.LimitReached.class);
        // More than was declared stops the decoder too.
        byte[] lying = new ZipSample()
                .local("bomb", 0, 12, stored, new byte[0])
                .list("bomb", 0, 12, stored, 1000, 0, 0)
                .done();
        sink = RecordingSink.unpack(new Zip(), lying);
        assertThat(sink.problems).hasSize(1).first().isInstanceOf(Problem.LimitReached.class);
    }

    @Test
    void namesThatClimbAndNamesThatDiffer() {
        byte[] content = plausible(10, 1);
        byte[] zip = new ZipSample()
                .add("../../etc/passwd", 0, content, content)
                .add("/etc/shadow", 0, content, content)
                .local("seen", 0, 0, content, content)
                .list("told", 0, 0, content, content, 2 * (30 + 10) + 16 + 11)
                .done();
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(sink.files).containsOnlyKeys("../../etc/passwd", "etc/shadow", "told");
        assertThat(reasons(sink))
                .containsExactly(
                        "file name: climbs out of its folder: ../../etc/passwd",
                        "file name: an absolute path: /etc/shadow",
                        "file name: its local header names it seen, the directory told");
    }

    @Test
    void whatNoListTells() {
        byte[] content = plausible(100, 1);
        byte[] zip = new ZipSample()
                .add("a", 0, content, content)
                .local("hidden", 0, 0, content, content)
                .add("b", 0, content, content)
                .done();
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(sink.files).containsOnlyKeys("a", "b");
        assertThat(sink.parts).containsOnlyKeys("unlisted@131");
    }

    @Test
    void encryptedEntriesOfTheCorpusAreKept() throws Exception {
        byte[] zip = Corpus.bytes("firmware/format-samples/sevenz__test_password.zip");
        RecordingSink sink = RecordingSink.unpack(new Zip(), zip);
        assertThat(sink.entries).isNotEmpty();
        assertThat(sink.problems).isNotEmpty().allMatch(problem -> problem instanceof Problem.Unsupported);
        assertThat(sink.end).isEqualTo(zip.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tplink-wr841n-v11/TL-WR841N_EU_V11_160325.zip",
                "format-samples/patool__test.jar",
            })
    void archivesOfTheCorpus(String name) throws Exception {
        opens(Corpus.bytes("firmware/" + name));
    }

    @Test
    void carvedFromTheCorpus() throws Exception {
        byte[] image = Corpus.bytes("firmware/format-samples/zip.bin");
        int at = (int) Bytes.of(image).indexOf(new byte[] {'P', 'K', 3, 4}, 0, image.length);
        RecordingSink sink = RecordingSink.unpack(new Zip(), Arrays.copyOfRange(image, at, image.length));
        assertThat(sink.problems).isEmpty();
        assertThat(lines(sink)).isEqualTo(listed(Arrays.copyOfRange(image, at, at + (int) sink.end)));
        byte[] cut = Corpus.bytes("firmware/format-samples/zip_truncated.bin");
        at = (int) Bytes.of(cut).indexOf(new byte[] {'P', 'K', 3, 4}, 0, cut.length);
        sink = RecordingSink.unpack(new Zip(), Arrays.copyOfRange(cut, at, cut.length));
        assertThat(sink.entries).isNotEmpty();
        assertThat(sink.problems).isNotEmpty();
    }

    @Test
    void damaged() throws Exception {
        fill();
        Tool.bytesIn(folder, "zip", "-q", "-r", "-y", "file.zip", "etc");
        byte[] zip = Files.readAllBytes(folder.resolve("file.zip"));
        damage(new Zip(), zip, 52, 300);
        byte[] end = Arrays.copyOfRange(zip, zip.length - 22, zip.length);
        byte[] small =
                new ZipSample().add("a", 0, end, end).add("../b", 8, end, end).done();
        damage(new Zip(), small, 53, 2000);
        damage(new Zip(), Tool.bytesIn(folder, "zip", "-q", "-r", "-", "etc"), 54, 200);
    }
}
