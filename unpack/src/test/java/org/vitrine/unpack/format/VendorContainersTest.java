package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;

/// Containers of vendors, one sample each.
class VendorContainersTest {
    private static byte[] sample(String name) {
        return Corpus.bytes("firmware/format-samples/" + name);
    }

    private static byte[] file(RecordingSink sink, String name) {
        return Objects.requireNonNull(sink.files.get(name), name);
    }

    private static byte[] part(RecordingSink sink, String name) {
        try {
            Bytes bytes = Objects.requireNonNull(sink.parts.get(name), name);
            return bytes.array(0, bytes.size(), "part");
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sparseImageIsWhatTheToolMakesOfIt() {
        byte[] image = sample("android_simg__simg.img");
        RecordingSink sink = RecordingSink.unpack(new AndroidSparse(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        byte[] plain = Tool.bytes(
                new byte[0],
                "7z",
                "x",
                "-so",
                "-tSparse",
                Corpus.path("firmware/format-samples/android_simg__simg.img").toString());
        assertThat(file(sink, "image")).isEqualTo(plain);
    }

    @Test
    void sparseChunksOfEachKind() {
        ByteBuffer image =
                ByteBuffer.allocate(28 + 12 + 4096 + 12 + 4 + 12 + 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        byte[] block = FormatSamples.plausible(4096, 3);
        byte[] expected = new byte[4 * 4096];
        System.arraycopy(block, 0, expected, 0, 4096);
        Arrays.fill(expected, 4096, 8192, (byte) 0x5a);
        CRC32 crc = new CRC32();
        crc.update(expected);
        image.putInt(0xed26ff3a)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 28)
                .putShort((short) 12);
        image.putInt(4096).putInt(4).putInt(4).putInt(0);
        image.putInt(0xcac1).putInt(1).putInt(12 + 4096).put(block);
        image.putInt(0xcac2).putInt(1).putInt(16).putInt(0x5a5a5a5a);
        image.putInt(0xcac3).putInt(2).putInt(12);
        image.putInt(0xcac4).putInt(0).putInt(16).putInt((int) crc.getValue());
        RecordingSink sink = RecordingSink.unpack(new AndroidSparse(), image.array());
        assertThat(sink.problems).isEmpty();
        assertThat(file(sink, "image")).isEqualTo(expected);
        byte[] wrong = image.array().clone();
        wrong[wrong.length - 1] ^= 1;
        assertThat(RecordingSink.unpack(new AndroidSparse(), wrong).problems)
                .singleElement()
                .extracting(Problem::field)
                .isEqualTo("crc");
    }

    @ParameterizedTest
    @CsvSource({
        "valid_draytekvigor167_image,''",
        "invalid_draytekvigor167_image_struct_error,'image size: 4401 bytes declared, 4386 are there'",
        "invalid_image_struct_error,'image size: 1496430113 bytes declared, 4348 are there'"
    })
    void draytek(String name, String defect) {
        RecordingSink sink = RecordingSink.unpack(new DrayTek(), sample("draytek_vigor_167__" + name + ".bin"));
        assertThat(sink.parts).containsOnlyKeys("rootfs@256");
        if (defect.isEmpty()) {
            assertThat(sink.problems).isEmpty();
            assertThat(part(sink, "rootfs@256")).hasSize(4096).startsWith(0x68, 0x73, 0x71, 0x73);
        } else {
            assertThat(FormatSamples.reasons(sink)).contains(defect);
        }
    }

    @Test
    void standAloneObjects() {
        byte[] image = sample("broadcom__broadcom-sao.bin");
        RecordingSink sink = RecordingSink.unpack(new BroadcomSao(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.parts.keySet()).containsExactly("meta@64", "dtbb@157", "krnl@340", "rtfs@444");
        assertThat(part(sink, "meta@64")).asString().isEqualTo("{\"extractor\":\"broadcom-sao\"}\n");
        image[70] ^= 1;
        assertThat(RecordingSink.unpack(new BroadcomSao(), image).problems)
                .singleElement()
                .extracting(Problem::field)
                .isEqualTo("data CRC");
    }

    @Test
    void maskedFilesOfACamera() {
        byte[] image = sample("boschtool__test.fw");
        RecordingSink outer = RecordingSink.unpack(new BoschCamera(), image);
        assertThat(outer.problems).isEmpty();
        assertThat(outer.end).isEqualTo(image.length);
        assertThat(outer.parts.keySet()).containsExactly("firmware@1024");
        RecordingSink inner = RecordingSink.unpack(new BoschCamera(), part(outer, "firmware@1024"));
        assertThat(inner.problems).isEmpty();
        assertThat(inner.files.keySet()).containsExactly("test_file_1.txt", "test_file_2.txt");
        assertThat(file(inner, "test_file_1.txt")).asString().isEqualTo("this is a test file!\n\n\0");
    }

    @Test
    void ruggedComPack() {
        byte[] image = sample("ros__test.ros");
        RecordingSink sink = RecordingSink.unpack(new RuggedCom(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.headers).containsEntry("date", "2008-02-28");
        assertThat(sink.files.keySet())
                .containsExactly("CLI_FILE", "DELSCRF", "EWS_FILE", "UPNP_FILE", "DATETIME_C", "RSCODE");
        byte[] piece = file(sink, "UPNP_FILE");
        // A single byte follows the data.
        byte[] lzma = Arrays.copyOfRange(piece, 32, piece.length - 1);
        assertThat(Tool.bytes(lzma, "xz", "--format=lzma", "-dc"))
                .hasSize(ByteBuffer.wrap(lzma).order(ByteOrder.LITTLE_ENDIAN).getInt(5));
        image[5000] ^= 1;
        assertThat(RecordingSink.unpack(new RuggedCom(), image).problems)
                .singleElement()
                .extracting(Problem::field)
                .isEqualTo("checksum");
    }

    @Test
    void matterImage() {
        byte[] image = sample("matter_ota.bin");
        RecordingSink sink = RecordingSink.unpack(new MatterOta(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers)
                .containsEntry("VendorID", "4660")
                .containsEntry("SoftwareVersionString", "1.2.120.0")
                .containsEntry("PayloadSize", "8");
        assertThat(part(sink, "payload@88")).asString().isEqualTo("PAYLOAD\n");
        image[90] ^= 1;
        assertThat(RecordingSink.unpack(new MatterOta(), image).problems)
                .singleElement()
                .extracting(Problem::field)
                .isEqualTo("ImageDigest");
    }

    @Test
    void djiModules() {
        byte[] image = sample("dji__dji.img");
        RecordingSink sink = RecordingSink.unpack(new DjiImage(), image);
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.parts.keySet()).containsExactly("m0305@170", "m1200@43946");
        assertThat(sink.headers).containsEntry("model", "P3X");
        assertThat(sink.problems).hasSize(2).allMatch(each -> each instanceof Problem.Unsupported);
        image[50000] ^= 1;
        assertThat(RecordingSink.unpack(new DjiImage(), image).problems)
                .extracting(Problem::field)
                .contains("m1200 MD5");
    }

    @Test
    void xeroxFiles() throws Unreadable {
        byte[] image = sample("xerox__test.dsk1");
        RecordingSink sink = RecordingSink.unpack(new XeroxDsk(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.payload())
                .isEqualTo(Base64.getMimeDecoder().decode(Arrays.copyOfRange(image, 24, image.length)))
                .hasSize(636380);
        byte[] wrapped = sample("xerox__test.dsk_ext");
        Claim claim = new XeroxDsk().claim(Bytes.of(wrapped), 12).orElseThrow();
        assertThat(claim).isEqualTo(Claim.strong(12, wrapped.length - 12));
        RecordingSink module = RecordingSink.unpack(new XeroxDlm(), sample("xerox__DLM-First_1MB.DLM"));
        assertThat(module.problems).isEmpty();
        assertThat(module.headers).containsEntry("DLM_NAME", "\"080415_08142013\"");
        assertThat(part(module, "payload@580")).startsWith(0x1f, 0x8b);
    }

    @Test
    void ambarellaFiles() {
        RecordingSink sink = RecordingSink.unpack(new AmbarellaRomfs(), sample("ambarella__ambarella_rom.fs"));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(20480);
        assertThat(sink.files.keySet())
                .containsExactly(
                        "SuperViewWarpTable_1440p3024_h.bin",
                        "SuperViewWarpTable_1440p3024_v.bin",
                        "SuperViewWarpTable_4kp30_h.bin",
                        "SuperViewWarpTable_4kp30_v.bin");
        assertThat(sink.files.values()).allMatch(each -> each.length == 3072);
    }

    @Test
    void arcadyanData() {
        RecordingSink sink = RecordingSink.unpack(new Arcadyan(), sample("arcadyan.bin"));
        byte[] lzma = file(sink, "data.lzma");
        // Bytes behind the stream make the tool end with an error, but what it wrote is whole.
        byte[] plain = Tool.of("xz", "--format=lzma", "--single-stream", "-dc")
                .fed(lzma)
                .run()
                .bytes();
        assertThat(plain).hasSize(2813252);
    }

    @Test
    void encryptedDlinkImage() {
        byte[] image = sample("dlink__test.dec");
        RecordingSink sink = RecordingSink.unpack(new DlinkShrs(), image);
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.Unsupported.class);
        assertThat(part(sink, "encrypted@1756")).hasSize(32);
        image[1760] ^= 1;
        assertThat(RecordingSink.unpack(new DlinkShrs(), image).problems).hasSize(2);
    }

    static Stream<Arguments> damaged() {
        return Stream.of(
                Arguments.of(new AndroidSparse(), "android_simg__simg.img"),
                Arguments.of(new DrayTek(), "draytek_vigor_167__valid_draytekvigor167_image.bin"),
                Arguments.of(new BroadcomSao(), "broadcom__broadcom-sao.bin"),
                Arguments.of(new BoschCamera(), "boschtool__test.fw"),
                Arguments.of(new RuggedCom(), "ros__test.ros"),
                Arguments.of(new MatterOta(), "matter_ota.bin"),
                Arguments.of(new DjiImage(), "dji__dji.img"),
                Arguments.of(new XeroxDsk(), "xerox__test.dsk1"),
                Arguments.of(new XeroxDlm(), "xerox__DLM-First_1MB.DLM"),
                Arguments.of(new AmbarellaRomfs(), "ambarella__ambarella_rom.fs"),
                Arguments.of(new Arcadyan(), "arcadyan.bin"),
                Arguments.of(new DlinkShrs(), "dlink__test.dec"));
    }

    @ParameterizedTest
    @MethodSource
    void damaged(Format format, String name) {
        byte[] image = sample(name);
        FormatSamples.damage(format, Arrays.copyOf(image, Math.min(image.length, 200_000)), 20261122, 150);
    }
}
