package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// Disks that sfdisk writes and reads.
class MbrTest {
    private static final String SCRIPT = """
            label: dos
            label-id: 0x12345678
            start=2048, size=2048, type=83, bootable
            start=4096, size=1024, type=c
            start=6144, size=8192, type=f
            start=6400, size=1000, type=82
            start=8192, size=2000, type=83
            start=12288, size=1000, type=7
            """;

    private static byte[] disk(Path room) throws Exception {
        Path disk = room.resolve("disk.img");
        Files.write(disk, new byte[8 << 20]);
        Tool.of("sfdisk", "-q", disk.toString())
                .fed(SCRIPT.getBytes(StandardCharsets.US_ASCII))
                .succeed();
        return Files.readAllBytes(disk);
    }

    private static final Pattern ROW = Pattern.compile(
            "\"node\": \"\\D*(\\d+)\",\\s+\"start\": (\\d+),\\s+\"size\": (\\d+),\\s+\"type\": \"(\\w+)\"");

    private static List<String> sfdisk(Path folder, String name) {
        List<String> rows = new ArrayList<>();
        Matcher row = ROW.matcher(new String(Tool.bytesIn(folder, "sfdisk", "-J", name), StandardCharsets.UTF_8));
        while (row.find()) {
            rows.add(String.join(" ", row.group(1), row.group(2), row.group(3), row.group(4)));
        }
        return rows;
    }

    private static List<String> rows(RecordingSink sink) {
        List<String> rows = new ArrayList<>();
        sink.facts.forEach(fact -> {
            Partition row = (Partition) fact;
            int type = Integer.decode(row.type());
            rows.add("%d %d %d %x".formatted(row.number(), row.offset() / 512, row.length() / 512, type));
        });
        return rows;
    }

    @Test
    void isWhatSfdiskReads(@TempDir Path room) throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Mbr(), disk(room));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers).containsEntry("disk_signature", "0x12345678");
        assertThat(rows(sink)).hasSize(6).isEqualTo(sfdisk(room, "disk.img"));
        assertThat(sink.parts).hasSize(5).containsKey("partition@" + 6400 * 512);
        assertThat(sink.facts)
                .extracting(fact -> ((Partition) fact).attributes())
                .startsWith("active", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"generic_fs__mbr.img.xz", "mbr.bin"})
    void samplesOfTheCorpus(String name, @TempDir Path room) throws Exception {
        Path sample = Corpus.path("firmware/format-samples/" + name);
        byte[] disk = name.endsWith(".xz")
                ? Tool.bytes(new byte[0], "xz", "-dc", sample.toString())
                : Files.readAllBytes(sample);
        Files.write(room.resolve("disk.img"), disk);
        RecordingSink sink = RecordingSink.unpack(new Mbr(), disk);
        // The first one was cut in its last partition.
        assertThat(FormatSamples.reasons(sink))
                .isEqualTo(
                        name.equals("mbr.bin")
                                ? List.of()
                                : List.of("partition: number 4 has 1048576 bytes, 611392 are there"));
        assertThat(rows(sink)).isNotEmpty().isEqualTo(sfdisk(room, "disk.img"));
        assertThat(sink.parts).hasSameSizeAs(sink.facts);
    }

    @Test
    void chainThatLoops(@TempDir Path room) throws Exception {
        byte[] disk = disk(room);
        // The second record names the first again.
        ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN).putInt(second(disk) + 446 + 16 + 8, 0);
        RecordingSink sink = RecordingSink.unpack(new Mbr(), disk);
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.Unsafe.class);
        assertThat(sink.facts).hasSize(5);
    }

    private static int second(byte[] disk) {
        return (6144 + ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN).getInt(6144 * 512 + 446 + 16 + 8)) * 512;
    }

    @Test
    void whatOnlyEndsLikeOne(@TempDir Path room) throws Exception {
        Path fat = room.resolve("fat.img");
        Files.write(fat, new byte[1 << 20]);
        Tool.text("mkfs.vfat", fat.toString());
        byte[] image = Files.readAllBytes(fat);
        // A table of partitions in the code of a boot sector doesn't make it a disk.
        System.arraycopy(disk(room), 446, image, 446, 64);
        assertThat(new Mbr().claim(Bytes.of(image), 0)).isEmpty();
        assertThat(new Fat().claim(Bytes.of(image), 0)).isPresent();
        byte[] kernel = disk(room);
        System.arraycopy("HdrS".getBytes(StandardCharsets.US_ASCII), 0, kernel, 514, 4);
        assertThat(new Mbr().claim(Bytes.of(kernel), 0)).isEmpty();
        Random random = new Random(3);
        byte[] noise = new byte[4096];
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(noise);
            noise[510] = 0x55;
            noise[511] = (byte) 0xaa;
            assertThat(new Mbr().claim(Bytes.of(noise), 0)).isEmpty();
        }
    }

    @Test
    void damage(@TempDir Path room) throws Exception {
        FormatSamples.damage(new Mbr(), disk(room), 6, 120);
    }
}
