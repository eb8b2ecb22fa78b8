package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// Archives that 7z makes, opened back.
class SevenZipTest {
    private static Path tree(Path room) throws Exception {
        Path top = room.resolve("tree");
        Files.createDirectories(top.resolve("a/b/empty folder"));
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        Files.write(top.resolve("noise"), noise);
        Files.write(top.resolve("empty"), new byte[0]);
        Files.write(top.resolve("a/\u00e4\u6f22"), FormatSamples.plausible(200_000, 4));
        for (int i = 0; i < 30; i++) {
            Files.write(top.resolve("a/b/file " + i), FormatSamples.plausible(1000 + i, i));
        }
        return top;
    }

    private static byte[] made(Path room, String options) throws Exception {
        Path archive = room.resolve("made.7z");
        Files.deleteIfExists(archive);
        Tool.needs("7z");
        String line = "env LC_ALL=C.UTF-8 7z a " + options + " " + archive + " .";
        Tool.of(line.replaceAll(" +", " ").split(" ", -1))
                .in(room.resolve("tree"))
                .succeed();
        return Files.readAllBytes(archive);
    }

    private static Map<String, String> host(Path top) throws Exception {
        Map<String, String> host = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                host.put(top.relativize(each).toString(), digest(Files.readAllBytes(each)));
            }
        }
        return host;
    }

    private static String digest(byte[] bytes) {
        return Digest.of(Digest.sha256().digest(bytes)).toString();
    }

    private static Map<String, String> found(RecordingSink sink) {
        Map<String, String> found = new TreeMap<>();
        sink.files.forEach((path, content) -> found.put(path, digest(content)));
        sink.entries.stream()
                .filter(entry -> entry.type() == ArtifactType.FILE)
                .forEach(entry -> found.putIfAbsent(RecordingSink.path(entry), digest(new byte[0])));
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-m0=lzma",
                "-m0=copy",
                "-m0=deflate",
                "-ms=off",
                "-mhc=off",
                "-m0=BCJ -m1=lzma2",
                "-m0=BCJ -m1=lzma:d=1m"
            })
    void holdsWhatWasPacked(String options, @TempDir Path room) throws Exception {
        Path top = tree(room);
        byte[] archive = made(room, options);
        RecordingSink sink = RecordingSink.unpack(new SevenZip(), archive);
        assertThat(sink.problems).isEmpty();
        assertThat(found(sink)).isEqualTo(host(top));
        assertThat(sink.end).isEqualTo(archive.length);
        assertThat(sink.unexplained().isEmpty()).isTrue();
        FormatSamples.damage(new SevenZip(), archive, 3, 9);
    }

    @ParameterizedTest
    @CsvSource({"-psecret, encrypted", "-m0=ppmd, PPMd", "-m0=bzip2, bzip2"})
    void contentsThatAreNotDecoded(String options, String reason, @TempDir Path room) throws Exception {
        tree(room);
        RecordingSink sink = RecordingSink.unpack(new SevenZip(), made(room, options));
        assertThat(sink.entries).hasSizeGreaterThan(30);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains(reason));
    }

    @Test
    void headerThatIsEncrypted(@TempDir Path room) throws Exception {
        tree(room);
        RecordingSink sink = RecordingSink.unpack(new SevenZip(), made(room, "-psecret -mhe=on"));
        assertThat(FormatSamples.reasons(sink)).containsExactly("Coder: encrypted (AES)");
        assertThat(sink.entries).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7z.bin", "sfx__test_elf_sfx", "sfx__test_pe_sfx"})
    void samplesOfTheCorpus(String name, @TempDir Path room) throws Exception {
        byte[] sample = Corpus.bytes("firmware/format-samples/" + name);
        byte[] magic = {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0};
        long at = Bytes.of(sample).indexOf(magic, 0, sample.length);
        // The unpacking program has the magic, too; only what has a right checksum is claimed.
        while (new SevenZip().claim(Bytes.of(sample), at).isEmpty()) {
            at = Bytes.of(sample).indexOf(magic, at + 1, sample.length);
        }
        RecordingSink sink = RecordingSink.unpack(new SevenZip(), Arrays.copyOfRange(sample, (int) at, sample.length));
        Files.write(room.resolve("sample"), sample);
        Tool.of("7z", "x", "-t7z", "-oout", "sample").in(room).run();
        assertThat(sink.problems).isEmpty();
        assertThat(found(sink)).isNotEmpty().isEqualTo(host(room.resolve("out")));
    }

    @Test
    void headersOfNoise(@TempDir Path room) throws Exception {
        tree(room);
        byte[] archive = made(room, "-mhc=off");
        Random random = new Random(6);
        long at = 32 + Bytes.of(archive).u63(12, ByteOrder.LITTLE_ENDIAN, "offset");
        for (int round = 0; round < 400; round++) {
            byte[] header = Arrays.copyOfRange(archive, (int) at, archive.length);
            header[random.nextInt(header.length)] = (byte) random.nextInt();
            // The checksum is that of the damaged header, so that the reader goes on to it.
            CRC32 crc = new CRC32();
            crc.update(header);
            byte[] damaged = archive.clone();
            System.arraycopy(header, 0, damaged, (int) at, header.length);
            ByteBuffer bytes = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(28, (int) crc.getValue());
            crc.reset();
            crc.update(damaged, 12, 20);
            bytes.putInt(8, (int) crc.getValue());
            assertThat(FormatSamples.summary(new SevenZip(), damaged)).isNotEqualTo("not claimed");
        }
    }
}
