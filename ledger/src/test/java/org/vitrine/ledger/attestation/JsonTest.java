package org.vitrine.ledger.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.ledger.Refused;

/// JSON against the examples of RFC 8785, and against what hostile senders write.
final class JsonTest {
    /// RFC 8785, section 3.2.2, its text, literals and order; numbers of ours keep their digits.
    @Test
    void theSpecificationsExampleIsWrittenCanonically() throws Exception {
        String given = """
                {
                  "numbers": [333333333],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(written(given))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /// RFC 8785, section 3.2.3: names are sorted by UTF-16 units, so that an emoji stands before דּ.
    @Test
    void namesAreSortedAsTheSpecificationSorts() throws Exception {
        String given = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }""";
        List<String> values = new ArrayList<>();
        for (Json.Member member : Json.decode(given.getBytes(StandardCharsets.UTF_8)).asObject("it").members()) {
            values.add(member.value().text("a value"));
        }
        assertThat(values)
                .containsExactly(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1", "-1.5", "1e9", "1E+9", "0.5e-10", "12345678901234567890", "[]", "{}", "\"\""})
    void valuesAreReadAndWrittenAsTheyWere(String text) throws Exception {
        assertThat(written(text)).isEqualTo(text);
        assertThat(written(" \t\r\n" + text + " ")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing | `` | character 0: the text ends within the value",
                "two-values | 1 2 | character 2: more follows the value",
                "comma-at-end | [1,] | character 3: this is no value",
                "comma-at-start | [,1] | character 1: this is no value",
                "member-without-value | {\"a\"} | character 4: ':' should stand here",
                "comma-after-member | {\"a\":1,} | character 7: '\"' should stand here",
                "name-not-text | {1:2} | character 1: '\"' should stand here",
                "name-twice | {\"a\":1,\"a\":2} | character 0: a name of the object stands twice",
                "name-twice-escaped | {\"a\":1,\"\\u0061\":2} | character 0: a name of the object stands twice",
                "single-quotes | 'a' | character 0: this is no value",
                "comment | /**/1 | character 0: this is no value",
                "leading-zero | 01 | character 1: more follows the value",
                "leading-plus | +1 | character 0: this is no value",
                "no-digit-after-point | 1. | character 0: this is no value",
                "no-digit-before-point | .5 | character 0: this is no value",
                "no-digit-in-exponent | 1e | character 0: this is no value",
                "minus-alone | - | character 0: this is no value",
                "not-a-number | NaN | character 0: this is no value",
                "digits-of-another-script | ١ | character 0: this is no value",
                "word-cut | tru | character 0: this is no value",
                "word-in-capitals | True | character 0: this is no value",
                "text-without-end | \"a | character 2: the text ends within the value",
                "unknown-escape | \"\\x\" | character 2: there is no such escape",
                "escape-of-three-digits | \"\\u123\" | character 6: an escape has other than four hex digits",
                "escape-of-wide-digits | \"\\u１２３４\" | character 3: an escape has other than four hex digits",
                "half-pair-high | \"\\ud800\" | character 1: half a surrogate pair stands in a text",
                "half-pair-low | \"\\udc00a\" | character 1: half a surrogate pair stands in a text",
                "array-open | [1 | character 2: the text ends within the value",
                "array-closed-as-object | [1} | character 2: ',' should stand here",
                "byte-order-mark | \ufeff1 | character 0: this is no value",
            })
    void whatIsNoValueIsRefused(String defect, String text, String reason) {
        assertThatThrownBy(() -> Json.decode(text.getBytes(StandardCharsets.UTF_8)))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessage("JSON, " + reason);
    }

    @Test
    void bytesDepthAndCountsAreBounded() throws Exception {
        assertThatThrownBy(() -> Json.decode(new byte[] {'"', (byte) 0xff, '"'}))
                .hasMessage("JSON: the bytes are not UTF-8");
        assertThatThrownBy(() -> Json.decode(new byte[] {'"', 0, '"'}))
                .hasMessage("JSON, character 1: a control character stands in a text");
        for (String opener : List.of("[", "{\"a\":")) {
            byte[] deep = opener.repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> Json.decode(deep)).hasMessageEndingWith("stand deeper in each other than 64 levels");
        }
        written("[".repeat(64) + "]".repeat(64));
        String many = "[" + "0,".repeat(Json.MAXIMUM_VALUES) + "0]";
        assertThatThrownBy(() -> written(many)).hasMessageEndingWith("there are more than 262144 values");
        assertThatThrownBy(() -> Json.decode(new byte[Json.MAXIMUM_BYTES + 1]))
                .hasMessage("JSON: 16777217 bytes are more than the 16777216 that are read");
        assertThatThrownBy(() -> written("1".repeat(401))).hasMessageEndingWith("a number has more than 400 digits");
    }

    @Test
    void whatCannotBeWrittenIsNoValue() {
        assertThatThrownBy(() -> Json.of("\udc00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.of(1L << 53)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.of(Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Json.Number("01")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Json.Number("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.object(Json.member("a", Json.of(1)), Json.member("a", Json.of(2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String written(String text) throws Refused {
        return new String(Json.decode(text.getBytes(StandardCharsets.UTF_8)).encode(), StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void valuesComeBack(@ForAll("values") Json value, @ForAll Random random) throws Refused {
        byte[] bytes = value.encode();
        assertThat(Json.decode(bytes)).isEqualTo(value);
        assertThat(Json.decode(bytes).encode()).isEqualTo(bytes);
        byte[] changed = bytes.clone();
        changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
        for (byte[] each : List.of(changed, Arrays.copyOf(bytes, random.nextInt(bytes.length)))) {
            try {
                byte[] again = Json.decode(each).encode();
                assertThat(Json.decode(again).encode()).isEqualTo(again);
            } catch (Refused e) {
                assertThat(e.getMessage()).startsWith("JSON");
            }
        }
    }

    @Provide
    Arbitrary<Json> values() {
        return values(2);
    }

    private static Arbitrary<Json> values(int depth) {
        Arbitrary<Json> leaves = Arbitraries.oneOf(
                texts().map(Json::of),
                Arbitraries.longs().between(-(1L << 52), 1L << 52).map(Json::of),
                Arbitraries.of(new Json.Bool(true), new Json.Bool(false), new Json.Null()));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Json> inner = values(depth - 1);
        return Arbitraries.oneOf(
                leaves,
                inner.list().ofMaxSize(5).map(Json.Array::new),
                Arbitraries.maps(texts(), inner).ofMaxSize(5).map(map -> {
                    List<Json.Member> members = new ArrayList<>();
                    map.forEach((name, value) -> members.add(Json.member(name, value)));
                    return new Json.Object(members);
                }));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(20).filter(text -> StandardCharsets.UTF_8
                .newEncoder()
                .canEncode(text));
    }
}
