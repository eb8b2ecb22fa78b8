package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Claim;

/// File systems that mkfs.vfat makes and mtools fill, as 7z and the host read them.
class FatTest {
    private static final long WHEN = 1_600_000_000L;

    private static byte[] image(Path room, int bits, int kilobytes) throws Exception {
        Path tree = Files.createDirectories(room.resolve("tree/Folder with a long name/b"));
        Path top = room.resolve("tree");
        byte[] noise = new byte[70_001];
        new Random(1).nextBytes(noise);
        Files.write(top.resolve("NOISE.BIN"), noise);
        Files.write(top.resolve("lower.txt"), "small\n".getBytes(StandardCharsets.US_ASCII));
        Files.write(tree.resolve("a name longer than thirteen, and .more. than one piece"), noise);
        Files.write(tree.resolve("\u00e4\u00f6\u6f22"), new byte[] {1});
        Files.write(top.resolve("empty"), new byte[0]);
        for (int i = 0; i < 90; i++) {
            Files.write(tree.resolve("many number " + i), new byte[] {(byte) i});
        }
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.toList()) {
                Files.setLastModifiedTime(each, FileTime.fromMillis(WHEN * 1000));
            }
        }
        Path image = room.resolve("fat" + bits + ".img");
        Files.write(image, new byte[kilobytes * 1024]);
        Tool.text("mkfs.vfat", "-F", "" + bits, "-n", "LABEL", "-i", "1234abcd", image.toString());
        Tool.needs("mcopy");
        Tool.of(
                        "env",
                        "LC_ALL=C.UTF-8",
                        "mcopy",
                        "-s",
                        "-m",
                        "-i",
                        image.toString(),
                        top.resolve("NOISE.BIN").toString(),
                        top.resolve("lower.txt").toString(),
                        top.resolve("empty").toString(),
                        top.resolve("Folder with a long name").toString(),
                        "::")
                .succeed();
        return Files.readAllBytes(image);
    }

    private static Map<String, String> host(Path top) throws Exception {
        Map<String, String> host = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                host.put(top.relativize(each).toString(), digest(Files.readAllBytes(each)));
            }
        }
        return host;
    }

    private static String digest(byte[] bytes) {
        return Digest.of(Digest.sha256().digest(bytes)).toString();
    }

    private static Map<String, String> found(RecordingSink sink) {
        Map<String, String> found = new TreeMap<>();
        sink.files.forEach((path, content) -> found.put(path, digest(content)));
        return found;
    }

    @ParameterizedTest
    @CsvSource({"12, 2048", "16, 16384", "32, 40000"})
    void holdsWhatMtoolsWrote(int bits, int kilobytes, @TempDir Path room) throws Exception {
        byte[] image = image(room, bits, kilobytes);
        RecordingSink sink = RecordingSink.unpack(new Fat(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(found(sink)).hasSize(95).isEqualTo(host(room.resolve("tree")));
        assertThat(sink.headers)
                .containsEntry("type", "FAT" + bits)
                .containsEntry("volume_label", "LABEL")
                .containsEntry("BS_VolID", "0x1234abcd");
        assertThat(sink.entries)
                .filteredOn(entry -> entry.type() == ArtifactType.FILE)
                .allMatch(entry -> entry.mtime() == WHEN);
        assertThat(sink.entries)
                .filteredOn(entry -> entry.type() == ArtifactType.DIRECTORY)
                .hasSize(2);
        assertThat(sink.end).isEqualTo(image.length);
    }

    @Test
    void sampleOfTheCorpus(@TempDir Path room) throws Exception {
        Path sample = Corpus.path("firmware/format-samples/sevenz__fat.img.xz");
        byte[] image = Tool.bytes(new byte[0], "xz", "-dc", sample.toString());
        Files.write(room.resolve("fat.img"), image);
        Tool.bytesIn(room, "7z", "x", "-oout", "fat.img");
        RecordingSink sink = RecordingSink.unpack(new Fat(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(found(sink)).hasSize(3).isEqualTo(host(room.resolve("out")));
    }

    @Test
    void chainsThatLoopAndCross(@TempDir Path room) throws Exception {
        byte[] image = image(room, 16, 16_384);
        int reserved = (image[14] & 0xff | (image[15] & 0xff) << 8) * 512;
        // The second cluster of the chain of NOISE.BIN, which mcopy wrote first, goes back to the first.
        byte[] looped = image.clone();
        looped[reserved + 3 * 2] = 2;
        looped[reserved + 3 * 2 + 1] = 0;
        RecordingSink sink = RecordingSink.unpack(new Fat(), looped);
        assertThat(FormatSamples.reasons(sink))
                .anyMatch(reason -> reason.endsWith("is met again"))
                .anyMatch(reason -> reason.contains("second table differs"));
        assertThat(sink.files).hasSize(95);
        // Every chain goes on in cluster 2.
        byte[] crossed = image.clone();
        for (int i = 3; i < 4000; i++) {
            crossed[reserved + i * 2] = 2;
            crossed[reserved + i * 2 + 1] = 0;
        }
        RecordingSink crossing = RecordingSink.unpack(new Fat(), crossed);
        assertThat(crossing.files.values().stream()
                        .mapToInt(content -> content.length)
                        .sum())
                .isLessThan(image.length);
        assertThat(crossing.problems).isNotEmpty();
    }

    @Test
    void longNamesThatBelongToNobody(@TempDir Path room) throws Exception {
        byte[] image = image(room, 12, 2048);
        int at = 0;
        while (image[at + 11] != 0x0f || (image[at] & 0x40) == 0 || at % 32 != 0) {
            at += 32;
        }
        image[at + 13] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Fat(), image);
        assertThat(sink.problems).isNotEmpty();
        assertThat(sink.files).hasSize(95);
        assertThat(List.of("FOLDER~1", "lower.txt"))
                .anyMatch(name -> sink.entries.stream()
                        .anyMatch(entry -> RecordingSink.path(entry).startsWith(name)));
    }

    @Test
    void cutAndFlipped(@TempDir Path room) throws Exception {
        byte[] image = image(room, 12, 2048);
        assertThat(new Fat().claim(Bytes.of(Arrays.copyOf(image, 100_000)), 0)).contains(Claim.strong(0, 100_000));
        RecordingSink cut = RecordingSink.unpack(new Fat(), Arrays.copyOf(image, 100_000));
        assertThat(cut.problems).hasSizeGreaterThan(1);
        FormatSamples.damage(new Fat(), image, 9, 300);
    }
}
