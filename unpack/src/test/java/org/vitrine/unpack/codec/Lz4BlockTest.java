package org.vitrine.unpack.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Malformed;
import org.vitrine.testing.Tool;

class Lz4BlockTest {
    private static final int BLOCK = 4 << 20;

    private static List<Block> compress(byte[] content, String level) {
        ByteBuffer frame = ByteBuffer.wrap(Tool.bytes(content, "lz4", "-c", "-z", level, "-B7", "--no-frame-crc"))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(frame.getInt()).isEqualTo(0x184D2204);
        int flags = frame.get();
        assertThat(flags & 0x20).as("blocks are independent").isNotZero();
        frame.position(frame.position() + 2 + ((flags & 8) != 0 ? 8 : 0));
        List<Block> blocks = new ArrayList<>();
        for (int length = frame.getInt(); length != 0; length = frame.getInt()) {
            byte[] bytes = new byte[length & 0x7fffffff];
            frame.get(bytes);
            blocks.add(new Block(bytes, Math.min(BLOCK, content.length - blocks.size() * BLOCK), length > 0));
        }
        return blocks;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-3", "-9", "-12", "--fast=8"})
    void decodesWhatTheCommandCompresses(String level) {
        Samples.all().forEach((name, content) -> {
            ByteArrayOutputStream decoded = new ByteArrayOutputStream();
            for (Block block : compress(content, level)) {
                decoded.writeBytes(block.decode(Lz4Block::decode, decoded.size() % 3 * 20));
            }
            assertThat(decoded.toByteArray()).as(name).isEqualTo(content);
        });
    }

    @Test
    void damagedBlocksAreRefusedOrDecodedWithinBounds() {
        int refused = 0;
        for (String name : List.of("text", "periods", "class files", "few bytes", "text of 257")) {
            Block block = compress(Samples.named(name), "-9").getFirst();
            refused += Hostile.refused(Lz4Block::decode, block.bytes, block.size, 2000, name.hashCode());
        }
        assertThat(refused).isGreaterThan(3000);
    }

    @Test
    void refusalsNameTheField() {
        assertRefused(new byte[0], 10, 0, "token");
        assertRefused(bytes(0xf0, 0xff), 1000, 2, "literal length");
        assertRefused(bytes(0x50, 1, 2), 10, 1, "literals");
        assertRefused(bytes(0x20, 1, 2), 1, 1, "block");
        assertRefused(bytes(0x10, 1, 1), 10, 2, "offset");
        assertRefused(bytes(0x10, 1, 0, 0, 0), 10, 2, "offset");
        assertRefused(bytes(0x10, 1, 2, 0, 0), 10, 2, "offset");
        assertRefused(bytes(0x1f, 1, 1, 0), 100, 4, "match length");
        assertRefused(bytes(0x10, 1, 1, 0), 10, 4, "token");
        assertRefused(bytes(0x10, 1, 1, 0, 0), 4, 4, "block");
    }

    private static void assertRefused(byte[] block, int capacity, long offset, String field) {
        assertThatThrownBy(() -> Hostile.decode(Lz4Block::decode, block, capacity, 16))
                .isInstanceOfSatisfying(Malformed.class, e -> {
                    assertThat(e.problem().field()).isEqualTo(field);
                    assertThat(e.problem().offset()).isEqualTo(offset);
                });
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
