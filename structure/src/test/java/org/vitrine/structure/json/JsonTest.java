package org.vitrine.structure.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void writesTheSameWayEachTime() {
        Json json = Json.object()
                .put("b", List.of(Json.of(1), Json.of(true), new Json.Null()))
                .put("a", "</script>\n\u001b\u202e\"\\é😀")
                .put("empty", List.of())
                .sorted();
        String escaped = "\\u003c/script\\u003e\\n\\u001b\\u202e\\\"\\\\\\u00e9\\ud83d\\ude00";
        assertThat(json.compact()).isEqualTo("{\"a\":\"" + escaped + "\",\"b\":[1,true,null],\"empty\":[]}");
        assertThat(json.pretty())
                .isEqualTo("{\n  \"a\": \"" + escaped
                        + "\",\n  \"b\": [\n    1,\n    true,\n    null\n  ],\n  \"empty\": []\n}\n");
    }

    @Test
    void readsWhatItWrites() throws Exception {
        Json json = Json.object()
                .put("text", "a\u0000\"\\/\t\ud800 é")
                .put("list", List.of(new Json.Numeral("-1.5e+3"), Json.object().build()))
                .build();
        assertThat(Json.parse(json.pretty(), 1000, 8)).isEqualTo(json);
        assertThat(Json.parse(json.compact(), 1000, 8)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "[1 2]",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "01",
                "-",
                "1.",
                "1e",
                ".5",
                "+1",
                "NaN",
                "tru",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "1 2",
                "[1]]",
                "'a'",
                "\"\\u12",
                "[[[[[[[[[[1]]]]]]]]]]",
                "//c\n1",
                "\ufeff1"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text, 100, 8)).isInstanceOf(NotJson.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> Json.parse(" ".repeat(101), 100, 8)).hasMessage("longer than 100 characters");
    }
}
