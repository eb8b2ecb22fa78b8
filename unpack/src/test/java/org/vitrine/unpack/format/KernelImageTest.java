package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Format;

/// Compressed kernels of x86 and ARM, against what the command-line tools make of their payloads.
class KernelImageTest {
    private static final BzImage X86 = new BzImage();
    private static final ZImage ARM = new ZImage();

    private static byte[] part(RecordingSink sink, String name) throws Malformed {
        Bytes bytes = sink.parts.get(name);
        return bytes == null ? new byte[0] : bytes.array(0, bytes.size(), name);
    }

    @ParameterizedTest
    @CsvSource({
        "bzip2, bzip2 -dc, 458010",
        "gzip, gzip -dc, 486503",
        "lz4, lz4 -dc, 555342",
        "lzma, xz --format=lzma -dc, 426904",
        "lzo, lzop -dc, 526211",
        "xz, xz -dc, 409296"
    })
    void theProtocolSaysWhereThePayloadIs(String compression, String command, int size) throws Malformed {
        byte[] image = Corpus.bytes("firmware/format-samples/linuxkernel__bzImage_" + compression);
        RecordingSink sink = RecordingSink.unpack(X86, image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.headers)
                .containsEntry("version", "2.13")
                .containsEntry("compression", compression)
                .containsEntry("crc32", "right over " + image.length + " bytes");
        assertThat(sink.headers.get("kernel_version")).startsWith("5.4.72 (root@caesurus-ubuntu20-04) #");
        assertThat(sink.parts.keySet()).containsExactly("payload@17001");
        byte[] payload = part(sink, "payload@17001");
        assertThat(payload).hasSize(size);
        byte[] kernel = Tool.of(command.split(" ")).fed(payload).run().bytes();
        assertThat(kernel).hasSize(1_015_400).startsWith(0x7f, 'E', 'L', 'F');
    }

    @Test
    void anOldImageIsSearchedForItsKernel() {
        byte[] image = Corpus.bytes("firmware/format-samples/linuxkernel__bzImage");
        RecordingSink sink = RecordingSink.unpack(X86, image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        byte[] tail = Arrays.copyOfRange(image, 17940, image.length);
        assertThat(sink.payload())
                .isEqualTo(Tool.of("gzip", "-dc").fed(tail).run().bytes());
        assertThat(sink.headers.get("kernel_version")).startsWith("2.4.32-xbox (root@xebian.localdomain.local) #13");
    }

    @Test
    void aCutImageSaysSo() {
        byte[] image = Corpus.bytes("firmware/format-samples/linuxkernel__bzImage_xz");
        RecordingSink sink = RecordingSink.unpack(X86, Arrays.copyOf(image, 200_000));
        assertThat(sink.problems).extracting(Problem::field).containsExactly("syssize", "payload_length");
        assertThat(sink.parts.keySet()).containsExactly("payload@17001");
    }

    @Test
    void theKernelOfARealArmDevice() {
        byte[] all = Corpus.bytes("firmware/zte-h3600/06_kernel1.bin");
        RecordingSink sink = RecordingSink.unpack(ARM, Arrays.copyOfRange(all, 96, all.length));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(3_513_480);
        byte[] tail = Arrays.copyOfRange(all, 96 + 26024, all.length);
        assertThat(sink.payload())
                .isEqualTo(Tool.of("gzip", "-dc").fed(tail).run().bytes());
    }

    @Test
    void theKernelOfARouterPackedWithXz() {
        byte[] all = Corpus.bytes("firmware/openwrt-orion-wrt350nv2/openwrt-wrt350nv2-squashfs-sysupgrade-r4983.img");
        RecordingSink sink = RecordingSink.unpack(ARM, Arrays.copyOfRange(all, 72, all.length));
        assertThat(sink.problems).isEmpty();
        byte[] tail = Arrays.copyOfRange(all, 72 + 15784, all.length);
        byte[] expected =
                Tool.of("xz", "--single-stream", "-dc").fed(tail).run().bytes();
        assertThat(sink.payload()).hasSize(3_799_048).isEqualTo(expected);
    }

    @Test
    void aCutSampleInBigEndianOrder() {
        byte[] image = Corpus.bytes("firmware/format-samples/linuxkernel__zImage_be32");
        RecordingSink sink = RecordingSink.unpack(ARM, image);
        assertThat(sink.headers).containsEntry("byte order", "big-endian").containsEntry("end", "0xb64bbc");
        assertThat(sink.problems).extracting(Problem::field).containsExactly("end", "piggy");
    }

    /// As the linker of Linux 4.15 and later lays an image out.
    private static byte[] withTable(ByteOrder order, byte[] stream, boolean sized) {
        int piggy = 512;
        int end = piggy + stream.length + (sized ? 4 : 0);
        int table = end + 3 & ~3;
        ByteBuffer image = ByteBuffer.allocate(table + 64).order(order);
        for (int i = 0; i < 8; i++) {
            image.putInt(0xe1a00000);
        }
        image.putInt(0xea000000)
                .putInt(0x016f2818)
                .putInt(0)
                .putInt(image.capacity())
                .putInt(0x04030201);
        image.putInt(0x45454545).putInt(table);
        image.put(piggy, stream);
        if (sized) {
            ByteBuffer.wrap(image.array()).order(LITTLE_ENDIAN).putInt(end - 4, 4321);
        }
        image.putInt(table, 4).putInt(table + 4, 0x5a534c4b).putInt(table + 8, end - 4);
        return image.array();
    }

    @Test
    void theTableSaysWhereThePayloadEnds() throws Malformed {
        byte[] kernel = new byte[100_000];
        new Random(3).nextBytes(kernel);
        for (ByteOrder order : new ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
            byte[] gzip = Tool.bytes(kernel, "gzip", "-9n");
            RecordingSink plain = RecordingSink.unpack(ARM, withTable(order, gzip, false));
            assertThat(plain.problems).isEmpty();
            assertThat(part(plain, "payload@512")).isEqualTo(gzip);
            assertThat(plain.headers).containsEntry("decompressed size", "100000");
            for (String command : new String[] {"xz --check=crc32", "lzma", "lzop", "lz4 -l", "zstd", "bzip2"}) {
                byte[] stream = Tool.bytes(kernel, command.split(" "));
                RecordingSink sink = RecordingSink.unpack(ARM, withTable(order, stream, true));
                assertThat(sink.problems).as(command).isEmpty();
                assertThat(part(sink, "payload@512")).as(command).isEqualTo(stream);
                assertThat(sink.headers).containsEntry("decompressed size", "4321");
            }
        }
    }

    @Test
    void magicsWithoutTheRestAreNone() throws Malformed {
        byte[] image = Corpus.bytes("firmware/format-samples/linuxkernel__bzImage_xz");
        image[0x1fe] = 0;
        assertThat(X86.claim(Bytes.of(image), 0)).isEmpty();
        byte[] arm = withTable(LITTLE_ENDIAN, new byte[40_000], false);
        assertThat(ARM.claim(Bytes.of(arm), 0)).isPresent();
        arm[12] = 1;
        assertThat(ARM.claim(Bytes.of(arm), 0)).isEmpty();
    }

    @Test
    void noDamageEscapes() throws Malformed {
        Random random = new Random(35);
        byte[] sample = Arrays.copyOf(Corpus.bytes("firmware/format-samples/linuxkernel__bzImage_gzip"), 40_000);
        byte[] noise = new byte[40_000];
        random.nextBytes(noise);
        byte[] made = withTable(LITTLE_ENDIAN, Tool.bytes(noise, "gzip", "-9n"), false);
        for (int i = 0; i < 2000; i++) {
            boolean x86 = random.nextBoolean();
            byte[] original = x86 ? sample : made;
            byte[] damaged = Arrays.copyOf(original, original.length - random.nextInt(original.length - 200));
            for (int flips = random.nextInt(6); flips > 0; flips--) {
                int at = x86 ? 0x1f1 + random.nextInt(0x70) : 0x20 + random.nextInt(0x20);
                damaged[Math.min(at, damaged.length - 1)] = (byte) random.nextInt();
            }
            Format format = x86 ? X86 : ARM;
            if (format.claim(Bytes.of(damaged), 0).isPresent()) {
                assertThat(RecordingSink.unpack(format, damaged).end).isLessThanOrEqualTo(damaged.length);
            }
        }
    }
}
