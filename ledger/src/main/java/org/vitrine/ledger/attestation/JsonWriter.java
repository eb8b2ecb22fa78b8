package org.vitrine.ledger.attestation;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Writes values as RFC 8785 does, apart from numbers. How deep it goes is what the values hold:
/// those that were read hold at most [Json#MAXIMUM_DEPTH] levels.
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {}

    static byte[] write(Json value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static void checkText(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("half a surrogate pair is no text");
        }
    }

    private void value(Json value) {
        switch (value) {
            case Json.Text(String text) -> text(text);
            case Json.Number(String digits) -> out.append(digits);
            case Json.Bool(boolean yes) -> out.append(yes);
            case Json.Null() -> out.append("null");
            case Json.Array(List<Json> items) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    value(items.get(i));
                }
                out.append(']');
            }
            case Json.Object(List<Json.Member> members) -> {
                out.append('{');
                for (int i = 0; i < members.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    text(members.get(i).name());
                    out.append(':');
                    value(members.get(i).value());
                }
                out.append('}');
            }
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
