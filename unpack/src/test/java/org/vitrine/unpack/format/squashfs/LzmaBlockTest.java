package org.vitrine.unpack.format.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.codec.Lzma;

/// LZMA blocks in the forms that are met in images.
class LzmaBlockTest {
    private static final byte[] CONTENT =
            "one block of a file system, ".repeat(290).getBytes(StandardCharsets.UTF_8);

    private static byte[] raw(LZMA2Options options, boolean marker) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (LZMAOutputStream lzma = new LZMAOutputStream(packed, options, marker)) {
            lzma.write(CONTENT);
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[] header, byte[] body) {
        byte[] joined = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, joined, header.length, body.length);
        return joined;
    }

    private static byte[] alone(int properties, long size) {
        byte[] header = new byte[13];
        header[0] = (byte) properties;
        header[3] = 2;
        MetadataReader.LONG.set(header, 5, size);
        return header;
    }

    private static byte[] decode(byte[] block, int capacity) throws Malformed {
        byte[] target = new byte[capacity];
        int length =
                LzmaBlock.decode(Arrays.copyOf(block, block.length + Lzma.SLACK), 0, block.length, target, 0, capacity);
        return Arrays.copyOf(target, length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void headerWithSize(boolean marker) throws Exception {
        byte[] block = join(alone(0x5d, CONTENT.length), raw(new LZMA2Options(1), marker));
        assertThat(decode(block, 10_000)).isEqualTo(CONTENT);
    }

    @Test
    void headerWithUnknownSize() throws Exception {
        assertThat(decode(join(alone(0x5d, -1), raw(new LZMA2Options(1), true)), 10_000))
                .isEqualTo(CONTENT);
    }

    @Test
    void unusualProperties() throws Exception {
        LZMA2Options options = new LZMA2Options(1);
        options.setLcLp(1, 2);
        assertThat(decode(join(alone(0x6d, CONTENT.length), raw(options, false)), 10_000))
                .isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void shortHeaderAndNone(int header) throws Exception {
        byte[] block = join(Arrays.copyOf(alone(0x5d, 0), header), raw(new LZMA2Options(1), false));
        assertThat(decode(block, CONTENT.length)).isEqualTo(CONTENT);
        assertThat(decode(block, CONTENT.length + 1000)).startsWith(CONTENT);
    }

    @Test
    void damagedOnes() throws Exception {
        byte[] block = join(alone(0x5d, CONTENT.length), raw(new LZMA2Options(1), false));
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] flipped = block.clone();
            flipped[random.nextInt(block.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                decode(flipped, 10_000);
            } catch (Malformed e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        for (int length = 0; length < block.length / 2; length++) {
            byte[] cut = Arrays.copyOf(block, length);
            assertThatThrownBy(() -> decode(cut, 10_000)).isInstanceOf(Malformed.class);
        }
    }
}
