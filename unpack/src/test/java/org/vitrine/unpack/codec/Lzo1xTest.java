package org.vitrine.unpack.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Tool;

class Lzo1xTest {
    private static List<Block> compress(byte[] content, String level) {
        ByteBuffer file = ByteBuffer.wrap(Tool.bytes(content, "lzop", "-c", level));
        assertThat(file.getLong()).isEqualTo(0x894C5A4F000D0A1AL);
        assertThat(file.get()).isEqualTo((byte) 0x0a);
        file.position(file.position() + 8);
        int flags = file.getInt();
        file.position(file.position() + 12);
        file.position(file.position() + 1 + file.get(file.position()) + 4);
        List<Block> blocks = new ArrayList<>();
        for (int size = file.getInt(); size != 0; size = file.getInt()) {
            byte[] bytes = new byte[file.getInt()];
            boolean compressed = bytes.length < size;
            int checksums = Integer.bitCount(flags & 0x101) + (compressed ? Integer.bitCount(flags & 0x202) : 0);
            file.position(file.position() + 4 * checksums);
            file.get(bytes);
            blocks.add(new Block(bytes, size, compressed));
        }
        return blocks;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-3", "-7", "-8", "-9"})
    void decodesWhatTheCommandCompresses(String level) {
        Samples.all().forEach((name, content) -> {
            ByteArrayOutputStream decoded = new ByteArrayOutputStream();
            for (Block block : compress(content, level)) {
                decoded.writeBytes(block.decode(Lzo1x::decode, decoded.size() % 3 * 20));
            }
            assertThat(decoded.toByteArray()).as(name).isEqualTo(content);
        });
    }

    @Test
    void damagedStreamsAreRefusedOrDecodedWithinBounds() {
        int refused = 0;
        for (String name : List.of("text", "periods", "class files", "text of 257", "islands")) {
            Block block = compress(Samples.named(name), "-9").getFirst();
            refused += Hostile.refused(Lzo1x::decode, block.bytes, block.size, 2000, name.hashCode());
        }
        assertThat(refused).isGreaterThan(3000);
    }

    @Test
    void anEmptyStreamIsItsEndMark() throws Unreadable {
        assertThat(decode("110000", 10)).isEmpty();
    }

    /// No tool at hand writes version 1: by hand, from the description.
    @Test
    void runsOfZerosAreReadInVersionOneOnly() throws Unreadable {
        // Literals "abcd"; a run of (2 << 3 | 5) + 4 zeros with one literal "e" behind; the end mark.
        assertThat(decode("1101 15 61626364 1dfdff02 65 110000", 100))
                .isEqualTo(HexFormat.of().parseHex("61626364" + "00".repeat(25) + "65"));
        // In version 0 the same instruction is a copy from too far back.
        assertRefused("15 61626364 1dfdff02 65 110000", 100, 8, "distance");
    }

    @Test
    void refusalsNameTheField() {
        assertRefused("", 10, 0, "instruction");
        assertRefused("1102150000110000", 10, 1, "bitstream version");
        assertRefused("1561", 10, 1, "literals");
        assertRefused("1561626364", 10, 5, "instruction");
        assertRefused("1561626364110000", 3, 1, "stream");
        assertRefused("156162636411000000", 10, 8, "end mark");
        assertRefused("1561626364120000", 10, 8, "end mark");
        assertRefused("15616263642104", 10, 6, "distance");
        assertRefused("15616263644001", 10, 7, "distance");
        assertRefused("1561626364400020000000", 6, 7, "stream");
        assertRefused("00" + "00".repeat(50) + "01", 100, 2, "stream");
    }

    private static byte[] decode(String hex, int capacity) throws Unreadable {
        return Hostile.decode(Lzo1x::decode, HexFormat.of().parseHex(hex.replace(" ", "")), capacity, 32);
    }

    private static void assertRefused(String hex, int capacity, long offset, String field) {
        assertThatThrownBy(() -> decode(hex, capacity)).isInstanceOfSatisfying(Malformed.class, e -> {
            assertThat(e.problem().field()).isEqualTo(field);
            assertThat(e.problem().offset()).isEqualTo(offset);
        });
    }
}
