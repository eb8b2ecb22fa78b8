package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Format;

/// Virtual disks that qemu-img makes of a raw one, opened back.
class DiskImageTest {
    private static final int SIZE = (6 << 20) + 512 * 7;

    private static byte[] disk(Path room) throws Exception {
        byte[] raw = new byte[SIZE];
        byte[] noise = new byte[200_000];
        new Random(4).nextBytes(noise);
        System.arraycopy(noise, 0, raw, 1_000_000, noise.length);
        byte[] text = "hello world ".repeat(40_000).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, raw, 3_000_000, text.length);
        raw[SIZE - 1] = 1;
        Files.write(room.resolve("raw"), raw);
        return raw;
    }

    private static byte[] converted(Path room, String format, String options) throws Exception {
        Path image = room.resolve("image." + format);
        Tool.needs("qemu-img");
        String line = "qemu-img convert -f raw -O " + format + " " + options + " " + room.resolve("raw") + " " + image;
        Tool.of(line.replaceAll(" +", " ").split(" ", -1)).succeed();
        return Files.readAllBytes(image);
    }

    private static Format format(String name) {
        return switch (name) {
            case "qcow2" -> new Qcow2();
            case "vmdk" -> new Vmdk();
            case "vdi" -> new Vdi();
            default -> new Vhd();
        };
    }

    private static byte[] content(RecordingSink sink) throws Exception {
        if (sink.files.containsKey("disk")) {
            return sink.files.get("disk");
        }
        Bytes part = sink.parts.values().iterator().next();
        return part.array(0, part.size(), "disk");
    }

    @ParameterizedTest
    @CsvSource({
        "qcow2, ''",
        "qcow2, -o compat=0.10",
        "qcow2, -c",
        "qcow2, -c -o compression_type=zstd",
        "qcow2, -o cluster_size=512",
        "qcow2, -c -o cluster_size=2M",
        "vmdk, -o subformat=monolithicSparse",
        "vmdk, -o subformat=streamOptimized",
        "vdi, ''",
        "vdi, -o static=on",
        "vpc, -o force_size=on",
        "vpc, '-o subformat=fixed,force_size=on'"
    })
    void holdsWhatQemuWrote(String name, String options, @TempDir Path room) throws Exception {
        byte[] raw = disk(room);
        byte[] image = converted(room, name, options);
        RecordingSink sink = RecordingSink.unpack(format(name), image);
        assertThat(sink.problems).isEmpty();
        assertThat(content(sink)).isEqualTo(raw);
        assertThat(sink.files.size() + sink.parts.size()).isEqualTo(1);
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.spans).allMatch(span -> span.offset() >= 0 && span.offset() + span.length() <= image.length);
        int rounds = image.length > 2 << 20 ? 6 : 30;
        FormatSamples.damage(format(name), image, 8, rounds);
    }

    @ParameterizedTest
    @CsvSource({"qcow2, -o cluster_size=4096, 0x3000", "vmdk, -o subformat=streamOptimized, 0", "vdi, '', 0"})
    void tablesOfNoise(String name, String options, String ignored, @TempDir Path room) throws Exception {
        disk(room);
        byte[] image = converted(room, name, options);
        Random random = new Random(ignored.length());
        // The headers and the first tables stand in these bytes: four at once, so that whole offsets
        // change.
        int reach = Math.min(image.length - 4, 64 << 10);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = Arrays.copyOf(image, Math.min(image.length, 300_000));
            byte[] four = new byte[4];
            random.nextBytes(four);
            System.arraycopy(four, 0, damaged, random.nextInt(round % 2 == 0 ? 512 : reach), 4);
            assertThat(FormatSamples.summary(format(name), damaged)).isNotEmpty();
        }
    }

    @Test
    void fourGigabytesWithTenMegabytesOfData(@TempDir Path room) throws Exception {
        Path raw = room.resolve("raw");
        byte[] noise = new byte[10 << 20];
        new Random(9).nextBytes(noise);
        try (FileChannel file = FileChannel.open(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(noise), 3L << 30);
            file.write(ByteBuffer.wrap(new byte[1]), (4L << 30) - 1);
        }
        byte[] image = converted(room, "qcow2", "");
        RecordingSink sink = RecordingSink.unpack(new Qcow2(), image);
        assertThat(sink.problems).isEmpty();
        Bytes disk = sink.parts.values().iterator().next();
        assertThat(disk.size()).isEqualTo(4L << 30);
        assertThat(disk.array(3L << 30, noise.length, "data")).isEqualTo(noise);
        assertThat(disk.u8(17, "hole")).isZero();
    }

    @Test
    void emptyDisk(@TempDir Path room) throws Exception {
        Files.write(room.resolve("raw"), new byte[1 << 20]);
        RecordingSink sink = RecordingSink.unpack(new Qcow2(), converted(room, "qcow2", ""));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.parts).isEmpty();
        assertThat(sink.headers).containsEntry("allocated", "0").containsEntry("size", "1048576");
    }

    @Test
    void backingFileAndSnapshot(@TempDir Path room) throws Exception {
        disk(room);
        converted(room, "qcow2", "");
        Path over = room.resolve("over.qcow2");
        Tool.of("qemu-img", "create", "-f", "qcow2", "-b", "image.qcow2", "-F", "qcow2", over.toString())
                .succeed();
        Tool.of("qemu-img", "snapshot", "-c", "before", over.toString()).succeed();
        RecordingSink sink = RecordingSink.unpack(new Qcow2(), Files.readAllBytes(over));
        assertThat(sink.headers).containsEntry("backing_file", "image.qcow2").containsEntry("snapshot", "before");
        assertThat(FormatSamples.reasons(sink))
                .containsExactlyInAnyOrder(
                        "backing_file: what lies in image.qcow2 is not read",
                        "nb_snapshots: 1 snapshots are named, not read");
    }

    @Test
    void tableThatIsItself(@TempDir Path room) throws Exception {
        disk(room);
        byte[] image = converted(room, "qcow2", "-o cluster_size=4096");
        ByteBuffer bytes = ByteBuffer.wrap(image);
        int l1 = (int) bytes.getLong(40);
        // Every table is the first one.
        for (int i = 1; i < bytes.getInt(36); i++) {
            bytes.putLong(l1 + 8 * i, bytes.getLong(l1));
        }
        RecordingSink again = RecordingSink.unpack(new Qcow2(), image);
        assertThat(FormatSamples.reasons(again)).anyMatch(each -> each.endsWith("is met again"));
        // All clusters of the first table are the table.
        int table = (int) (bytes.getLong(l1) & 0xffffff);
        for (int i = 0; i < 512; i++) {
            bytes.putLong(table + 8 * i, bytes.getLong(l1));
        }
        RecordingSink itself = RecordingSink.unpack(new Qcow2(), image);
        assertThat(itself.end).isLessThanOrEqualTo(image.length);
    }

    @Test
    void clustersThatDecodeToFarTooMuch(@TempDir Path room) throws Exception {
        Files.write(room.resolve("raw"), new byte[0]);
        byte[] small = new byte[64 << 20];
        Arrays.fill(small, (byte) 'a');
        Files.write(room.resolve("raw"), small);
        byte[] image = converted(room, "qcow2", "-c -o cluster_size=2M");
        ByteBuffer bytes = ByteBuffer.wrap(image);
        int table = (int) (bytes.getLong((int) bytes.getLong(40)) & 0xffffff);
        long first = bytes.getLong(table);
        // A disk of half a terabyte, all of whose clusters are one and the same.
        bytes.putLong(24, 1L << 39);
        for (int i = 0; i < 1 << 18; i++) {
            bytes.putLong(table + 8 * i, first);
        }
        RecordingSink sink = RecordingSink.unpack(new Qcow2(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains("overlap"));
    }

    @Test
    void sampleOfTheCorpusIsCutBehindItsHeader() {
        byte[] image = Corpus.bytes("firmware/format-samples/qcow.bin");
        RecordingSink sink = RecordingSink.unpack(new Qcow2(), image);
        assertThat(sink.headers).containsEntry("version", "3").containsEntry("size", "1024");
        assertThat(sink.problems).isNotEmpty();
    }

    /// Found by fuzzing: in a stream of two sectors the header is where the footer would be.
    @Test
    void vmdkHeaderTakenForTheFooter(@TempDir Path room) throws Exception {
        disk(room);
        byte[] image = Arrays.copyOf(converted(room, "vmdk", "-o subformat=streamOptimized"), 1024);
        Arrays.fill(image, 56, 64, (byte) 0xff);
        assertThat(RecordingSink.unpack(new Vmdk(), image).problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("footer"));
    }

    @Test
    void digestsAreThoseOfTheRawDisk(@TempDir Path room) throws Exception {
        byte[] raw = disk(room);
        byte[] image = converted(room, "vmdk", "-o subformat=streamOptimized");
        Files.write(room.resolve("again.vmdk"), image);
        Path back = room.resolve("back");
        Tool.of("qemu-img", "convert", "-O", "raw", room.resolve("again.vmdk").toString(), back.toString())
                .succeed();
        assertThat(Digest.sha256().digest(content(RecordingSink.unpack(new Vmdk(), image))))
                .isEqualTo(Digest.sha256().digest(Files.readAllBytes(back)))
                .isEqualTo(Digest.sha256().digest(raw));
    }
}
