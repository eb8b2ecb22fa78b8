package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Claim;

/// Disks that sgdisk and fdisk write, as sfdisk reads them.
class GptTest {
    private static final int SIZE = 4 << 20;

    private static byte[] disk(Path room) throws Exception {
        Path disk = room.resolve("disk.img");
        Files.write(disk, new byte[SIZE]);
        Tool.text(
                "sgdisk",
                "-o",
                "-n",
                "1:2048:4095",
                "-c",
                "1:root",
                "-A",
                "1:set:2",
                "-n",
                "7:4096:6143",
                "-c",
                "7:d\u00e4ta",
                "-t",
                "7:ef00",
                "-A",
                "7:set:63",
                disk.toString());
        return Files.readAllBytes(disk);
    }

    private static List<String> rows(RecordingSink sink, int sector) {
        List<String> rows = new ArrayList<>();
        sink.facts.forEach(fact -> {
            Partition row = (Partition) fact;
            rows.add(row.number() + " " + row.offset() / sector + " " + row.length() / sector + " " + row.type() + " "
                    + row.identifier() + " " + row.name());
        });
        return rows;
    }

    private static final Pattern ROW = Pattern.compile(
            "\"node\": \"\\D*?disk.img(\\d+)\",\\s+\"start\": (\\d+),"
                    + "\\s+\"size\": (\\d+),\\s+\"type\": \"([^\"]+)\",\\s+\"uuid\": \"([^\"]+)\"(?:,\\s+\"name\": \"([^\"]*)\")?");

    private static List<String> sfdisk(Path room) {
        List<String> rows = new ArrayList<>();
        String text = new String(Tool.bytesIn(room, "sfdisk", "-J", "disk.img"), StandardCharsets.UTF_8);
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            String name = row.group(6) == null ? "" : row.group(6);
            rows.add(String.join(" ", row.group(1), row.group(2), row.group(3), row.group(4), row.group(5), name));
        }
        return rows;
    }

    @Test
    void isWhatSfdiskReads(@TempDir Path room) throws Exception {
        byte[] disk = disk(room);
        RecordingSink sink = RecordingSink.unpack(new Gpt(), disk);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(SIZE);
        assertThat(rows(sink, 512)).hasSize(2).isEqualTo(sfdisk(room));
        assertThat(sink.facts)
                .extracting(fact -> ((Partition) fact).attributes())
                .containsExactly("legacy bootable", "0x8000000000000000");
        assertThat(sink.parts.keySet()).containsExactly("partition@1048576", "partition@2097152");
        assertThat(sink.parts)
                .hasEntrySatisfying(
                        "partition@2097152", part -> assertThat(part.size()).isEqualTo(1 << 20));
    }

    @Test
    void sectorsOf4096Bytes(@TempDir Path room) throws Exception {
        Path disk = room.resolve("disk.img");
        Files.write(disk, new byte[SIZE]);
        Tool.of("fdisk", "-b", "4096", disk.toString())
                .fed("g\nn\n1\n256\n400\nw\n".getBytes(StandardCharsets.US_ASCII))
                .succeed();
        RecordingSink sink = RecordingSink.unpack(new Gpt(), Files.readAllBytes(disk));
        assertThat(sink.problems).isEmpty();
        assertThat(rows(sink, 4096)).singleElement().asString().startsWith("1 256 145 0FC63DAF-");
        assertThat(sink.parts.keySet()).containsExactly("partition@1048576");
        assertThat(sink.headers).containsEntry("sector_size", "4096");
    }

    @Test
    void damagedPrimaries(@TempDir Path room) throws Exception {
        byte[] disk = disk(room);
        List<String> expected = rows(RecordingSink.unpack(new Gpt(), disk), 512);
        for (int at : new int[] {512, 512 + 20, 512 + 17, 512 + 60, 1024 + 40, 1024 + 6 * 128 + 33}) {
            byte[] damaged = disk.clone();
            damaged[at] ^= 1;
            RecordingSink sink = RecordingSink.unpack(new Gpt(), damaged);
            assertThat(rows(sink, 512)).as("byte " + at).isEqualTo(expected);
            assertThat(sink.problems).as("byte " + at).isNotEmpty();
            assertThat(sink.end).isEqualTo(SIZE);
        }
    }

    @Test
    void damagedBackups(@TempDir Path room) throws Exception {
        byte[] disk = disk(room);
        List<String> expected = rows(RecordingSink.unpack(new Gpt(), disk), 512);
        for (int at : new int[] {SIZE - 512, SIZE - 512 + 16, SIZE - 512 - 32 * 512 + 40}) {
            byte[] damaged = disk.clone();
            damaged[at] ^= 1;
            RecordingSink sink = RecordingSink.unpack(new Gpt(), damaged);
            assertThat(rows(sink, 512)).isEqualTo(expected);
            assertThat(sink.problems).as("byte " + at).hasSize(1);
        }
        RecordingSink cut = RecordingSink.unpack(new Gpt(), Arrays.copyOf(disk, 3_000_000));
        assertThat(rows(cut, 512)).isEqualTo(expected);
        assertThat(FormatSamples.reasons(cut))
                .anyMatch(reason -> reason.contains("no backup header"))
                .anyMatch(reason -> reason.contains("902848 are there"));
    }

    @Test
    void backupThatDiffers(@TempDir Path room) throws Exception {
        byte[] disk = disk(room);
        disk[SIZE - 512 - 32 * 512 + 60] ^= 1;
        seal(disk, SIZE - 512, SIZE - 512 - 32 * 512);
        RecordingSink sink = RecordingSink.unpack(new Gpt(), disk);
        assertThat(FormatSamples.reasons(sink))
                .containsExactly("entries: those of the backup differ from the primary's");
    }

    @Test
    void partitionsThatOverlap(@TempDir Path room) throws Exception {
        byte[] disk = disk(room);
        ByteBuffer entries = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 10; i < 128; i++) {
            System.arraycopy(disk, 1024, disk, 1024 + 128 * i, 128);
            entries.putLong(1024 + 128 * i + 32, i % 3 == 0 ? 0 : i).putLong(1024 + 128 * i + 40, 8000);
        }
        seal(disk, 512, 1024);
        RecordingSink sink = RecordingSink.unpack(new Gpt(), disk);
        assertThat(sink.facts).hasSize(120);
        assertThat(sink.parts.values().stream().mapToLong(Bytes::size).sum()).isLessThan(SIZE);
        assertThat(sink.problems).hasSizeGreaterThan(100).anyMatch(problem -> problem instanceof Problem.Unsafe);
    }

    private static void seal(byte[] disk, int header, int entries) {
        ByteBuffer buffer = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        CRC32 crc = new CRC32();
        crc.update(disk, entries, 128 * 128);
        buffer.putInt(header + 88, (int) crc.getValue()).putInt(header + 16, 0);
        crc.reset();
        crc.update(disk, header, 92);
        buffer.putInt(header + 16, (int) crc.getValue());
    }

    @Test
    void tablesWithoutTheirDisk() throws Exception {
        Bytes image = Bytes.of(Corpus.bytes("firmware/huawei-hikey960/hisi-ptable.img"));
        List<Integer> rows = new ArrayList<>();
        for (long at : new long[] {0, 0x28800, 0x2cc00}) {
            Claim claim = new Gpt().claim(image, at).orElseThrow();
            assertThat(claim).isEqualTo(Claim.strong(at, 0x4400));
            RecordingSink sink = new RecordingSink();
            assertThat(new Gpt().unpack(image, claim, sink)).isEqualTo(at + 0x4400);
            assertThat(sink.problems).isEmpty();
            assertThat(sink.parts).isEmpty();
            rows.add(sink.facts.size());
            if (at == 0) {
                assertThat(rows(sink, 512))
                        .last()
                        .asString()
                        .startsWith("13 11966464 8388608 ")
                        .endsWith(" userdata");
            }
        }
        assertThat(rows).containsExactly(13, 1, 13);
    }

    @Test
    void damage(@TempDir Path room) throws Exception {
        FormatSamples.damage(new Gpt(), Arrays.copyOf(disk(room), SIZE), 5, 120);
    }
}
