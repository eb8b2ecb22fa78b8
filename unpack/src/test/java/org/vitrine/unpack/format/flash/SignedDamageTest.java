package org.vitrine.unpack.format.flash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.vitrine.testing.Corpus;
import org.vitrine.unpack.format.Jffs2;
import org.vitrine.unpack.format.Ubi;
import org.vitrine.unpack.format.Ubifs;
import org.vitrine.unpack.format.jffs2.Crc;

/// Fields that lie under checksums that are right: what damage alone never gives.
class SignedDamageTest {
    private static final int[] TEMPTING = {0, 1, -1, 0x7fffffff, 0x80000000, 4096, 0xffff};

    /// A span that a checksum covers, and where that stands.
    private record Signed(int from, int length, int at) {}

    private static void change(ByteBuffer image, Signed span, Random random) {
        int place = span.from() + random.nextInt(span.length());
        if (random.nextBoolean() && place + 4 <= span.from() + span.length()) {
            image.putInt(place, TEMPTING[random.nextInt(TEMPTING.length)]);
        } else {
            image.put(place, (byte) (image.get(place) ^ 1 << random.nextInt(8)));
        }
    }

    private static int inverted(byte[] image, Signed span) {
        CRC32 crc = new CRC32();
        crc.update(image, span.from(), span.length());
        return (int) ~crc.getValue();
    }

    @Test
    void ofJffs2() {
        for (String name : List.of("jffs2__jffs2_le.img", "jffs2__jffs2_be.img")) {
            ByteOrder order = name.contains("_le") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            byte[] sample = Arrays.copyOf(Corpus.bytes("firmware/format-samples/" + name), 4096);
            ByteBuffer fields = ByteBuffer.wrap(sample).order(order);
            List<Signed> spans = new ArrayList<>();
            for (int at = 0; at < 600; at += fields.getInt(at + 4) + 3 & ~3) {
                int body = fields.getShort(at + 2) == (short) 0xe001 ? 32 : 60;
                spans.add(new Signed(at, 8, at + 8));
                if (fields.getShort(at + 2) != 0x2003) {
                    spans.add(new Signed(at, body, at + (body == 32 ? 32 : 64)));
                }
            }
            Random random = new Random(15);
            for (int i = 0; i < 3000; i++) {
                byte[] image = sample.clone();
                ByteBuffer changed = ByteBuffer.wrap(image).order(order);
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    change(changed, spans.get(random.nextInt(spans.size())), random);
                }
                spans.forEach(span -> changed.putInt(span.at(), Crc.of(image, span.from(), span.length())));
                FlashTree.survives(new Jffs2(), image);
            }
        }
    }

    @Test
    void ofUbifs() {
        byte[] sample = Corpus.bytes("firmware/format-samples/ubi__test.ubifs");
        ByteBuffer fields = ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN);
        List<Signed> spans = new ArrayList<>();
        for (int at = 0; at < sample.length - 24; at += 8) {
            if (fields.getInt(at) == 0x06101831) {
                int length = fields.getInt(at + 16);
                spans.add(new Signed(at + 8, length - 8, at + 4));
            }
        }
        Random random = new Random(16);
        for (int i = 0; i < 300; i++) {
            byte[] image = sample.clone();
            ByteBuffer changed = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                Signed span = spans.get(random.nextInt(spans.size()));
                change(changed, new Signed(span.from(), Math.min(span.length(), 120), span.at()), random);
            }
            spans.forEach(span -> changed.putInt(span.at(), inverted(image, span)));
            FlashTree.survives(new Ubifs(), image);
        }
    }

    @Test
    void ofUbi() {
        byte[] sample = Arrays.copyOf(Corpus.bytes("firmware/format-samples/ubi__ubi.img"), 64 << 10);
        List<Signed> spans = new ArrayList<>();
        for (int at = 0; at < sample.length; at += 1024) {
            spans.add(new Signed(at, 60, at + 60));
            spans.add(new Signed(at + 64, 60, at + 124));
        }
        for (int copy = 0; copy < 2; copy++) {
            for (int line = 0; line < 5; line++) {
                int at = copy * 1024 + 128 + line * 172;
                spans.add(new Signed(at, 168, at + 168));
            }
        }
        Random random = new Random(17);
        for (int i = 0; i < 1000; i++) {
            byte[] image = sample.clone();
            ByteBuffer changed = ByteBuffer.wrap(image);
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                boolean table = random.nextInt(4) == 0;
                change(changed, spans.get(table ? spans.size() - 1 - random.nextInt(10) : random.nextInt(12)), random);
            }
            spans.forEach(span -> changed.putInt(span.at(), inverted(image, span)));
            FlashTree.survives(new Ubi(), image);
        }
    }
}
