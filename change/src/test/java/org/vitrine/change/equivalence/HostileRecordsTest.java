package org.vitrine.change.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;

/// Containers made to break who reads their records: whatever their fields say, there is an answer or a refusal.
class HostileRecordsTest {
    private static final int ROUNDS = 1500;
    private static final int SIZE = 8192;

    private final Random random = new Random(4);

    /// Writes a container whose fields are mostly nonsense.
    private interface Maker {
        void make(ByteBuffer image);
    }

    private int length() {
        return random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(300);
    }

    /// Nodes one behind the other, with numbers so small that they name one another.
    private void jffs2(ByteBuffer image) {
        List<Integer> types = List.of(0xe001, 0xe002, 0x2003, 0x2004, 0x2006, 0xe008, 0xe009, 7);
        image.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 12 <= SIZE; at += 4 * (1 + random.nextInt(30))) {
            image.putShort(at, (short) 0x1985)
                    .putShort(at + 2, types.get(random.nextInt(types.size())).shortValue())
                    .putInt(at + 4, length());
        }
    }

    private void ubifs(ByteBuffer image) {
        image.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 64 <= SIZE; at += 8 * (1 + random.nextInt(20))) {
            image.putInt(at, 0x06101831)
                    .putInt(at + 16, length())
                    .putInt(at + 20, random.nextInt(random.nextBoolean() ? 4 : 16))
                    .putLong(at + 24, random.nextInt(5))
                    .putLong(at + 40, random.nextInt(5));
        }
    }

    private void ubi(ByteBuffer image) {
        for (int at = 0; at + 512 <= SIZE; at += 512) {
            image.putInt(at, 0x55424923).putInt(at + 16, length()).putInt(at + 20, length());
            CRC32 crc = new CRC32();
            crc.update(image.slice(at, 60));
            image.putInt(at + 60, ~(int) crc.getValue());
            int header = image.getInt(at + 16);
            if (header >= 0 && header < 300 && at + header + 64 <= SIZE) {
                image.putInt(at + header, 0x55424921).putInt(at + header + 8, 0x7fffefff);
            }
        }
    }

    private void fat(ByteBuffer image) {
        image.order(ByteOrder.LITTLE_ENDIAN)
                .putShort(11, (short) (random.nextBoolean() ? 512 : random.nextInt()))
                .put(13, (byte) random.nextInt(3))
                .putShort(14, (short) random.nextInt(4))
                .put(16, (byte) random.nextInt(3))
                .putShort(17, (short) (random.nextBoolean() ? 0 : random.nextInt(64)))
                .putShort(19, (short) 0)
                .putInt(32, random.nextBoolean() ? 100_000_000 : random.nextInt())
                .putShort(22, (short) random.nextInt(3))
                .putInt(36, random.nextInt(3))
                .putInt(44, random.nextInt(6));
    }

    private void rpm(ByteBuffer image) {
        int at = 96;
        for (int header = 0; header < 2; header++) {
            int lines = random.nextInt(6);
            int size = random.nextInt(60);
            image.putInt(at, 0x8eade801)
                    .putInt(at + 8, random.nextInt(9) == 0 ? random.nextInt() : lines)
                    .putInt(at + 12, random.nextInt(9) == 0 ? random.nextInt() : size);
            for (int line = 0; line < lines; line++) {
                image.putInt(at + 16 + 16 * line, random.nextBoolean() ? 1006 : random.nextInt())
                        .putInt(at + 20 + 16 * line, random.nextInt(12))
                        .putInt(at + 24 + 16 * line, random.nextInt(70))
                        .putInt(at + 28 + 16 * line, random.nextInt(9) == 0 ? random.nextInt() : random.nextInt(5));
            }
            at = at + 16 + 16 * lines + size + 7 & ~7;
        }
    }

    @Test
    void recordsAreReadOrRefused() {
        Map<EntryRecord.Reader, Maker> all = Map.of(
                new Jffs2Records(), this::jffs2,
                new UbifsRecords(), this::ubifs,
                new UbiRecords(), this::ubi,
                new FatRecords(), this::fat,
                new RpmRecords(), this::rpm);
        all.forEach((reader, maker) -> {
            int read = 0;
            for (int i = 0; i < ROUNDS; i++) {
                byte[] image = new byte[SIZE];
                random.nextBytes(image);
                maker.make(ByteBuffer.wrap(image));
                try {
                    reader.read(Bytes.of(image))
                            .forEach(record -> assertThat(record.offset() + record.length())
                                    .isLessThanOrEqualTo(SIZE));
                    read++;
                } catch (Unreadable e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
            assertThat(read).as(reader.getClass().getSimpleName()).isPositive();
        });
    }

    @Test
    void timesOfADiscAreFoundOrRefused() {
        byte[] standard = "CD001".getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] disc = new byte[24 * 2048];
            random.nextBytes(disc);
            ByteBuffer bytes = ByteBuffer.wrap(disc).order(ByteOrder.LITTLE_ENDIAN);
            disc[16 * 2048] = (byte) (1 + random.nextInt(2));
            bytes.put(16 * 2048 + 1, standard)
                    .putInt(16 * 2048 + 158, 18 + random.nextInt(6))
                    .putInt(16 * 2048 + 166, random.nextInt(3 * 2048));
            for (int at = 18 * 2048; at < disc.length; at += 48) {
                bytes.put(at, (byte) (random.nextInt(40) == 0 ? random.nextInt() : 48))
                        .putInt(at + 2, 18 + random.nextInt(8))
                        .putInt(at + 10, random.nextInt(3 * 2048))
                        .put(at + 32, (byte) random.nextInt(20));
            }
            byte[] other = disc.clone();
            other[16 * 2048 + 820] ^= 1;
            try {
                found += IsoTimes.of(Bytes.of(disc), Bytes.of(other), List.of()).size();
            } catch (Unreadable e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(found).isPositive();
    }
}
