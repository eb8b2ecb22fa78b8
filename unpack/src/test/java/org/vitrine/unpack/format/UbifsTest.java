package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.flash.FlashTree;
import org.vitrine.unpack.format.ubifs.JournalWriter;

class UbifsTest {
    private static final int LEB = 126_976;

    @TempDir
    Path room;

    private Map<String, String> expected = Map.of();

    private byte[] made(String... options) throws IOException {
        FlashTree tree = FlashTree.in(room, new FlashTree.Device(259, 300));
        expected = tree.expected();
        Path image = room.resolve("image.ubifs");
        List<String> command = new ArrayList<>(
                List.of("mkfs.ubifs", "-U", "-r", "" + tree.folder(), "-D", "" + tree.table(), "-o", "" + image));
        command.addAll(List.of(options));
        Tool.of(command).succeed();
        return Files.readAllBytes(image);
    }

    private byte[] made() throws IOException {
        return made("-m", "2048", "-e", "" + LEB, "-c", "200", "-x", "zlib");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-m 2048 -e 126976 -c 200 -x lzo",
                "-m 2048 -e 126976 -c 200 -x zlib",
                "-m 1 -e 65408 -c 400 -x none",
                "-m 512 -e 15872 -c 2000 -x zstd",
                "-m 4096 -e 253952 -c 100 -x favor_lzo -f 64 -k r5",
                "-m 2048 -e 126976 -c 200 -x lzo -y",
            })
    void readsBackWhatWentIn(String options) throws IOException {
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), made(options.split(" ")));
        assertThat(sink.problems).isEmpty();
        assertThat(FlashTree.lines(sink)).containsExactlyEntriesOf(expected);
        assertThat(sink.headers).containsEntry("obsolete_nodes", "0 nodes, 0 bytes");
    }

    /// The mkfs.ubifs of Debian writes none.
    @Test
    void readsExtendedAttributes() throws IOException {
        JournalWriter writer = new JournalWriter(made(), LEB);
        int mixed = writer.number("mixed");
        writer.attribute(mixed, "user.note", 5000, "a value").attribute(mixed, "user.gone", 5001, "x");
        writer.attribute(mixed, "user.gone", 0, "");
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), writer.image());
        assertThat(sink.problems).isEmpty();
        assertThat(sink.entries.stream()
                        .filter(entry -> RecordingSink.path(entry).equals("mixed"))
                        .flatMap(entry -> entry.attributes().stream())
                        .map(each -> each.name() + "=" + each.value()))
                .containsExactly("user.note=a value");
    }

    /// The same three files as the samples of other file systems hold.
    @Test
    void opensTheSample() {
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), Corpus.bytes("firmware/format-samples/ubi__test.ubifs"));
        assertThat(sink.problems).isEmpty();
        Map<String, byte[]> others =
                RecordingSink.unpack(new Jffs2(), Corpus.bytes("firmware/format-samples/jffs2__jffs2_le.img")).files;
        assertThat(sink.files).hasSameSizeAs(others);
        others.forEach((path, content) -> assertThat(sink.files.get(path)).isEqualTo(content));
    }

    @Test
    void theJournalIsReplayed() throws IOException {
        byte[] before = made();
        JournalWriter writer = new JournalWriter(before, LEB);
        int sparse = writer.number("sparse");
        int mixed = writer.number("mixed");
        byte[] page = new byte[4096];
        Arrays.fill(page, (byte) 'x');
        writer.inode(5000, 0100600, 1, 5)
                .name(1, "fresh", 5000)
                .data(5000, 0, "fresh".getBytes(UTF_8))
                .name(1, "mixed", 0)
                .inode(mixed, 0100644, 0, 0)
                .data(sparse, 3, page)
                .truncation(sparse, 3_000_000, 20_000)
                .inode(sparse, 0100644, 1, 20_000)
                .earlier()
                .data(5000, 0, "stale".getBytes(UTF_8));
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), writer.image());
        assertThat(sink.problems).isEmpty();
        Map<String, String> now = new TreeMap<>(expected);
        now.remove("mixed");
        Map<String, String> found = FlashTree.lines(sink);
        assertThat(new String(sink.files.get("fresh"), UTF_8)).isEqualTo("fresh");
        byte[] cut = new byte[20_000];
        Arrays.fill(cut, 12_288, 16_384, (byte) 'x');
        assertThat(sink.files.get("sparse")).isEqualTo(cut);
        now.put("fresh", String.valueOf(found.get("fresh")));
        now.put("sparse", String.valueOf(found.get("sparse")));
        assertThat(found).isEqualTo(now);
        assertThat(sink.headers).containsEntry("replayed_nodes", "9");
        assertThat(sink.headers.get("obsolete_nodes")).isNotEqualTo("0 nodes, 0 bytes");
    }

    @Test
    void aTornGroupIsNotReplayed() throws IOException {
        JournalWriter writer = new JournalWriter(made(), LEB)
                .group(1)
                .inode(5000, 0100600, 1, 0)
                .group(2)
                .name(1, "whole", 5000)
                .group(1)
                .inode(5001, 0100600, 1, 0)
                .name(1, "torn", 5001);
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), writer.image());
        assertThat(sink.files).containsKey("whole").doesNotContainKey("torn");
    }

    @Test
    void afterALossOfPowerFilesAreAsLongAsTheirData() throws IOException {
        JournalWriter writer = new JournalWriter(made(), LEB)
                .inode(5000, 0100600, 1, 0)
                .name(1, "grown", 5000)
                .data(5000, 0, "data".getBytes(UTF_8));
        assertThat(RecordingSink.unpack(new Ubifs(), writer.image()).files.get("grown"))
                .isEmpty();
        assertThat(RecordingSink.unpack(new Ubifs(), writer.unclean().image())
                        .files
                        .get("grown"))
                .hasSize(4);
    }

    private static void sign(byte[] image, int at, int length) {
        CRC32 crc = new CRC32();
        crc.update(image, at + 8, length - 8);
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 4, (int) ~crc.getValue());
    }

    @Test
    void anIndexThatLeadsBackToItselfEnds() throws IOException {
        byte[] image = made();
        ByteBuffer all = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int root = all.getInt(LEB + 48) * LEB + all.getInt(LEB + 52);
        int length = all.getInt(root + 16);
        all.putInt(root + 28, all.getInt(LEB + 48)).putInt(root + 32, all.getInt(LEB + 52));
        sign(image, root, length);
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), image);
        assertThat(sink.problems).isNotEmpty();
        assertThat(sink.problems).extracting(Problem::reason).anyMatch(reason -> reason.contains("loop"));
    }

    @Test
    void encryptedFilesKeepTheirNames() throws IOException {
        byte[] image = made();
        int number = new JournalWriter(image, LEB).number("mixed");
        ByteBuffer all = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < image.length - 160; at += 8) {
            if (all.getInt(at) == 0x06101831 && image[at + 20] == 0 && all.getInt(at + 24) == number) {
                all.putInt(at + 108, all.getInt(at + 108) | 0x40);
                sign(image, at, all.getInt(at + 16));
            }
        }
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), image);
        assertThat(sink.problems).hasSize(1).first().isInstanceOf(Problem.Unsupported.class);
        assertThat(sink.files).containsKey("mixed");
    }

    @Test
    void damageEndsInProblems() throws IOException {
        for (byte[] image : FlashTree.damaged(made(), 13, 60)) {
            FlashTree.survives(new Ubifs(), image);
        }
    }
}
