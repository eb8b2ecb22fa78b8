package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Format;

/// Packages, flash maps and program images of boards: against tools where there are some, else against the published
/// layout read off by hand.
class BoardFirmwareTest {
    private static byte[] file(RecordingSink sink, String name) {
        return Objects.requireNonNull(sink.files.get(name), name);
    }

    private static Bytes part(RecordingSink sink, String name) {
        return Objects.requireNonNull(sink.parts.get(name), name);
    }

    private static byte[] firmware(String name) {
        return Corpus.bytes("firmware/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "huawei-hisilicon-server/D03_fip.bin,bl2@176+12288 bl31@12464+53908 bl33@66372+386",
        "uefi/Socionext_DeveloperBox_fip_all_arm_tf.bin,scp-bl2@29000+28784 bl31@57784+28784 bl32@86568+316392 bl2@216+28784"
    })
    void imagesOfAPackage(String file, String expected) throws Malformed {
        byte[] image = firmware(file);
        RecordingSink sink = RecordingSink.unpack(new Fip(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        Map<String, Long> sizes = new TreeMap<>();
        sink.parts.forEach((name, bytes) -> sizes.put(name, bytes.size()));
        Map<String, Long> wanted = new TreeMap<>();
        for (String each : expected.split(" ", -1)) {
            int plus = each.indexOf('+');
            wanted.put(each.substring(0, plus), Long.parseLong(each.substring(plus + 1)));
        }
        assertThat(sizes).isEqualTo(wanted);
    }

    @Test
    void imagesThatOverlapOrLie() {
        byte[] image = firmware("huawei-hisilicon-server/D03_fip.bin");
        byte[] overlapping = image.clone();
        // The second image starts within the first.
        ByteBuffer.wrap(overlapping).order(ByteOrder.LITTLE_ENDIAN).putLong(16 + 40 + 16, 176 + 100);
        RecordingSink sink = RecordingSink.unpack(new Fip(), overlapping);
        assertThat(sink.problems).hasSize(1).first().isInstanceOf(Problem.Unsafe.class);
        byte[] lying = image.clone();
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putLong(16 + 80 + 24, 1 << 20);
        sink = RecordingSink.unpack(new Fip(), lying);
        assertThat(FormatSamples.reasons(sink)).containsExactly("size: bl33: 1048576 bytes declared, 386 are there");
        assertThat(sink.parts).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"pieeprom-2024-09-10.bin,14", "pieeprom-2026-08-04.bin,18"})
    void filesOfAnEeprom(String file, int count) {
        byte[] image = firmware("rpi-eeprom/" + file);
        RecordingSink sink = RecordingSink.unpack(new RpiEeprom(), image);
        // Packed files carry the SHA-256 of what they decode to, which the decoder compares.
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.files).hasSize(count).containsKeys("bootcode.bin", "bootmain", "bootconf.txt", "mcb.bin");
        assertThat(new String(file(sink, "bootconf.txt"), StandardCharsets.US_ASCII))
                .startsWith("[all]\nBO");
    }

    /// Each packed file stands in the image as a frame that `lz4` decodes.
    @Test
    void filesPackedWithLz4AreWhole() {
        byte[] image = firmware("rpi-eeprom/pieeprom-2026-08-04.bin");
        RecordingSink sink = RecordingSink.unpack(new RpiEeprom(), image);
        byte[] frame = Arrays.copyOfRange(image, 0x23430 + 8 + 16, 0x23430 + 8 + 404_981 - 32);
        byte[] plain = Tool.bytes(frame, "lz4", "-dc");
        assertThat(plain).hasSize(558764).isEqualTo(file(sink, "bootmain"));
        byte[] hash = ContentHash.digest("SHA-256").digest(plain);
        assertThat(sink.headers)
                .containsEntry("bootmain SHA-256", HexFormat.of().formatHex(hash));
    }

    @Test
    void aFilePackedWithLz4UnderAnotherHash() {
        byte[] image = firmware("rpi-eeprom/pieeprom-2026-08-04.bin");
        image[0x23430 + 8 + 404_981 - 1] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new RpiEeprom(), image);
        assertThat(sink.problems).hasSize(1).first().extracting(Problem::field).isEqualTo("SHA-256");
    }

    @Test
    void aFrameThatDoesNotSayItsSizeIsGivenAsItIs() {
        byte[] image = firmware("rpi-eeprom/pieeprom-2026-08-04.bin");
        int at = 0x23430 + 8 + 16;
        image[at + 4] &= ~8;
        RecordingSink sink = RecordingSink.unpack(new RpiEeprom(), image);
        assertThat(file(sink, "bootmain")).hasSize(404_981 - 16 - 32);
    }

    @Test
    void aPackedFileWithAFlippedBit() {
        byte[] image = firmware("rpi-eeprom/pieeprom-2024-09-10.bin");
        image[0x20000 + 8 + 16 + 5] ^= 0x20;
        RecordingSink sink = RecordingSink.unpack(new RpiEeprom(), image);
        assertThat(sink.problems).hasSize(1).first().extracting(Problem::field).isEqualTo("SHA-256");
    }

    @Test
    void areasOfAFlashMap() throws Malformed {
        byte[] image = firmware("uefi/coreboot.rom");
        RecordingSink sink = RecordingSink.unpack(new Fmap(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.headers).containsEntry("name", "FLASH").containsEntry("size", "262144");
        assertThat(sink.parts.keySet()).containsExactly("coreboot@512");
        assertThat(part(sink, "coreboot@512").size()).isEqualTo(261632);
    }

    @Test
    void filesOfCoreboot(@TempDir Path folder) throws Exception {
        byte[] rom = firmware("uefi/coreboot.rom");
        byte[] area = Arrays.copyOfRange(rom, 512, rom.length);
        RecordingSink sink = RecordingSink.unpack(new Cbfs(), area);
        assertThat(sink.problems).isEmpty();
        Path image = folder.resolve("rom");
        Files.write(image, rom);
        String listing = Tool.text("cbfstool", image.toString(), "print", "-k");
        long expected = listing.lines()
                .filter(line -> line.contains("\t") && !line.startsWith("Name") && !line.contains("\tnull\t"))
                .count();
        assertThat(sink.files).hasSize((int) expected).hasSize(11);
        for (String name : List.of("config", "revision", "cmos_layout.bin", "fallback/dsdt.aml", "compression_test2")) {
            Path out = folder.resolve("out");
            Tool.text("cbfstool", image.toString(), "extract", "-n", name, "-f", out.toString());
            assertThat(file(sink, name)).as(name).isEqualTo(Files.readAllBytes(out));
        }
        assertThat(Tool.bytes(file(sink, "compression_test1"), "sh", "-c", "head -c 4 | od -An -tx1"))
                .asString()
                .contains("04 22 4d 18");
    }

    @Test
    void segmentsOfAnEspImage() throws Malformed {
        byte[] image = firmware("esp8266-tuya/tasmota.bin");
        RecordingSink boot = RecordingSink.unpack(new EspImage(), image);
        assertThat(boot.problems).isEmpty();
        assertThat(boot.end).isEqualTo(0xe20);
        byte[] rest = Arrays.copyOfRange(image, 4096, image.length);
        RecordingSink program = RecordingSink.unpack(new EspImage(), rest);
        assertThat(program.end).isEqualTo(rest.length);
        assertThat(program.parts.keySet())
                .containsExactly("segment@16", "segment@450956", "segment@451280", "segment@480028", "segment@481472");
        assertThat(program.headers)
                .containsEntry("segment 0", "0x40201010+450932")
                .containsEntry("checksum", "0x13");
        rest[5000] ^= 1;
        assertThat(FormatSamples.reasons(RecordingSink.unpack(new EspImage(), rest)))
                .containsExactly("checksum: 13 stored, 12 computed");
        rest[7] ^= 0x10;
        assertThat(new EspImage().claim(Bytes.of(rest), 0)).isEmpty();
    }

    @Test
    void configurationsOfGateways() {
        byte[] image = firmware("zte-config/F600W.bin");
        RecordingSink sink = RecordingSink.unpack(new ZteConfig(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.payload()).isEqualTo(firmware("zte-config/F600W.xml"));
        assertThat(sink.headers).containsEntry("name", "F600W").containsEntry("type", "0");
        image[0x200] ^= 1;
        assertThat(RecordingSink.unpack(new ZteConfig(), image).problems).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ZXHN_H298N,ZXHN H298N,18432", "ZXV10_H201L_V2.0,ZXV10 H201L V2.0,19456"})
    void encryptedConfigurationsAreSaidToBeSo(String file, String name, long size) {
        byte[] image = firmware("zte-config/" + file + ".bin");
        RecordingSink sink = RecordingSink.unpack(new ZteConfig(), image);
        assertThat(sink.problems)
                .containsExactly(new Problem.Unsupported(
                        sink.problems.getFirst().offset(), "type", "type 2: the configuration is encrypted"));
        assertThat(sink.headers).containsEntry("name", name);
        assertThat(sink.parts.values().iterator().next().size()).isEqualTo(size);
        assertThat(sink.end).isEqualTo(image.length);
    }

    @Test
    void theProgramOfAZynosImage() throws Malformed {
        byte[] image = firmware("zte-zxhn-h108n/RasCode.rom");
        RecordingSink sink = RecordingSink.unpack(new ZynosRas(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(0x140605);
        assertThat(sink.headers)
                .containsEntry("version", "ADSL ATU-R")
                .containsEntry("original length", "4637620")
                .containsEntry("compressed checksum", "0xaf68");
        Bytes program = part(sink, "program@51");
        byte[] plain = Tool.bytes(program.array(0, program.size(), "program"), "xz", "--format=lzma", "-dc");
        assertThat(plain).hasSize(4637620);
        // The header's other checksum is that of the program: the layout is right.
        long sum = 0;
        for (int i = 0; i < plain.length; i++) {
            sum += (plain[i] & 0xffL) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        assertThat(sink.headers).containsEntry("original checksum", "0x%04x".formatted(sum));
        image[1000] ^= 4;
        assertThat(FormatSamples.reasons(RecordingSink.unpack(new ZynosRas(), image)))
                .singleElement()
                .asString()
                .startsWith("compressed checksum: af68 stored");
    }

    static Stream<Arguments> damaged() {
        return Stream.of(
                Arguments.of(new Fip(), "huawei-hisilicon-server/D03_fip.bin", 0, 66758),
                Arguments.of(new RpiEeprom(), "rpi-eeprom/pieeprom-2026-08-04.bin", 0, 900000),
                Arguments.of(new Fmap(), "uefi/coreboot.rom", 0, 262144),
                Arguments.of(new Cbfs(), "uefi/coreboot.rom", 512, 90000),
                Arguments.of(new EspImage(), "esp8266-tuya/tasmota.bin", 0, 4096),
                Arguments.of(new ZteConfig(), "zte-config/F600W.bin", 0, 16619),
                Arguments.of(new ZteConfig(), "zte-config/ZXHN_H298N.bin", 0, 18654),
                Arguments.of(new ZynosRas(), "zte-zxhn-h108n/RasCode.rom", 0, 100000),
                Arguments.of(new FirmwareVolume(), "huawei-hisilicon-server/D03_Sec_FVMAIN_SEC.Fv", 0, 262144),
                Arguments.of(new FirmwareVolume(), "uefi/ApolloLake-Fsp.fd", 0, 172032));
    }

    @ParameterizedTest
    @MethodSource
    void damaged(Format format, String file, int from, int length) {
        byte[] image = firmware(file);
        byte[] sample = Arrays.copyOfRange(image, from, Math.min(from + length, image.length));
        FormatSamples.damage(format, sample, 20261122, 150);
    }

    @Test
    void nothingIsClaimedInRandomBytes() throws Malformed {
        byte[] noise = new byte[1 << 20];
        new Random(7).nextBytes(noise);
        for (Format format :
                List.of(new Fip(), new RpiEeprom(), new Fmap(), new Cbfs(), new EspImage(), new ZynosRas())) {
            byte[] magic = format.magic().getFirst().pattern().bytes();
            int place = format.magic().getFirst().offset();
            for (int at = 0; at + 4096 < noise.length; at += 4096) {
                byte[] image = Arrays.copyOfRange(noise, at, at + 4096);
                System.arraycopy(magic, 0, image, place, magic.length);
                if (magic.length < 8) {
                    assertThat(format.claim(Bytes.of(image), 0))
                            .as(format.card().name())
                            .isEmpty();
                }
            }
        }
    }
}
