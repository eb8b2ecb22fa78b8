package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Entry;

/// The samples of the corpus against 7-Zip, and images of mkfs.cramfs against the tree they were made of.
class CramfsTest {
    private static Path tree(Path room) throws IOException {
        Path tree = Files.createDirectory(room.resolve("tree"));
        Files.createDirectories(tree.resolve("folder/empty"));
        byte[] noise = new byte[9000];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("noise"), noise);
        Files.writeString(tree.resolve("folder/short"), "a line\n");
        Files.write(tree.resolve("nothing"), new byte[0]);
        Files.write(tree.resolve("zeros"), new byte[20_000]);
        byte[] mixed = Arrays.copyOf(FormatSamples.plausible(12_288, 2), 40_000);
        mixed[39_999] = 7;
        Files.write(tree.resolve("folder/mixed"), mixed);
        Files.createSymbolicLink(tree.resolve("folder/link"), Path.of("../noise"));
        Tool.text("mkfifo", tree.resolve("pipe").toString());
        Tool.text("chmod", "4755", tree.resolve("folder/short").toString());
        return tree;
    }

    private static byte[] made(Path room, String... options) throws IOException {
        Path image = room.resolve("image");
        String[] command = Stream.concat(
                        Stream.concat(Stream.of("mkfs.cramfs"), Stream.of(options)),
                        Stream.of(tree(room).toString(), image.toString()))
                .toArray(String[]::new);
        Tool.text(command);
        return Files.readAllBytes(image);
    }

    static Map<String, String> filesOf(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                files.put(folder.relativize(each).toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    static Map<String, String> filesOf(RecordingSink sink) {
        Map<String, String> files = new TreeMap<>();
        sink.files.forEach((path, content) -> files.put(path, new String(content, StandardCharsets.ISO_8859_1)));
        return files;
    }

    @ParameterizedTest
    @CsvSource({"cramfs.bin, 1", "sevenz__cramfs.img, 3"})
    void holdsWhatSevenZipReads(String name, int files, @TempDir Path room) throws Exception {
        Path image = Corpus.path("firmware/format-samples/" + name);
        RecordingSink sink = RecordingSink.unpack(new Cramfs(), Files.readAllBytes(image));
        assertThat(sink.problems).isEmpty();
        Tool.bytesIn(room, "7z", "x", "-oout", image.toString());
        assertThat(filesOf(sink)).hasSize(files).isEqualTo(filesOf(room.resolve("out")));
        assertThat(sink.headers).containsEntry("version", "2").containsEntry("byte_order", "little-endian");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "-z", "-Nbig", "-p", "-pNbig", "-zNbig"})
    void holdsTheTreeItWasMadeOf(String options, @TempDir Path room) throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Cramfs(), made(room, options));
        assertThat(sink.problems).isEmpty();
        assertThat(filesOf(sink)).hasSize(5).isEqualTo(filesOf(room.resolve("tree")));
        Entry link = entry(sink, "folder/link");
        assertThat(link.type()).isEqualTo(ArtifactType.SYMLINK);
        assertThat(new String(link.target().bytes(), StandardCharsets.US_ASCII)).isEqualTo("../noise");
        assertThat(entry(sink, "folder/short").mode()).isEqualTo(04755);
        assertThat(entry(sink, "pipe").type()).isEqualTo(ArtifactType.FIFO);
        assertThat(entry(sink, "folder/empty").type()).isEqualTo(ArtifactType.DIRECTORY);
        int boot = options.contains("p") ? 512 : 0;
        assertThat(sink.unexplained().get(0, boot).cardinality()).isEqualTo(boot);
        int content = sink.spans.stream()
                .mapToInt(each -> (int) (each.offset() + each.length()))
                .max()
                .orElseThrow();
        assertThat(content).isGreaterThan(9000);
        // Only what fills the folders' and blocks' places up to four bytes is nobody's.
        assertThat(sink.unexplained().get(boot, content).cardinality()).isLessThan(32);
    }

    private static Entry entry(RecordingSink sink, String path) {
        return sink.entries.stream()
                .filter(each -> RecordingSink.path(each).equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void versionOneHasNeitherSizeNorChecksum(@TempDir Path room) throws Exception {
        byte[] image = made(room);
        Arrays.fill(image, 4, 12, (byte) 0);
        Arrays.fill(image, 32, 48, (byte) 0);
        image[6] = 1;
        RecordingSink sink = RecordingSink.unpack(new Cramfs(), Arrays.copyOf(image, image.length + 8192));
        assertThat(sink.problems).isEmpty();
        assertThat(filesOf(sink)).isEqualTo(filesOf(room.resolve("tree")));
        assertThat(sink.end).isEqualTo(image.length);
    }

    @Test
    void aWrongChecksumIsReportedAndTheFilesAreRead(@TempDir Path room) throws Exception {
        byte[] image = made(room);
        image[32] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Cramfs(), image);
        assertThat(FormatSamples.reasons(sink)).singleElement().asString().startsWith("fsid.crc: must be 0x");
        assertThat(sink.files).hasSize(5);
    }

    /// As the kernel's documentation describes them: blocks that start anywhere, or are not compressed.
    @Test
    void extendedPointers(@TempDir Path room) throws Exception {
        byte[] image = made(room);
        image[9] |= 8;
        RecordingSink plain = RecordingSink.unpack(new Cramfs(), image);
        assertThat(filesOf(plain)).isEqualTo(filesOf(room.resolve("tree")));
        byte[] text = "a block that lies there as it is".getBytes(StandardCharsets.US_ASCII);
        byte[] more = Arrays.copyOf(image, image.length + 4096);
        System.arraycopy(text, 0, more, image.length, text.length);
        ByteBuffer numbers = ByteBuffer.wrap(more).order(ByteOrder.LITTLE_ENDIAN);
        int name = new String(image, StandardCharsets.ISO_8859_1).indexOf("short");
        int inode = name - 12;
        numbers.putInt(4, more.length);
        numbers.putInt(inode + 4, numbers.getInt(inode + 4) & 0xff000000 | text.length);
        int pointer = (numbers.getInt(inode + 8) >>> 6) * 4;
        numbers.putInt(pointer, 3 << 30 | image.length / 4);
        RecordingSink sink = RecordingSink.unpack(new Cramfs(), more);
        assertThat(sink.files.get("folder/short")).isEqualTo(text);
    }

    @Test
    void foldersThatHoldThemselves(@TempDir Path room) throws Exception {
        byte[] image = made(room);
        ByteBuffer numbers = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int inode = new String(image, StandardCharsets.ISO_8859_1).indexOf("folder") - 12;
        // The folder's listing becomes the root's.
        numbers.putInt(inode + 4, numbers.getInt(68) & 0xffffff);
        numbers.putInt(inode + 8, numbers.getInt(72) & -64 | numbers.getInt(inode + 8) & 63);
        RecordingSink sink = RecordingSink.unpack(new Cramfs(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains("a loop"));
        assertThat(sink.entries).hasSizeLessThan(40);
    }

    @Test
    void damage(@TempDir Path room) throws Exception {
        FormatSamples.damage(new Cramfs(), made(room, "-z"), 51, 300);
        Path image = Corpus.path("firmware/format-samples/sevenz__cramfs.img");
        FormatSamples.damage(new Cramfs(), Files.readAllBytes(image), 52, 300);
    }
}
