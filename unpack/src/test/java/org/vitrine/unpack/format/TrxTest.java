package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;

class TrxTest {
    private static final Trx FORMAT = new Trx();

    private static byte[] make(int version, int... offsets) {
        ByteBuffer image = ByteBuffer.allocate(400).order(LITTLE_ENDIAN).putInt(0x30524448);
        new Random(1).nextBytes(image.array());
        image.putInt(0, 0x30524448).putInt(4, 400).putShort(12, (short) 0).putShort(14, (short) version);
        for (int i = 0; i < offsets.length; i++) {
            image.putInt(16 + 4 * i, offsets[i]);
        }
        return sealed(image.array());
    }

    private static byte[] sealed(byte[] image) {
        CRC32 crc = new CRC32();
        crc.update(image, 12, image.length - 12);
        ByteBuffer.wrap(image).order(LITTLE_ENDIAN).putInt(8, ~(int) crc.getValue());
        return image;
    }

    @Test
    void theSampleIsWhole() {
        byte[] image = Corpus.bytes("firmware/format-samples/trx__trx.img");
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers)
                .containsEntry("crc32", "e154686c")
                .containsEntry("crc32 verified", "right over 4084 bytes")
                .containsEntry("version", "1");
        assertThat(sink.parts.keySet()).containsExactly("partition0@28");
        assertThat(sink.end).isEqualTo(4096);
    }

    @Test
    void partitionsReachFromOneToTheNext() {
        RecordingSink first = RecordingSink.unpack(FORMAT, make(1, 28, 100, 300));
        assertThat(first.parts.keySet()).containsExactly("partition0@28", "partition1@100", "partition2@300");
        assertThat(first.parts.values().stream().map(Bytes::size)).containsExactly(72L, 200L, 100L);
        RecordingSink second = RecordingSink.unpack(FORMAT, make(2, 32, 0, 64, 128));
        assertThat(second.parts.keySet()).containsExactly("partition0@32", "partition1@64", "partition2@128");
        assertThat(second.problems).isEmpty();
    }

    @Test
    void aWrongChecksumIsReported() {
        byte[] image = make(1, 28, 100, 300);
        image[200] ^= 1;
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("crc32");
        assertThat(sink.parts).hasSize(3);
        RecordingSink cut = RecordingSink.unpack(FORMAT, Arrays.copyOf(make(1, 28, 100, 300), 200));
        assertThat(cut.problems).extracting(Problem::field).containsExactly("len");
        assertThat(cut.parts).hasSize(2);
    }

    @Test
    void aHeaderThatContradictsItselfIsNone() throws Malformed {
        for (byte[] image :
                new byte[][] {make(3, 28), make(1, 20, 0, 0), make(1, 100, 50, 0), make(1, 0, 0, 0), make(1, 28, 900, 0)
                }) {
            assertThat(FORMAT.claim(Bytes.of(image), 0)).isEmpty();
        }
    }

    @Test
    void noDamageEscapes() throws Malformed {
        Random random = new Random(33);
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = Arrays.copyOf(make(1 + random.nextInt(2), 32, 100, 300, 350), 16 + random.nextInt(384));
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                damaged[4 + random.nextInt(Math.min(32, damaged.length) - 4)] = (byte) random.nextInt();
            }
            if (FORMAT.claim(Bytes.of(damaged), 0).isPresent()) {
                assertThat(RecordingSink.unpack(FORMAT, damaged).end).isLessThanOrEqualTo(damaged.length);
            }
        }
    }
}
