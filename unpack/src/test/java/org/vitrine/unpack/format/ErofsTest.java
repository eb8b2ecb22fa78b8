package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Entry;

/// Images of mkfs.erofs against the tree they were made of, and what fsck.erofs extracts.
class ErofsTest {
    private static byte[] made(Path room, String... options) throws IOException {
        Path tree = Files.createDirectory(room.resolve("tree"));
        Files.createDirectories(tree.resolve("folder/empty"));
        byte[] noise = new byte[9000];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("noise"), noise);
        Files.write(tree.resolve("blocks"), FormatSamples.plausible(8192, 3));
        Files.writeString(tree.resolve("folder/short"), "a line\n");
        Files.write(tree.resolve("nothing"), new byte[0]);
        for (int i = 0; i < 300; i++) {
            Files.writeString(tree.resolve("folder/a file of many, number " + i), "number " + i);
        }
        Files.createLink(tree.resolve("folder/second"), tree.resolve("noise"));
        Files.createSymbolicLink(tree.resolve("folder/link"), Path.of("../noise"));
        Tool.text("mkfifo", tree.resolve("pipe").toString());
        Tool.text("chmod", "4755", tree.resolve("folder/short").toString());
        Path image = room.resolve("image");
        String[] command = Stream.concat(
                        Stream.concat(Stream.of("mkfs.erofs"), Stream.of(options)),
                        Stream.of(image.toString(), tree.toString()))
                .toArray(String[]::new);
        Tool.text(command);
        return Files.readAllBytes(image);
    }

    private static Entry entry(RecordingSink sink, String path) {
        return sink.entries.stream()
                .filter(each -> RecordingSink.path(each).equals(path))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-T1000000000", "-Eforce-inode-extended", "-Eforce-inode-compact", "-Enoinline_data"})
    void holdsTheTreeItWasMadeOf(String option, @TempDir Path room) throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Erofs(), made(room, option));
        assertThat(sink.problems).isEmpty();
        Map<String, String> expected = CramfsTest.filesOf(room.resolve("tree"));
        Entry again = sink.entries.stream()
                .filter(each -> each.type() == ArtifactType.HARDLINK)
                .findFirst()
                .orElseThrow();
        String first = new String(again.target().bytes(), StandardCharsets.US_ASCII);
        assertThat(first + " " + RecordingSink.path(again)).isIn("noise folder/second", "folder/second noise");
        assertThat(expected.remove(RecordingSink.path(again))).isNotNull();
        assertThat(CramfsTest.filesOf(sink)).hasSize(304).isEqualTo(expected);
        assertThat(entry(sink, "folder/short").mode()).isEqualTo(04755);
        assertThat(entry(sink, "folder/link").target().bytes()).asString().isEqualTo("../noise");
        assertThat(entry(sink, "pipe").type()).isEqualTo(ArtifactType.FIFO);
        assertThat(entry(sink, "folder/empty").type()).isEqualTo(ArtifactType.DIRECTORY);
        if (option.startsWith("-T")) {
            assertThat(entry(sink, "folder/short").mtime()).isEqualTo(1_000_000_000);
        }
    }

    /// Three files share one attribute, which then stands apart from them; a fourth has one of its own.
    @Test
    void attributesOfAFileAndSharedOnes(@TempDir Path room) throws Exception {
        Tool.needs("mkfs.erofs");
        Tool.of("sh", "-ec", """
                        mkdir tree
                        cd tree
                        for file in a b c; do echo $file >$file; setfattr -n user.shared -v together $file; done
                        echo alone >alone
                        setfattr -n user.own -v "$(printf '%0300d' 7)" alone
                        setfattr -n user.empty alone
                        """).in(room).succeed();
        Tool.of("mkfs.erofs", "-x1", "image", "tree").in(room).succeed();
        byte[] image = Files.readAllBytes(room.resolve("image"));
        assertThat(new String(image, StandardCharsets.ISO_8859_1)).containsOnlyOnce("together");
        RecordingSink sink = RecordingSink.unpack(new Erofs(), image);
        assertThat(sink.problems).isEmpty();
        for (String file : List.of("a", "b", "c")) {
            assertThat(attributes(entry(sink, file))).containsExactly("user.shared=together");
        }
        assertThat(attributes(entry(sink, "alone")))
                .containsExactlyInAnyOrder("user.own=" + "%0300d".formatted(7), "user.empty=");
        FormatSamples.damage(new Erofs(), image, 72, 200);
    }

    private static List<String> attributes(Entry entry) {
        return entry.attributes().stream()
                .map(each -> each.name() + "=" + each.value())
                .toList();
    }

    @Test
    void compressedFilesAreListedAndSaidNotToBeRead(@TempDir Path room) throws Exception {
        Path tree = Files.createDirectory(room.resolve("text"));
        Files.writeString(tree.resolve("text"), "the same line again and again\n".repeat(5000));
        Path image = room.resolve("image");
        Tool.text("mkfs.erofs", "-zlz4", image.toString(), tree.toString());
        RecordingSink sink = RecordingSink.unpack(new Erofs(), Files.readAllBytes(image));
        assertThat(FormatSamples.reasons(sink)).singleElement().asString().startsWith("i_format: ");
        assertThat(sink.entries).hasSize(2);
    }

    @Test
    void aWrongChecksumIsReportedAndTheFilesAreRead(@TempDir Path room) throws Exception {
        byte[] image = made(room);
        image[1024 + 70] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Erofs(), image);
        assertThat(FormatSamples.reasons(sink)).singleElement().asString().startsWith("checksum: must be 0x");
        assertThat(sink.files).hasSize(304);
    }

    @Test
    void foldersThatHoldThemselves(@TempDir Path room) throws Exception {
        byte[] image = made(room);
        ByteBuffer numbers = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int root = numbers.getShort(1024 + 14);
        int inode = numbers.getInt(1024 + 40) * 4096 + root * 32;
        int listing = inode + ((image[inode] & 1) == 0 ? 32 : 64);
        int at = listing;
        while (image[at + 10] != 2 || numbers.getLong(at) == root) {
            at += 12;
        }
        numbers.putLong(at, root);
        RecordingSink sink = RecordingSink.unpack(new Erofs(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains("a loop"));
    }

    @Test
    void damage(@TempDir Path room) throws Exception {
        FormatSamples.damage(new Erofs(), made(room), 71, 200);
    }
}
