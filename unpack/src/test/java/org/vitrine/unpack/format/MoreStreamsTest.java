package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.unpack.format.FormatSamples.damage;
import static org.vitrine.unpack.format.FormatSamples.joined;
import static org.vitrine.unpack.format.FormatSamples.plausible;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Format;

/// zstd, LZ4, lzip, lzop, compress and brotli against the tools that define them.
final class MoreStreamsTest {
    private static final byte[] TEXT = plausible(300_000, 1);
    private static final byte[] GARBAGE = "garbage behind".getBytes(UTF_8);

    private static Stream<Arguments> writers() {
        List<Arguments> writers = new ArrayList<>();
        for (String command : List.of(
                "zstd -1",
                "zstd -19 --ultra",
                "zstd --fast=5 --no-check",
                "zstd -3 --no-content-size",
                "zstd -9 --long=27")) {
            writers.add(Arguments.of(new Zstd(), command));
        }
        for (String command : List.of(
                "lz4 -1 -B4",
                "lz4 -9 -B5 -BD",
                "lz4 -1 -B7 -BX",
                "lz4 -1 -B4 -BD -BX --no-frame-crc",
                "lz4 -12 -B6 --no-frame-crc",
                "lz4 -l")) {
            writers.add(Arguments.of(new Lz4(), command));
        }
        writers.add(Arguments.of(new Lzip(), "lzip -0"));
        writers.add(Arguments.of(new Lzip(), "lzip -9"));
        writers.add(Arguments.of(new Lzip(), "lzip -b 100000 -3"));
        writers.add(Arguments.of(new Lzop(), "lzop -1"));
        writers.add(Arguments.of(new Lzop(), "lzop -9"));
        writers.add(Arguments.of(new Lzop(), "lzop -3 --crc32"));
        writers.add(Arguments.of(new Lzop(), "lzop -F"));
        // With 9 bits ncompress 5.0 writes what it can't read itself.
        for (int bits = 10; bits <= 16; bits++) {
            writers.add(Arguments.of(new Compress(), "compress -f -c -b " + bits));
        }
        for (int quality = 0; quality <= 11; quality++) {
            writers.add(Arguments.of(new Brotli(), "brotli -c -q " + quality));
        }
        writers.add(Arguments.of(new Brotli(), "brotli -c -q 9 -w 10"));
        return writers.stream();
    }

    private static byte[] text(String seed) {
        return (seed + " of the people, by the people; and The Following Information is available for HTML. ")
                .repeat(3)
                .getBytes(UTF_8);
    }

    @ParameterizedTest
    @MethodSource("writers")
    void whatItsToolWrites(Format format, String command) throws Exception {
        byte[] noise = new byte[70_000];
        new Random(7).nextBytes(noise);
        List<byte[]> contents = List.of(
                TEXT,
                text("Government"),
                joined(TEXT, noise, new byte[500_000], plausible(900_000, 9), noise),
                noise,
                new byte[1],
                new byte[2_000_000]);
        for (byte[] content : contents) {
            byte[] sample = Tool.bytes(content, command.split(" "));
            RecordingSink sink = RecordingSink.unpack(format, sample);
            assertThat(sink.problems).isEmpty();
            assertThat(Arrays.equals(sink.payload(), content)).isTrue();
            assertThat(sink.end).isEqualTo(sample.length);
            assertThat(sink.unexplained().isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("writers")
    void damaged(Format format, String command) throws Exception {
        damage(format, Tool.bytes(Arrays.copyOf(TEXT, 20_000), command.split(" ")), 3, 60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "lz4", "lzip", "lzop"})
    void streamsInARowAreOnePayload(String tool) throws Exception {
        Format format = switch (tool) {
            case "zstd" -> new Zstd();
            case "lz4" -> new Lz4();
            case "lzip" -> new Lzip();
            default -> new Lzop();
        };
        byte[] first = Tool.bytes(TEXT, tool, "-1");
        byte[] second = Tool.bytes(GARBAGE, tool, "-9");
        byte[] both = joined(first, second);
        RecordingSink sink = RecordingSink.unpack(format, joined(both, GARBAGE));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.payload()).isEqualTo(joined(TEXT, GARBAGE));
        assertThat(sink.end).isEqualTo(both.length);
        byte[] cut = Arrays.copyOf(both, both.length - 3);
        sink = RecordingSink.unpack(format, cut);
        assertThat(sink.end).isEqualTo(-1);
        assertThat(sink.problems).hasSize(1);
        assertThat(new String(sink.payload(), UTF_8)).startsWith(new String(TEXT, UTF_8).substring(0, 100_000));
    }

    @Test
    void skippableFramesBelongToNobody() throws Exception {
        byte[] frame = Tool.bytes(TEXT, "zstd");
        byte[] skippable = ByteBuffer.allocate(8 + GARBAGE.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A53)
                .putInt(GARBAGE.length)
                .put(GARBAGE)
                .array();
        byte[] sample = joined(skippable, frame, skippable, frame);
        RecordingSink sink = RecordingSink.unpack(new Zstd(), sample);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.payload()).isEqualTo(joined(TEXT, TEXT));
        assertThat(sink.payload()).isEqualTo(Tool.bytes(sample, "zstd", "-dc"));
        assertThat(sink.end).isEqualTo(sample.length);
        assertThat(sink.unexplained().cardinality()).isEqualTo(2 * GARBAGE.length);
        assertThat(new Zstd().claim(Bytes.of(joined(skippable, GARBAGE)), 0)).isEmpty();
    }

    @Test
    void wrongChecksumsAreMalformed() throws Exception {
        record Case(Format format, String command, int fromEnd, String field) {}
        for (Case each : List.of(
                new Case(new Zstd(), "zstd", 1, "Content_Checksum"),
                new Case(new Lz4(), "lz4", 1, "Content Checksum"),
                new Case(new Lz4(), "lz4 -BX --no-frame-crc", 6, "Block Checksum"),
                new Case(new Lzip(), "lzip", 20, "CRC32"),
                new Case(new Lzip(), "lzip", 16, "data size"),
                new Case(new Lzip(), "lzip", 8, "member size"))) {
            byte[] sample = Tool.bytes(TEXT, each.command().split(" "));
            sample[sample.length - each.fromEnd()] ^= 1;
            RecordingSink sink = RecordingSink.unpack(each.format(), sample);
            assertThat(sink.problems).extracting(Problem::field).containsExactly(each.field());
            boolean kept = !each.field().startsWith("Block");
            assertThat(sink.payload().length).isEqualTo(kept ? TEXT.length : 0);
        }
        byte[] lzop = Tool.bytes(TEXT, "lzop");
        lzop[20] ^= 1;
        assertThat(RecordingSink.unpack(new Lzop(), lzop).problems)
                .extracting(Problem::field)
                .containsExactly("header checksum");
    }

    @Test
    void dictionariesAndLargeWindowsAreRefused(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("words"), plausible(60_000, 5));
        String words = folder.resolve("words").toString();
        byte[] lz4 = Tool.bytes(TEXT, "lz4", "-D", words);
        ByteBuffer header = ByteBuffer.allocate(11).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x184D2204).put((byte) 0x61).put((byte) 0x40).putInt(77);
        long hash = org.vitrine.unpack.codec.XxHash32.of(header.array(), 4, 6);
        header.put((byte) (hash >>> 8));
        assertThat(RecordingSink.unpack(new Lz4(), joined(header.array(), lz4)).problems)
                .singleElement()
                .isInstanceOf(Problem.Unsupported.class);
        for (int i = 0; i < 40; i++) {
            Files.write(folder.resolve("s" + i), plausible(3000, i));
        }
        Tool.bytesIn(folder, "sh", "-c", "zstd -q --train s* -o dictionary --maxdict=4000");
        byte[] zstd =
                Tool.bytes(TEXT, "zstd", "-D", folder.resolve("dictionary").toString());
        assertThat(RecordingSink.unpack(new Zstd(), zstd).problems)
                .singleElement()
                .isInstanceOf(Problem.Unsupported.class);
        byte[] wide = Tool.bytes(TEXT, "zstd", "--no-content-size");
        wide[5] = (byte) (18 << 3);
        assertThat(RecordingSink.unpack(new Zstd(), wide).problems)
                .extracting(Problem::field)
                .containsExactly("Window_Size");
        byte[] brotli = Tool.bytes(TEXT, "brotli", "-c", "--large_window=26");
        assertThat(RecordingSink.unpack(new Brotli(), brotli).problems)
                .extracting(Problem::field)
                .containsExactly("WBITS");
    }

    @Test
    void aKernelsLegacyFrameEndsBeforeItsSize() throws Exception {
        byte[] content = plausible(9_000_000, 2);
        byte[] frame = Tool.bytes(content, "lz4", "-l", "-9");
        byte[] size = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.length)
                .array();
        RecordingSink sink = RecordingSink.unpack(new Lz4(), joined(frame, size));
        assertThat(sink.problems).isEmpty();
        assertThat(Arrays.equals(sink.payload(), content)).isTrue();
        assertThat(sink.end).isEqualTo(frame.length);
    }

    @Test
    void lzopTellsNameAndMode(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("name"), TEXT);
        Tool.bytesIn(folder, "chmod", "640", "name");
        byte[] sample = Tool.bytesIn(folder, "lzop", "-c", "name");
        RecordingSink sink = RecordingSink.unpack(new Lzop(), sample);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers).containsEntry("name", "name").containsEntry("mode", "100640");
        assertThat(sink.headers).containsKey("mtime");
    }

    @Test
    void aMagicInAProgramIsNoStream() throws Exception {
        byte[] sample = Tool.bytes(TEXT, "lzop");
        byte[] program = joined(new byte[] {1}, Arrays.copyOf(sample, 9), plausible(400, 3));
        assertThat(new Lzop().claim(Bytes.of(program), 1)).isEmpty();
        assertThat(new Lzop().claim(Bytes.of(joined(new byte[] {1}, sample)), 1))
                .isPresent();
    }

    /// Eight GiB of chance must hold none; here 32 MiB around each magic's own bytes.
    @Test
    void chanceIsNoStream() throws Exception {
        Random random = new Random(11);
        byte[] noise = new byte[256];
        for (Format format : List.of(new Zstd(), new Lz4(), new Lzip(), new Compress(), new Npk())) {
            int claimed = 0;
            for (int i = 0; i < 20_000; i++) {
                random.nextBytes(noise);
                byte[] pattern =
                        format.magic().get(i % format.magic().size()).pattern().bytes();
                byte[] image = joined(new byte[] {1}, pattern, noise);
                boolean strong = format.claim(Bytes.of(image), 1)
                        .filter(claim -> claim.strength() == org.vitrine.unpack.spi.Claim.Strength.STRONG)
                        .isPresent();
                claimed += strong ? 1 : 0;
            }
            // The magics have four bytes, so 2^-32: what is left must be rare.
            assertThat(claimed).as(format.card().name()).isLessThan(120);
        }
    }
}
