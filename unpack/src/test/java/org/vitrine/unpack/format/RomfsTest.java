package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Entry;

/// The samples of the corpus, against other samples with the same files that 7-Zip opens, and images of genromfs
/// against the tree they were made of.
class RomfsTest {
    private static Path sample(String name) {
        return Corpus.path("firmware/format-samples/" + name);
    }

    private static byte[] made(Path room) throws Exception {
        Path tree = Files.createDirectory(room.resolve("tree"));
        Files.createDirectories(tree.resolve("folder/empty"));
        byte[] noise = new byte[9001];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("noise"), noise);
        Files.writeString(tree.resolve("folder/a name of more than sixteen bytes"), "a line\n");
        Files.write(tree.resolve("nothing"), new byte[0]);
        Files.createLink(tree.resolve("folder/again"), tree.resolve("noise"));
        Files.createSymbolicLink(tree.resolve("folder/link"), Path.of("../noise"));
        Tool.text("mkfifo", tree.resolve("pipe").toString());
        Tool.text("chmod", "755", tree.resolve("nothing").toString());
        // genromfs makes devices of files with such names.
        Files.write(tree.resolve("@tty,c,4,300"), new byte[0]);
        Files.write(tree.resolve("@disk,b,259,7"), new byte[0]);
        Path image = room.resolve("image");
        Tool.text("genromfs", "-d", tree.toString(), "-f", image.toString(), "-V", "a volume");
        return Files.readAllBytes(image);
    }

    @Test
    void holdsTheTreeItWasMadeOf(@TempDir Path room) throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Romfs(), made(room));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers).containsEntry("volume name", "a volume");
        Map<String, String> expected = CramfsTest.filesOf(room.resolve("tree"));
        expected.keySet().removeIf(name -> name.startsWith("@"));
        Entry again = entry(sink, ArtifactType.HARDLINK);
        // Which of the two names is the link, genromfs decides by the order in which the folders list their files.
        String first = new String(again.target().bytes(), StandardCharsets.US_ASCII);
        assertThat(first + " " + RecordingSink.path(again)).isIn("noise folder/again", "folder/again noise");
        assertThat(expected.remove(RecordingSink.path(again))).isNotNull();
        assertThat(CramfsTest.filesOf(sink)).hasSize(3).isEqualTo(expected);
        assertThat(entry(sink, ArtifactType.SYMLINK).target().bytes())
                .asString()
                .isEqualTo("../noise");
        assertThat(entry(sink, ArtifactType.FIFO).mode()).isEqualTo(0644);
        Entry tty = entry(sink, ArtifactType.CHARACTER);
        assertThat(tty.major()).isEqualTo(4);
        assertThat(tty.minor()).isEqualTo(300);
        assertThat(entry(sink, ArtifactType.BLOCK).major()).isEqualTo(259);
        assertThat(sink.entries)
                .filteredOn(each -> RecordingSink.path(each).equals("nothing"))
                .singleElement()
                .satisfies(each -> assertThat(each.mode()).isEqualTo(0755));
        // Only what fills contents up to sixteen bytes, and the image up to a KiB, is nobody's.
        assertThat(sink.unexplained().cardinality()).isLessThan(1024 + 16 * 5);
    }

    private static Entry entry(RecordingSink sink, ArtifactType type) {
        return sink.entries.stream()
                .filter(each -> each.type() == type)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void holdsTheSameFilesAsTheOtherSamplesOfItsMakers() throws Exception {
        RecordingSink three = RecordingSink.unpack(new Romfs(), Files.readAllBytes(sample("generic_fs__romfs.img")));
        RecordingSink cramfs = RecordingSink.unpack(new Cramfs(), Files.readAllBytes(sample("sevenz__cramfs.img")));
        assertThat(three.problems).isEmpty();
        assertThat(CramfsTest.filesOf(three)).hasSize(3).isEqualTo(CramfsTest.filesOf(cramfs));
        RecordingSink one = RecordingSink.unpack(new Romfs(), Files.readAllBytes(sample("romfs.bin")));
        RecordingSink same = RecordingSink.unpack(new Cramfs(), Files.readAllBytes(sample("cramfs.bin")));
        assertThat(one.problems).isEmpty();
        assertThat(CramfsTest.filesOf(one)).hasSize(1).isEqualTo(CramfsTest.filesOf(same));
    }

    @Test
    void wrongChecksumsAreReportedAndTheFilesAreRead() throws Exception {
        byte[] image = Files.readAllBytes(sample("generic_fs__romfs.img"));
        image[0x60 + 13] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Romfs(), image);
        assertThat(FormatSamples.reasons(sink))
                .hasSize(2)
                .allMatch(each -> each.startsWith("checksum: ") && each.contains(" 0x"));
        assertThat(sink.files).hasSize(3);
    }

    @Test
    void headersThatFollowThemselves() throws Exception {
        byte[] image = Files.readAllBytes(sample("generic_fs__romfs.img"));
        ByteBuffer numbers = ByteBuffer.wrap(image);
        numbers.putInt(0xc0, 0x60 | numbers.getInt(0xc0) & 15);
        RecordingSink sink = RecordingSink.unpack(new Romfs(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains("a loop"));
    }

    @Test
    void foldersThatHoldThemselves() throws Exception {
        byte[] image = Files.readAllBytes(sample("generic_fs__romfs.img"));
        ByteBuffer.wrap(image).putInt(0xc4, 0x60);
        RecordingSink sink = RecordingSink.unpack(new Romfs(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains("a loop"));
        assertThat(sink.entries).hasSizeLessThan(12);
    }

    @Test
    void hardLinksToThemselves() throws Exception {
        byte[] image = Files.readAllBytes(sample("generic_fs__romfs.img"));
        ByteBuffer.wrap(image).putInt(0x170, 0).putInt(0x174, 0x170);
        RecordingSink sink = RecordingSink.unpack(new Romfs(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains("a hard link to hard links"));
        assertThat(sink.files).hasSize(2);
    }

    @Test
    void damage(@TempDir Path room) throws Exception {
        FormatSamples.damage(new Romfs(), made(room), 61, 300);
        FormatSamples.damage(new Romfs(), Files.readAllBytes(sample("generic_fs__romfs.img")), 62, 300);
    }
}
