package org.vitrine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

class BytesTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void readsNumbersInBothOrders() throws Malformed {
        Bytes bytes = Bytes.of(new byte[] {1, 2, 3, (byte) 0xff, 5, 6, 7, (byte) 0x80});
        assertThat(bytes.u8(3, "f")).isEqualTo(255);
        assertThat(bytes.u16(0, ByteOrder.LITTLE_ENDIAN, "f")).isEqualTo(0x0201);
        assertThat(bytes.u16(0, ByteOrder.BIG_ENDIAN, "f")).isEqualTo(0x0102);
        assertThat(bytes.u32(0, ByteOrder.LITTLE_ENDIAN, "f")).isEqualTo(0xff030201L);
        assertThat(bytes.i32(0, ByteOrder.BIG_ENDIAN, "f")).isEqualTo(0x010203ff);
        assertThat(bytes.i64(0, ByteOrder.BIG_ENDIAN, "f")).isEqualTo(0x010203ff05060780L);
    }

    @Test
    void namesTheFieldItRefuses() {
        Bytes bytes = Bytes.of(new byte[8]);
        assertThatThrownBy(() -> bytes.u32(6, ByteOrder.BIG_ENDIAN, "inode_table_start"))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        e -> assertThat(e.problem())
                                .isEqualTo(new Problem.Malformed(6, "inode_table_start", "4 bytes asked, 2 left")));
        assertThatThrownBy(() -> bytes.slice(-1, 2, "x")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> bytes.slice(0, Long.MAX_VALUE, "x")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> bytes.slice(Long.MAX_VALUE, 1, "x")).isInstanceOf(Malformed.class);
        Bytes negative = Bytes.of(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        assertThatThrownBy(() -> negative.u63(0, ByteOrder.BIG_ENDIAN, "size"))
                .hasMessageContaining("18446744073709551615");
    }

    @Test
    void everyKindReadsTheSame() throws IOException, Malformed {
        byte[] expected = new byte[300_000];
        new Random(7).nextBytes(expected);
        Path file = Files.write(folder.resolve("f"), expected);
        try (Spill spill = Spill.open(folder)) {
            List<Bytes> pieces = new ArrayList<>();
            for (int at = 0; at < expected.length; at += 7_001) {
                pieces.add(spill.put(expected, at, Math.min(7_001, expected.length - at)));
            }
            List<Bytes> kinds = List.of(
                    Bytes.of(expected), Bytes.map(file), spill.put(expected, 0, expected.length), Stitched.of(pieces));
            Random random = new Random(11);
            for (int i = 0; i < 500; i++) {
                int at = random.nextInt(expected.length);
                int length = random.nextInt(expected.length - at + 1);
                byte[] wanted = Arrays.copyOfRange(expected, at, at + length);
                for (Bytes bytes : kinds) {
                    assertThat(bytes.array(at, length, "part")).isEqualTo(wanted);
                    Bytes slice = bytes.slice(at, length, "part");
                    assertThat(slice.size()).isEqualTo(length);
                    assertThat(slice.array(0, length, "all")).isEqualTo(wanted);
                    assertThat(bytes.u8(at, "byte")).isEqualTo(expected[at] & 0xff);
                }
            }
            for (Bytes bytes : kinds) {
                try (InputStream stream = bytes.stream()) {
                    assertThat(stream.readAllBytes()).isEqualTo(expected);
                }
                assertThat(Digest.ofContent(bytes)).isEqualTo(Digest.ofContent(kinds.getFirst()));
                assertThat(bytes.head(9_000)).isEqualTo(new String(expected, 0, 9_000, StandardCharsets.ISO_8859_1));
                assertThat(bytes.head(Integer.MAX_VALUE)).hasSize(expected.length);
            }
        }
    }

    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(13);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        Bytes bytes = Bytes.of(text.toString().getBytes(StandardCharsets.US_ASCII));
        for (int length : new int[] {1, 2, 9, 14, 17, 1_000, 1_025, 9_000, 70_000}) {
            for (int i = 0; i < 50; i++) {
                int from = random.nextInt(text.length());
                int taken = random.nextInt(text.length() - length);
                String wanted = text.substring(taken, taken + length);
                assertThat(bytes.indexOf(wanted.getBytes(StandardCharsets.US_ASCII), from, bytes.size()))
                        .isEqualTo(text.indexOf(wanted, from));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 60, 0x2aaa_aaaa_aaaa_aaabL, Long.MAX_VALUE})
    void aHoleCostsNothing(long size) throws Malformed {
        Bytes hole = Hole.of(size);
        assertThat(hole.size()).isEqualTo(size);
        assertThat(hole.u8(size - 1, "last")).isZero();
        assertThat(hole.slice(3, size - 5, "middle").array(size - 12, 7, "end")).containsOnly(0);
        assertThat(Stitched.of(List.of(Bytes.of(new byte[] {1}), Hole.of(99_999), Bytes.of(new byte[] {2})))
                        .array(99_999, 2, "end"))
                .containsExactly(0, 2);
    }

    @Test
    void findsWhatStandsAcrossWindows() {
        byte[] haystack = new byte[200_000];
        byte[] needle = {1, 2, 3, 4};
        System.arraycopy(needle, 0, haystack, (1 << 16) - 2, 4);
        System.arraycopy(needle, 0, haystack, haystack.length - 4, 4);
        Bytes bytes = Bytes.of(haystack);
        assertThat(bytes.indexOf(needle, 0, bytes.size())).isEqualTo((1 << 16) - 2);
        assertThat(bytes.indexOf(needle, 1 << 16, bytes.size())).isEqualTo(haystack.length - 4);
        assertThat(bytes.indexOf(needle, 1 << 16, bytes.size() - 1)).isEqualTo(-1);
    }

    @Test
    void theSpillHasNoName() throws IOException {
        try (Spill spill = Spill.open(folder)) {
            spill.put(new byte[100], 0, 100);
            try (var files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
        }
    }
}
