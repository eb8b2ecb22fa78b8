package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

class UBootTest {
    private static final UBoot LOADER = new UBoot();
    private static final UBootEnvironment ENVIRONMENT = new UBootEnvironment();

    @TempDir
    Path folder;

    private byte[] environment(int size, String... options) throws IOException {
        Path text = Files.writeString(folder.resolve("env.txt"), "bootdelay=3\nbootcmd=run a; bootm 0x100\nempty=\n");
        Path image = folder.resolve("env.bin");
        String[] command = new String[6 + options.length];
        System.arraycopy(
                new String[] {"mkenvimage", "-s", Integer.toString(size), "-o", image.toString()}, 0, command, 0, 5);
        System.arraycopy(options, 0, command, 5, options.length);
        command[command.length - 1] = text.toString();
        Tool.bytes(new byte[0], command);
        return Files.readAllBytes(image);
    }

    @Test
    void environmentsOfTheCommandAreRead() throws IOException {
        for (String[] options : new String[][] {{}, {"-r"}, {"-b"}, {"-r", "-b"}}) {
            byte[] image = environment(0x4000, options);
            RecordingSink sink = RecordingSink.unpack(ENVIRONMENT, Arrays.copyOf(image, image.length + 5000));
            assertThat(sink.problems).isEmpty();
            assertThat(sink.end).isEqualTo(0x4000);
            assertThat(sink.headers)
                    .containsEntry("bootdelay", "3")
                    .containsEntry("bootcmd", "run a; bootm 0x100")
                    .containsEntry("empty", "");
            assertThat(sink.headers.containsKey("flags"))
                    .isEqualTo(Arrays.asList(options).contains("-r"));
        }
    }

    @Test
    void aWrongChecksumIsNoEnvironment() throws IOException, Malformed {
        byte[] image = environment(0x4000);
        image[0x3fff] ^= 1;
        assertThat(ENVIRONMENT.claim(Bytes.of(image), 0)).isEmpty();
    }

    @Test
    void theLoaderOfARealDeviceIsFoundInItsFlash() throws Malformed {
        byte[] flash = Corpus.bytes("firmware/zte-h3600/01_bootloader.bin");
        byte[] loader = Arrays.copyOfRange(flash, 133120, flash.length);
        RecordingSink sink = RecordingSink.unpack(LOADER, loader);
        assertThat(sink.headers).containsEntry("version_string", "U-Boot 2013.04 (Oct 28 2021 - 12:09:15)");
        assertThat(sink.end).isEqualTo(334628);
        byte[] environment = Arrays.copyOfRange(flash, 786432, flash.length);
        RecordingSink variables = RecordingSink.unpack(ENVIRONMENT, environment);
        assertThat(variables.headers)
                .containsEntry("bootdelay", "3")
                .containsEntry("versioninfo", "U-Boot V1.0.0 20211028123000 0x700000 0x0 0xaf 0xa3");
        assertThat(variables.end).isEqualTo(131072);
    }

    @Test
    void aProgramIsOneByItsVersionString() throws Malformed {
        byte[] program = new byte[3000];
        byte[] banner = "U-Boot 1.1.4 (Mar 25 2016 - 16:59:35)\0\0bootargs=a b\0bootcmd=c\0"
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(banner, 0, program, 1000, banner.length);
        program[2000] = 1;
        RecordingSink sink = RecordingSink.unpack(LOADER, program);
        assertThat(sink.end).isEqualTo(2001);
        assertThat(sink.headers)
                .containsEntry("version_string", "U-Boot 1.1.4 (Mar 25 2016 - 16:59:35)")
                .containsEntry("default bootargs", "a b")
                .containsEntry("default bootcmd", "c");
        program[1002] = 'b';
        assertThat(LOADER.claim(Bytes.of(program), 0)).isEmpty();
    }

    @Test
    void noDamageEscapes() throws IOException, Malformed {
        Random random = new Random(34);
        byte[] image = environment(0x1000);
        byte[] start = HexStart.of();
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = Arrays.copyOf(image, 8 + random.nextInt(image.length - 8));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            if (ENVIRONMENT.claim(Bytes.of(damaged), 0).isPresent()) {
                assertThat(RecordingSink.unpack(ENVIRONMENT, damaged).end).isLessThanOrEqualTo(damaged.length);
            }
            byte[] loader = Arrays.copyOf(start, 90 + random.nextInt(start.length - 90));
            ByteBuffer.wrap(loader).putInt(0x40 + 4 * random.nextInt(6), random.nextInt(1 << random.nextInt(31)));
            if (LOADER.claim(Bytes.of(loader), 0).isPresent()) {
                assertThat(RecordingSink.unpack(LOADER, loader).end).isLessThanOrEqualTo(loader.length);
            }
        }
    }

    /// The vectors of ARM start-up code with nothing behind them.
    private static final class HexStart {
        static byte[] of() {
            byte[] start = new byte[100_000];
            for (int i = 4; i < 32; i += 4) {
                System.arraycopy(new byte[] {0x14, (byte) 0xf0, (byte) 0x9f, (byte) 0xe5}, 0, start, i, 4);
            }
            System.arraycopy(new byte[] {0x78, 0x56, 0x34, 0x12}, 0, start, 0x3c, 4);
            return start;
        }
    }
}
