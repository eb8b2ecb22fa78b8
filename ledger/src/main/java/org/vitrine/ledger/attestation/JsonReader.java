package org.vitrine.ledger.attestation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.Refused;

/// Reads one value. The text is at most as long as its bytes, and each value takes one character at
/// least.
final class JsonReader {
    private static final int MAXIMUM_DIGITS = 400;

    private final String in;
    private int at;
    private int values;

    private JsonReader(String in) {
        this.in = in;
    }

    static Json read(byte[] bytes) throws Refused {
        if (bytes.length > Json.MAXIMUM_BYTES) {
            throw new Refused(
                    "JSON: " + bytes.length + " bytes are more than the " + Json.MAXIMUM_BYTES + " that are read");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refused("JSON: the bytes are not UTF-8", e);
        }
        JsonReader reader = new JsonReader(text);
        Json value = reader.value(0);
        reader.space();
        if (reader.at != text.length()) {
            throw reader.refused("more follows the value");
        }
        return value;
    }

    static boolean isNumber(String digits) {
        JsonReader reader = new JsonReader(digits);
        try {
            reader.number();
            return reader.at == digits.length();
        } catch (Refused e) {
            return false;
        }
    }

    private Json value(int depth) throws Refused {
        if (depth > Json.MAXIMUM_DEPTH) {
            throw refused("values stand deeper in each other than " + Json.MAXIMUM_DEPTH + " levels");
        }
        if (++values > Json.MAXIMUM_VALUES) {
            throw refused("there are more than " + Json.MAXIMUM_VALUES + " values");
        }
        space();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Text(text());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            default -> new Json.Number(number());
        };
    }

    private Json object(int depth) throws Refused {
        int start = at++;
        List<Json.Member> members = new ArrayList<>();
        space();
        if (peek() == '}') {
            at++;
            return new Json.Object(members);
        }
        while (true) {
            space();
            String name = text();
            space();
            expect(':');
            members.add(new Json.Member(name, value(depth + 1)));
            space();
            if (peek() == '}') {
                at++;
                return new Json.Object(Json.Object.sorted(members)
                        .orElseThrow(() -> refusedAt(start, "a name of the object stands twice")));
            }
            expect(',');
        }
    }

    private Json array(int depth) throws Refused {
        at++;
        List<Json> items = new ArrayList<>();
        space();
        if (peek() == ']') {
            at++;
            return new Json.Array(items);
        }
        while (true) {
            items.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return new Json.Array(items);
            }
            expect(',');
        }
    }

    private String text() throws Refused {
        expect('"');
        StringBuilder text = new StringBuilder();
        int start = at;
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                break;
            }
            if (c < 0x20) {
                throw refusedAt(at - 1, "a control character stands in a text");
            }
            text.append(c == '\\' ? escaped() : c);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refusedAt(start, "half a surrogate pair stands in a text");
        }
        return text.toString();
    }

    private char escaped() throws Refused {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(), 16);
                    // Character.digit takes digits of other scripts as well.
                    if (digit < 0 || peek() > 'f') {
                        throw refused("an escape has other than four hex digits");
                    }
                    unit = unit << 4 | digit;
                    at++;
                }
                yield (char) unit;
            }
            default -> throw refusedAt(at - 1, "there is no such escape");
        };
    }

    private String number() throws Refused {
        int start = at;
        if (next('-')) {
            at++;
        }
        if (next('0')) {
            at++;
        } else {
            digits(start);
        }
        if (next('.')) {
            at++;
            digits(start);
        }
        if (next('e') || next('E')) {
            at++;
            if (next('+') || next('-')) {
                at++;
            }
            digits(start);
        }
        if (at - start > MAXIMUM_DIGITS) {
            throw refusedAt(start, "a number has more than " + MAXIMUM_DIGITS + " digits");
        }
        return in.substring(start, at);
    }

    private void digits(int start) throws Refused {
        int first = at;
        while (at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '9') {
            at++;
        }
        if (at == first) {
            throw refusedAt(start, "this is no value");
        }
    }

    private Json word(String word, Json value) throws Refused {
        if (!in.startsWith(word, at)) {
            throw refused("this is no value");
        }
        at += word.length();
        return value;
    }

    private boolean next(char c) {
        return at < in.length() && in.charAt(at) == c;
    }

    private void expect(char c) throws Refused {
        if (peek() != c) {
            throw refused("'" + c + "' should stand here");
        }
        at++;
    }

    private char peek() throws Refused {
        if (at == in.length()) {
            throw refused("the text ends within the value");
        }
        return in.charAt(at);
    }

    private void space() {
        while (next(' ') || next('\t') || next('\n') || next('\r')) {
            at++;
        }
    }

    private Refused refused(String reason) {
        return refusedAt(at, reason);
    }

    private static Refused refusedAt(int place, String reason) {
        return new Refused("JSON, character " + place + ": " + reason);
    }
}
