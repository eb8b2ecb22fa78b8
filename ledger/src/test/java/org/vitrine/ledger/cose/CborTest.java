package org.vitrine.ledger.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.vitrine.ledger.cose.Vectors.hex;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.ledger.Refused;

/// CBOR against the examples of RFC 8949, and against what hostile senders write.
final class CborTest {
    @Test
    void theExamplesOfTheSpecificationAreReadAndOnlyPreferredOnesAreDeterministic() throws Exception {
        int kept = 0;
        List<String[]> examples = Vectors.of("rfc8949-appendix-a.txt");
        for (String[] example : examples) {
            byte[] bytes = hex(example[1]);
            Cbor item = Cbor.decodeForeign(bytes);
            if (example[0].equals("kept")) {
                kept++;
                assertThat(Cbor.decode(bytes)).as(example[1]).isEqualTo(item);
                assertThat(item.encode()).as(example[1]).isEqualTo(bytes);
            } else {
                assertThatThrownBy(() -> Cbor.decode(bytes)).as(example[1]).isInstanceOf(Refused.class);
                // Another encoding of the same item.
                assertThat(item.encode()).as(example[1]).isNotEqualTo(bytes);
                assertThat(Cbor.decode(item.encode())).isEqualTo(item);
            }
        }
        assertThat(examples).hasSize(81);
        assertThat(kept).isEqualTo(64);
    }

    /// RFC 8949, section 4.2.1, gives these keys in this order.
    @Test
    void keysAreSortedByTheirBytes() throws Exception {
        List<Cbor> keys = List.of(
                Cbor.of(10),
                Cbor.of(100),
                Cbor.of(-1),
                Cbor.of("z"),
                Cbor.of("aa"),
                Cbor.array(Cbor.of(100)),
                Cbor.array(Cbor.of(-1)),
                Cbor.FALSE);
        List<Cbor.Entry> shuffled = new ArrayList<>();
        keys.forEach(key -> shuffled.addFirst(new Cbor.Entry(key, Cbor.NULL)));
        byte[] encoded = new Cbor.Map(shuffled).encode();
        assertThat(HexFormat.of().formatHex(encoded))
                .isEqualTo("a8" + "0af6" + "1864f6" + "20f6" + "617af6" + "626161f6" + "811864f6" + "8120f6" + "f4f6");
        assertThat(Cbor.decode(encoded)).isEqualTo(new Cbor.Map(shuffled));
    }

    @ParameterizedTest
    @CsvSource({
        "integer-in-two-bytes, 1817, byte 0: a number; length or count is not written in its shortest form",
        "integer-in-three-bytes, 1900ff, byte 0: a number; length or count is not written in its shortest form",
        "integer-in-five-bytes, 1a0000ffff, byte 0: a number; length or count is not written in its shortest form",
        "integer-in-nine-bytes, 1b00000000ffffffff, byte 0: a number; length or count is not written in its shortest form",
        "negative-in-two-bytes, 3800, byte 0: a number; length or count is not written in its shortest form",
        "string-length-in-two-bytes, 580161, byte 0: a number; length or count is not written in its shortest form",
        "array-count-in-two-bytes, 980100, byte 0: a number; length or count is not written in its shortest form",
        "map-count-in-two-bytes, b8010000, byte 0: a number; length or count is not written in its shortest form",
        "tag-in-two-bytes, d81200, byte 0: a number; length or count is not written in its shortest form",
        "indefinite-array, 9f00ff, byte 0: a length is indefinite",
        "indefinite-map, bf0000ff, byte 0: a length is indefinite",
        "indefinite-bytes, 5f4100ff, byte 0: a length is indefinite",
        "keys-not-sorted, a2020001 00, byte 3: the keys of a map are not sorted",
        "keys-shorter-first, a3 0a00 2000 186400, byte 5: the keys of a map are not sorted",
        "key-twice, a201000100, byte 3: a key stands twice",
        "double-that-fits-in-single, fb3ff0000000000000, byte 0: a floating-point number is not written in its shortest form",
        "single-that-fits-in-half, fa3f800000, byte 0: a floating-point number is not written in its shortest form",
        "not-a-number-with-payload, f97e01, byte 0: a floating-point number is not written in its shortest form",
    })
    void otherEncodingsAreReadFromOthersOnly(String defect, String bytes, String reason) throws Exception {
        assertThatThrownBy(() -> Cbor.decode(hex(bytes)))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessage("CBOR, " + reason.replace(';', ','));
        if (!defect.equals("key-twice")) {
            assertThat(Cbor.decode(Cbor.decodeForeign(hex(bytes)).encode())).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, '', byte 0: the bytes end within an item",
        "argument-missing, 19ff, byte 1: the bytes end within an item",
        "second-item, 0000, byte 1: bytes follow the item",
        "reserved-additional-28, 1c, byte 0: the initial byte is reserved",
        "reserved-additional-30, 5e, byte 0: the initial byte is reserved",
        "reserved-simple-29, fd, byte 0: the initial byte is reserved",
        "indefinite-integer, 1f, byte 0: the initial byte is reserved",
        "indefinite-tag, df00ff, byte 0: the initial byte is reserved",
        "break-alone, ff, byte 0: a break stands where an item should",
        "break-in-definite-array, 81ff, byte 1: a break stands where an item should",
        "break-as-value, bf00ff, byte 2: a break stands where an item should",
        "no-break, 9f00, byte 2: the bytes end before the break",
        "simple-below-32-in-two-bytes, f818, byte 0: a simple value below 32 is written in two bytes",
        "text-in-bytes, 5f6100ff, byte 1: a string's piece is no definite string of its kind",
        "indefinite-in-indefinite, 5f5f4100ffff, byte 1: a string's piece is no definite string of its kind",
        "text-not-utf-8, 61ff, byte 0: a text is not UTF-8",
        "text-overlong, 62c080, byte 0: a text is not UTF-8",
        "text-surrogate, 63eda080, byte 0: a text is not UTF-8",
        "character-across-pieces, 7f61c361a5ff, byte 1: a text is not UTF-8",
        "key-twice-in-two-lengths, a20100180100, byte 0: a key of the map stands twice",
        "key-twice-indefinite, bf01000100ff, byte 0: a key of the map stands twice",
        "bytes-of-4-gib, 5affffffff, byte 0: a string of 4294967295 bytes is promised; and 0 bytes follow",
        "text-of-2-to-the-63, 7b800000000000000000, byte 0: a string of 9223372036854775808 bytes is promised; and 1 bytes follow",
        "array-of-2-to-the-63, 9b800000000000000000, byte 0: 9223372036854775808 items are promised; and 1 bytes follow",
        "array-of-2-to-the-64, 9bffffffffffffffff, byte 0: 18446744073709551615 items are promised; and 0 bytes follow",
        "map-of-2-to-the-63, bb80000000000000000000, byte 0: 9223372036854775808 items are promised; and 2 bytes follow",
        "map-of-2-to-the-62, bb40000000000000000000, byte 0: 4611686018427387904 items are promised; and 2 bytes follow",
        "map-without-room-for-values, a20000, byte 0: 2 items are promised; and 2 bytes follow",
    })
    void whatIsNotWellFormedIsRefused(String defect, String bytes, String reason) {
        assertThatThrownBy(() -> Cbor.decodeForeign(hex(bytes)))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessage("CBOR, " + reason.replace(';', ','));
        assertThatThrownBy(() -> Cbor.decode(hex(bytes))).as(defect).isInstanceOf(Refused.class);
    }

    @Test
    void depthItemsAndBytesAreBounded() throws Exception {
        for (int opener : new int[] {0x81, 0x9f, 0xc1, 0xd8}) {
            byte[] deep = new byte[1_000_000];
            Arrays.fill(deep, (byte) opener);
            refusedQuickly(deep, "items stand deeper in each other than 16 levels");
        }
        byte[] deepest = new byte[Cbor.MAXIMUM_DEPTH + 1];
        Arrays.fill(deepest, (byte) 0x81);
        deepest[Cbor.MAXIMUM_DEPTH] = 0;
        assertThat(Cbor.decode(deepest).encode()).isEqualTo(deepest);
        byte[] tooDeep = new byte[Cbor.MAXIMUM_DEPTH + 2];
        Arrays.fill(tooDeep, 0, Cbor.MAXIMUM_DEPTH + 1, (byte) 0x81);
        refusedQuickly(tooDeep, "items stand deeper in each other than 16 levels");
        byte[] many = new byte[1 << 20];
        many[0] = (byte) 0x9f;
        refusedQuickly(many, "there are more than 65536 items");
        many[0] = (byte) 0x9a;
        many[2] = 0x0f;
        refusedQuickly(many, "there are more than 65536 items");
        byte[] pieces = new byte[1 << 20];
        Arrays.fill(pieces, (byte) 0x40);
        pieces[0] = 0x5f;
        refusedQuickly(pieces, "there are more than 65536 items");
        refusedQuickly(new byte[(1 << 20) + 1], "CBOR: 1048577 bytes are more than the 1048576 that are read");
    }

    /// Keys whose hashes in Java are all one would make a hash table slow.
    @Test
    void keysOfOneHashAreRefusedOrReadQuickly() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(hex("b96000"));
        Random random = new Random(1);
        String[] equal = {"Aa", "BB"};
        for (int i = 0; i < 0x6000; i++) {
            out.write(0x78);
            out.write(30);
            for (int j = 0; j < 15; j++) {
                out.writeBytes(equal[i >>> j & 1].getBytes(StandardCharsets.US_ASCII));
            }
            out.write(random.nextInt(24));
        }
        assertThat(assertTimeout(
                        Duration.ofSeconds(5), () -> Cbor.decodeForeign(out.toByteArray()))
                .encode())
                .hasSize(out.size());
    }

    private static void refusedQuickly(byte[] bytes, String reason) {
        assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThatThrownBy(() -> Cbor.decodeForeign(bytes))
                        .isInstanceOf(Refused.class)
                        .hasMessageEndingWith(reason));
    }

    @Test
    void whatCannotBeWrittenIsNoItem() {
        assertThatThrownBy(() -> Cbor.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cbor.Simple(24)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cbor.map(Cbor.of(1), Cbor.NULL, Cbor.of(1), Cbor.NULL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void itemsComeBack(@ForAll("items") Cbor item) throws Refused {
        byte[] bytes = item.encode();
        assertThat(Cbor.decode(bytes)).isEqualTo(item);
        assertThat(Cbor.decodeForeign(bytes)).isEqualTo(item);
    }

    @Provide
    Arbitrary<Cbor> items() {
        return items(2);
    }

    private static Arbitrary<Cbor> items(int depth) {
        Arbitrary<Cbor> leaves = Arbitraries.oneOf(
                Arbitraries.longs().map(Cbor.Unsigned::new),
                Arbitraries.longs().map(Cbor.Negative::new),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Cbor::of),
                Arbitraries.strings().ofMaxLength(40).filter(CborTest::isText).map(Cbor::of),
                Arbitraries.integers().between(0, 23).map(Cbor.Simple::new),
                Arbitraries.integers().between(32, 255).map(Cbor.Simple::new),
                Arbitraries.doubles().map(Cbor.Float::new),
                Arbitraries.longs().map(bits -> new Cbor.Float(Double.longBitsToDouble(bits))),
                Arbitraries.floats().map(value -> new Cbor.Float(value)));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Cbor> inner = items(depth - 1);
        return Arbitraries.oneOf(
                leaves,
                inner.list().ofMaxSize(6).map(Cbor.Array::new),
                Combinators.combine(Arbitraries.longs(), inner).as(Cbor.Tagged::new),
                Combinators.combine(
                                inner.set().ofMaxSize(6), inner.list().ofSize(6))
                        .as((keys, values) -> {
                            List<Cbor.Entry> entries = new ArrayList<>();
                            keys.forEach(key -> entries.add(new Cbor.Entry(key, values.get(entries.size()))));
                            return new Cbor.Map(entries);
                        }));
    }

    private static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /// Bytes at random, and good ones with one byte changed: never anything but an item or a refusal, and what is
    /// read as deterministic is written as it was.
    @Property(tries = 600)
    void anyBytesAreAnItemOrRefused(@ForAll("items") Cbor item, @ForAll Random random) {
        byte[] bytes = item.encode();
        byte[] changed = bytes.clone();
        changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        for (byte[] each : List.of(changed, Arrays.copyOf(bytes, random.nextInt(bytes.length)), noise)) {
            try {
                Cbor read = Cbor.decodeForeign(each);
                byte[] written = read.encode();
                assertThat(Cbor.decode(written)).isEqualTo(read);
                boolean deterministic = Arrays.equals(written, each);
                assertThat(isDeterministic(each)).isEqualTo(deterministic);
            } catch (Refused e) {
                assertThat(isDeterministic(each)).isFalse();
            }
        }
    }

    private static boolean isDeterministic(byte[] bytes) {
        try {
            assertThat(Cbor.decode(bytes).encode()).isEqualTo(bytes);
            return true;
        } catch (Refused e) {
            return false;
        }
    }
}
