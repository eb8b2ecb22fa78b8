package org.vitrine.unpack.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;
import org.vitrine.evidence.Malformed;

/// xz streams that the library writes, decoded by us.
class XzBlockTest {
    private static byte[] program() throws IOException {
        return Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so"));
    }

    private static byte[] pack(byte[] content, int check, FilterOptions... filters) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(packed, filters, check)) {
            xz.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] unpack(byte[] packed, int capacity) throws Malformed {
        byte[] source = new byte[3 + packed.length + Lzma.SLACK];
        System.arraycopy(packed, 0, source, 3, packed.length);
        byte[] target = new byte[5 + capacity];
        int length = new XzBlock().decode(source, 3, packed.length, target, 5, capacity);
        return Arrays.copyOfRange(target, 5, 5 + length);
    }

    @ParameterizedTest
    @ValueSource(ints = {XZ.CHECK_CRC32, XZ.CHECK_NONE, XZ.CHECK_CRC64, XZ.CHECK_SHA256})
    void everyCheck(int check) throws Exception {
        byte[] content = program();
        assertThat(unpack(pack(content, check, new LZMA2Options(1)), content.length))
                .isEqualTo(content);
    }

    @Test
    void filters() throws Exception {
        byte[] content = program();
        FilterOptions[][] chains = {
            {new X86Options(), new LZMA2Options(1)},
            {new org.tukaani.xz.ARMOptions(), new LZMA2Options(1)},
            {new org.tukaani.xz.ARMThumbOptions(), new LZMA2Options(1)},
            {new org.tukaani.xz.ARM64Options(), new LZMA2Options(1)},
            {new org.tukaani.xz.PowerPCOptions(), new LZMA2Options(1)},
            {new org.tukaani.xz.SPARCOptions(), new LZMA2Options(1)},
            {new org.tukaani.xz.IA64Options(), new LZMA2Options(1)},
            {new org.tukaani.xz.RISCVOptions(), new LZMA2Options(1)},
            {new org.tukaani.xz.DeltaOptions(4), new LZMA2Options(1)},
            {new org.tukaani.xz.DeltaOptions(1), new X86Options(), new LZMA2Options(1)},
        };
        for (FilterOptions[] chain : chains) {
            assertThat(unpack(pack(content, XZ.CHECK_CRC32, chain), content.length))
                    .isEqualTo(content);
        }
    }

    @Property(tries = 150)
    void everyContext(
            @ForAll @IntRange(min = 0, max = 4) int lc,
            @ForAll @IntRange(min = 0, max = 4) int lp,
            @ForAll @IntRange(min = 0, max = 4) int pb,
            @ForAll @IntRange(min = 0, max = 3) int kind,
            @ForAll @IntRange(min = 0, max = 200_000) int length,
            @ForAll long seed)
            throws Exception {
        byte[] content = content(kind, length, seed);
        LZMA2Options options = new LZMA2Options(3);
        options.setLcLp(lc, Math.min(lp, 4 - lc));
        options.setPb(pb);
        assertThat(unpack(pack(content, XZ.CHECK_CRC32, options), length)).isEqualTo(content);
    }

    private static byte[] content(int kind, int length, long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = switch (kind) {
                case 0 -> (byte) random.nextInt(4);
                case 1 -> (byte) random.nextInt();
                case 2 -> i > 5000 && random.nextInt(50) > 0 ? content[i - 4999] : (byte) random.nextInt(200);
                // Noise in the middle makes LZMA2 copy a chunk, and go on after it.
                default -> (i >> 15 & 1) == 1 ? (byte) random.nextInt() : (byte) (i % 7);
            };
        }
        return content;
    }

    @Test
    void moreThanThereIsRoomFor() throws Exception {
        byte[] packed = pack(program(), XZ.CHECK_CRC32, new LZMA2Options(1));
        assertThatThrownBy(() -> unpack(packed, 1000)).isInstanceOf(Malformed.class);
    }

    @Test
    void damagedOnes() throws Exception {
        byte[] content = "words and numbers 1 2 3, ".repeat(300).getBytes(StandardCharsets.UTF_8);
        byte[] packed = pack(content, XZ.CHECK_CRC32, new X86Options(), new LZMA2Options(1));
        for (int bit = 0; bit < packed.length * 8; bit++) {
            byte[] flipped = packed.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertThatThrownBy(() -> unpack(flipped, content.length))
                    .as("bit %d", bit)
                    .isInstanceOf(Malformed.class);
        }
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> unpack(cut, content.length)).isInstanceOf(Malformed.class);
        }
    }
}
