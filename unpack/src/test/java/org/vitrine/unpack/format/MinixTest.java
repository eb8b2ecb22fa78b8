package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// The sample of the corpus, and empty file systems of mkfs.minix to which one file is added.
class MinixTest {
    private static byte[] sample(String name) {
        Path sample = Corpus.path("firmware/format-samples/" + name);
        return Tool.bytes(new byte[0], "xz", "-dc", sample.toString());
    }

    @Test
    void holdsTheSameFilesAsTheOtherSamplesOfItsMaker(@TempDir Path room) throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Minix(), sample("generic_fs__minix.img.xz"));
        assertThat(sink.problems).isEmpty();
        Files.write(room.resolve("fat.img"), sample("sevenz__fat.img.xz"));
        Tool.bytesIn(room, "7z", "x", "-oout", "fat.img");
        Map<String, String> expected = new TreeMap<>();
        try (Stream<Path> all = Files.walk(room.resolve("out/get_files_test"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                expected.put(each.getFileName().toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        Map<String, String> found = new TreeMap<>();
        sink.files.forEach((path, content) ->
                found.put(path.substring(path.lastIndexOf('/') + 1), new String(content, StandardCharsets.ISO_8859_1)));
        assertThat(found).hasSize(3).isEqualTo(expected);
        assertThat(sink.headers).containsEntry("version", "1").containsEntry("byte_order", "little-endian");
    }

    private static byte[] made(Path room, int version) throws Exception {
        Path image = room.resolve("minix.img");
        Files.write(image, new byte[2 << 20]);
        Tool.text("mkfs.minix", "-" + version, "-i", "64", image.toString());
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer disk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean third = version == 3;
        int first = disk.getShort(1024 + (third ? 10 : 8));
        int map = 2 + disk.getShort(1024 + (third ? 6 : 4)) + disk.getShort(1024 + (third ? 8 : 6));
        int size = version == 1 ? 32 : 64;
        int inode = map * 1024 + size;
        int zone = first + 20;
        disk.putShort(inode, (short) 0104755);
        if (version == 1) {
            disk.putShort(inode + 2, (short) 1001).putInt(inode + 4, 1030).putInt(inode + 8, 77);
            disk.put(inode + 12, (byte) 5).put(inode + 13, (byte) 1);
            disk.putShort(inode + 14, (short) zone).putShort(inode + 16, (short) (zone + 2));
        } else {
            disk.putShort(inode + 2, (short) 1)
                    .putShort(inode + 4, (short) 1001)
                    .putShort(inode + 6, (short) 5);
            disk.putInt(inode + 8, 1030).putInt(inode + 16, 77);
            disk.putInt(inode + 24, zone).putInt(inode + 28, zone + 2);
        }
        for (int i = 0; i < 1030; i++) {
            disk.put((i < 1024 ? zone : zone + 1) * 1024 + i, (byte) i);
        }
        int name = third ? 60 : 30;
        int entry = first * 1024 + 2 * (name + (third ? 4 : 2));
        if (third) {
            disk.putInt(entry, 2).put(entry + 4, "a file".getBytes(StandardCharsets.US_ASCII));
        } else {
            disk.putShort(entry, (short) 2).put(entry + 2, "a file".getBytes(StandardCharsets.US_ASCII));
        }
        int root = map * 1024 + (version == 1 ? 4 : 8);
        disk.putInt(root, 3 * (name + (third ? 4 : 2)));
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void allVersions(int version, @TempDir Path room) throws Exception {
        byte[] image = made(room, version);
        RecordingSink sink = RecordingSink.unpack(new Minix(), image);
        assertThat(sink.problems).isEmpty();
        byte[] content = sink.files.get("a file");
        assertThat(content).hasSize(1030).startsWith(0, 1, 2).endsWith(0, 1, 2, 3, 4, 5);
        assertThat(sink.entries).hasSize(2).last().satisfies(entry -> {
            assertThat(entry.mode()).isEqualTo(04755);
            assertThat(entry.uid()).isEqualTo(1001);
            assertThat(entry.gid()).isEqualTo(5);
            assertThat(entry.mtime()).isEqualTo(77);
        });
        Files.write(room.resolve("minix.img"), image);
        String listed = Tool.of("fsck.minix", "-fl", room.resolve("minix.img").toString())
                .run()
                .text();
        assertThat(listed).contains("a file");
    }

    @Test
    void foldersThatHoldThemselves(@TempDir Path room) throws Exception {
        byte[] image = made(room, 2);
        int at = (int) Bytes.of(image).indexOf("a file".getBytes(StandardCharsets.US_ASCII), 0, image.length);
        image[at - 2] = 1;
        RecordingSink sink = RecordingSink.unpack(new Minix(), image);
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.Unsafe.class);
    }

    @Test
    void damage(@TempDir Path room) throws Exception {
        FormatSamples.damage(new Minix(), made(room, 1), 13, 150);
        FormatSamples.damage(new Minix(), made(room, 3), 14, 150);
    }
}
