package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Claim;

/// The samples of the corpus, and images that were damaged, cut, or made to do harm; what mke2fs offers
/// stands in `ext/`.
class ExtTest {
    private static final int SIZE = 1 << 20;

    private static byte[] image(Path room, String features) throws Exception {
        Path tree = Files.createDirectories(room.resolve("tree/folder/within"));
        Path top = room.resolve("tree");
        byte[] noise = new byte[40_001];
        new Random(1).nextBytes(noise);
        Files.write(top.resolve("noise"), noise);
        Files.write(tree.resolve("small"), "small\n".getBytes(StandardCharsets.US_ASCII));
        Files.createSymbolicLink(top.resolve("link"), Path.of("folder/within/small"));
        for (int i = 0; i < 60; i++) {
            Files.createFile(tree.resolve("a name that fills the folder's blocks " + i));
        }
        Path image = room.resolve("ext.img");
        Files.deleteIfExists(image);
        String size = SIZE / 1024 + "k";
        Tool.text("mke2fs", "-q", "-F", "-t", "ext4", "-b", "1024", "-O", features, "-d", "" + top, "" + image, size);
        return Files.readAllBytes(image);
    }

    private static final Pattern PLACE = Pattern.compile("located at block (\\d+), offset 0x([0-9a-f]+)");

    /// Where debugfs says that the inode of a path lies.
    private static int inode(Path room, String path) {
        String text = Tool.text(
                "debugfs", "-R", "imap " + path, room.resolve("ext.img").toString());
        Matcher place = PLACE.matcher(text);
        assertThat(place.find()).isTrue();
        return Integer.parseInt(place.group(1)) * 1024 + Integer.parseInt(place.group(2), 16);
    }

    private static ByteBuffer little(byte[] image) {
        return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"generic_fs__ext2.img", "sevenz__ext2.img.xz", "sevenz__ext3.img.xz", "sevenz__ext4.img.xz"})
    void samplesOfTheCorpus(String name, @TempDir Path room) throws Exception {
        Path sample = Corpus.path("firmware/format-samples/" + name);
        byte[] image = name.endsWith(".xz")
                ? Tool.bytes(new byte[0], "xz", "-dc", sample.toString())
                : Files.readAllBytes(sample);
        Files.write(room.resolve("ext.img"), image);
        Tool.bytesIn(room, "7z", "x", "-oout", "ext.img");
        Map<String, String> expected = new TreeMap<>();
        try (var all = Files.walk(room.resolve("out"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                String path = room.resolve("out").relativize(each).toString();
                if (!path.startsWith("[SYS]")) {
                    expected.put(
                            path,
                            Digest.of(Digest.sha256().digest(Files.readAllBytes(each)))
                                    .toString());
                }
            }
        }
        RecordingSink sink = RecordingSink.unpack(new Ext(), image);
        assertThat(sink.problems).isEmpty();
        Map<String, String> found = new TreeMap<>();
        sink.files.forEach((path, content) ->
                found.put(path, Digest.of(Digest.sha256().digest(content)).toString()));
        assertThat(found).isNotEmpty().isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata_csum,64bit", "^metadata_csum,^64bit,^extent", "inline_data"})
    @Timeout(120)
    void cutAndFlipped(String features, @TempDir Path room) throws Exception {
        byte[] image = image(room, features);
        RecordingSink whole = RecordingSink.unpack(new Ext(), image);
        assertThat(whole.problems).isEmpty();
        assertThat(whole.files).hasSize(62);
        FormatSamples.damage(new Ext(), image, 11, 90);
        Random random = new Random(12);
        int noticed = 0;
        for (int i = 0; i < 400; i++) {
            byte[] flipped = image.clone();
            int at = 1024 + random.nextInt(i % 2 == 0 ? 3072 : image.length / 2);
            while (image[at] == 0) {
                at = (at + 1) % image.length;
            }
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            String summary = FormatSamples.summary(new Ext(), flipped);
            noticed += summary.contains("Malformed") || summary.equals("not claimed") ? 1 : 0;
        }
        assertThat(noticed).isGreaterThan(features.startsWith("metadata") ? 60 : 3);
        assertThat(new Ext().claim(Bytes.of(Arrays.copyOf(image, 300_000)), 0)).contains(Claim.strong(0, 300_000));
        byte[] shifted = new byte[SIZE + 77];
        System.arraycopy(image, 0, shifted, 77, SIZE);
        assertThat(new Ext().claim(Bytes.of(shifted), 77)).contains(Claim.strong(77, SIZE));
    }

    @Test
    void everyChecksumIsVerified(@TempDir Path room) throws Exception {
        byte[] image = image(room, "metadata_csum,64bit");
        int noise = inode(room, "noise");
        for (Map.Entry<Integer, String> each : Map.of(
                        1024 + 120, "s_checksum",
                        2048 + 12, "bg_checksum",
                        noise + 8, "i_checksum")
                .entrySet()) {
            byte[] flipped = image.clone();
            flipped[each.getKey()] ^= 1;
            RecordingSink sink = RecordingSink.unpack(new Ext(), flipped);
            assertThat(sink.problems)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.field()).isEqualTo(each.getValue()));
            assertThat(sink.files).hasSize(62);
        }
    }

    @Test
    @Timeout(60)
    void extentsThatFanOutToNothing(@TempDir Path room) throws Exception {
        byte[] image = image(room, "^metadata_csum,^64bit");
        int noise = inode(room, "noise");
        ByteBuffer bytes = little(image);
        // Its blocks become four levels of nodes, each entry of a level the same node of the next.
        int block = bytes.getInt(noise + 40 + 20);
        bytes.putShort(noise + 42, (short) 4).putShort(noise + 46, (short) 5);
        for (int i = 0; i < 4; i++) {
            bytes.putInt(noise + 52 + 12 * i, i)
                    .putInt(noise + 56 + 12 * i, block)
                    .putInt(noise + 60 + 12 * i, 0);
        }
        for (int level = 4; level >= 0; level--) {
            int at = (block + 4 - level) * 1024;
            bytes.putShort(at, (short) 0xf30a)
                    .putShort(at + 2, (short) (level == 0 ? 0 : 84))
                    .putShort(at + 4, (short) 84)
                    .putShort(at + 6, (short) level);
            for (int i = 1; i <= 84; i++) {
                bytes.putInt(at + 12 * i, i)
                        .putInt(at + 12 * i + 4, block + 5 - level)
                        .putInt(at + 12 * i + 8, 0);
            }
        }
        RecordingSink sink = RecordingSink.unpack(new Ext(), image);
        assertThat(sink.problems).anyMatch(problem -> problem instanceof Problem.LimitReached);
        // A node that is its own child isn't of the level that is due.
        bytes.putInt(block * 1024 + 12 + 4, block);
        RecordingSink itself = RecordingSink.unpack(new Ext(), image);
        assertThat(FormatSamples.reasons(itself)).anyMatch(reason -> reason.startsWith("eh_depth"));
    }

    @Test
    void foldersThatHoldThemselves(@TempDir Path room) throws Exception {
        byte[] image = image(room, "^metadata_csum,^64bit");
        byte[] name = {6, 2, 'w', 'i', 't', 'h', 'i', 'n'};
        int at = (int) Bytes.of(image).indexOf(name, 0, image.length);
        little(image).putInt(at - 6, 2);
        RecordingSink sink = RecordingSink.unpack(new Ext(), image);
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.Unsafe.class);
        assertThat(sink.entries).anyMatch(entry -> RecordingSink.path(entry).equals("folder/within"));
        // Entries without a length end their block.
        little(image).putShort(at - 2, (short) 0);
        assertThat(FormatSamples.reasons(RecordingSink.unpack(new Ext(), image)))
                .anyMatch(reason -> reason.startsWith("rec_len"));
    }

    @Test
    void inodeTablesThatLie(@TempDir Path room) throws Exception {
        byte[] image = image(room, "^metadata_csum,^64bit,^uninit_bg");
        for (int table : new int[] {0, -1, 1023, 3}) {
            byte[] lying = image.clone();
            little(lying).putInt(2048 + 8, table);
            RecordingSink sink = RecordingSink.unpack(new Ext(), lying);
            assertThat(sink.problems).isNotEmpty();
            assertThat(sink.files).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void asManyGroupsAsThereAreBlocks(@TempDir Path room) throws Exception {
        byte[] image = image(room, "^metadata_csum,^64bit");
        little(image).putInt(1024, -2).putInt(1024 + 4, -1).putInt(1024 + 32, 1).putInt(1024 + 40, 1);
        assertThat(new Ext().claim(Bytes.of(image), 0)).contains(Claim.strong(0, SIZE));
        assertThat(RecordingSink.unpack(new Ext(), image).problems).isNotEmpty();
    }

    @Test
    void sizesWithoutBlocks(@TempDir Path room) throws Exception {
        byte[] image = image(room, "^metadata_csum,^64bit");
        int noise = inode(room, "noise");
        for (int high : new int[] {1, 1 << 8, 1 << 20, Integer.MIN_VALUE}) {
            little(image).putInt(noise + 108, high);
            RecordingSink sink = RecordingSink.unpack(new Ext(), image);
            assertThat(sink.files).hasSize(62).containsEntry("noise", new byte[0]);
            assertThat(sink.problems).hasSize(1);
        }
    }

    @Test
    void uncleanJournalsAndEncryptedFiles(@TempDir Path room) throws Exception {
        byte[] image = image(room, "^metadata_csum,^64bit");
        int noise = inode(room, "noise");
        ByteBuffer bytes = little(image);
        bytes.putInt(1024 + 96, bytes.getInt(1024 + 96) | 4);
        bytes.putInt(noise + 32, bytes.getInt(noise + 32) | 0x800);
        RecordingSink sink = RecordingSink.unpack(new Ext(), image);
        assertThat(sink.headers).containsEntry("needs_recovery", "yes").containsEntry("kind", "ext4");
        assertThat(FormatSamples.reasons(sink))
                .containsExactly(
                        "s_feature_incompat: needs_recovery: the journal holds changes that are not replayed",
                        "i_flags: the content is encrypted");
        assertThat(sink.entries)
                .filteredOn(entry -> entry.type() == ArtifactType.FILE)
                .hasSize(62);
    }
}
