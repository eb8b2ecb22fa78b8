package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Tool;

class AndroidBootTest {
    private static final AndroidBoot FORMAT = new AndroidBoot();

    @TempDir
    Path folder;

    private byte[] file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Files.write(folder.resolve(name), content);
        return content;
    }

    /// By the published layout: the packaged command knows versions 0 to 2 only.
    private byte[] lay(int version) throws IOException {
        byte[] kernel = file("kernel", 9000);
        byte[] ramdisk = file("ramdisk", 3333);
        byte[] signature = file("signature", version == 4 ? 100 : 0);
        ByteBuffer image = ByteBuffer.allocate(4096 + 12288 + 4096 + (version == 4 ? 4096 : 0))
                .order(LITTLE_ENDIAN);
        image.put("ANDROID!console=ttyMSM0 ro".getBytes(US_ASCII), 0, 8);
        image.putInt(kernel.length).putInt(ramdisk.length).putInt(11 << 25 | 2 << 11 | 21 << 4 | 3);
        image.putInt(version == 4 ? 1584 : 1580).putInt(40, version);
        image.put(44, "console=ttyMSM0 ro".getBytes(US_ASCII)).putInt(1580, signature.length);
        image.put(4096, kernel).put(16384, ramdisk);
        image.put(version == 4 ? 20480 : 16384 + 3333, signature);
        return image.array();
    }

    private byte[] make(int version) throws IOException {
        if (version > 2) {
            return lay(version);
        }
        file("kernel", 9000);
        file("ramdisk", 3333);
        file("dtb", 777);
        List<String> command = new ArrayList<>(List.of("mkbootimg", "--kernel", "kernel", "--ramdisk", "ramdisk"));
        command.addAll(List.of("--header_version", "" + version, "--cmdline", "console=ttyMSM0 ro", "-o", "boot.img"));
        command.addAll(List.of("--os_version", "11.0.2", "--os_patch_level", "2021-03"));
        if (version == 2) {
            command.addAll(List.of("--dtb", "dtb"));
        }
        Tool.of(command).in(folder).succeed();
        return Files.readAllBytes(folder.resolve("boot.img"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void imagesOfTheCommandAreOpened(int version) throws IOException, Malformed {
        byte[] image = make(version);
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOf(image, image.length + 100));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.headers)
                .containsEntry("header_version", "" + version)
                .containsEntry("cmdline", "console=ttyMSM0 ro")
                .containsEntry("os_version", "11.0.2")
                .containsEntry("os_patch_level", "2021-03");
        assertThat(sink.headers.containsKey("id verified")).isEqualTo(version < 3);
        assertThat(sink.parts).hasSize(version == 2 || version == 4 ? 3 : 2);
        for (String name : sink.parts.keySet()) {
            String piece = name.substring(0, name.indexOf('@'));
            Bytes bytes = sink.parts.get(name);
            assertThat(bytes == null ? new byte[0] : bytes.array(0, bytes.size(), piece))
                    .isEqualTo(Files.readAllBytes(folder.resolve(piece)));
        }
    }

    @Test
    void aCutImageSaysSo() throws IOException {
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOf(make(0), 5000));
        assertThat(sink.problems).extracting(Problem::field).containsExactly("kernel_size", "ramdisk_size");
        assertThat(sink.parts).hasSize(1);
        assertThat(sink.headers).doesNotContainKey("id verified");
    }

    @Test
    void aPageSizeThatIsNoneMakesNoImage() throws IOException, Malformed {
        byte[] image = make(0);
        image[37] = 7;
        assertThat(FORMAT.claim(Bytes.of(image), 0)).isEmpty();
    }

    @Test
    void noDamageEscapes() throws IOException, Malformed {
        Random random = new Random(37);
        byte[][] images = {make(0), make(2), make(4)};
        for (int i = 0; i < 5000; i++) {
            byte[] image = images[i % 3];
            byte[] damaged = Arrays.copyOf(image, image.length - random.nextInt(image.length - 20));
            for (int flips = random.nextInt(5); flips > 0; flips--) {
                damaged[8 + random.nextInt(Math.min(damaged.length, 60) - 8)] = (byte) random.nextInt();
            }
            if (FORMAT.claim(Bytes.of(damaged), 0).isPresent()) {
                assertThat(RecordingSink.unpack(FORMAT, damaged).end).isLessThanOrEqualTo(damaged.length);
            }
        }
    }
}
