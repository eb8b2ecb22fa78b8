package org.vitrine.structure.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A strict reader of one JSON value (RFC 8259). Recursion is bounded by the depth that the caller allows.
final class JsonReader {
    private final String text;
    private final int depth;
    private int at;

    JsonReader(String text, int size, int depth) throws NotJson {
        if (text.length() > size) {
            throw new NotJson("longer than " + size + " characters");
        }
        this.text = text;
        this.depth = depth;
    }

    Json whole() throws NotJson {
        Json value = value(0);
        blanks();
        if (at < text.length()) {
            throw refused("nothing may follow the value");
        }
        return value;
    }

    private Json value(int level) throws NotJson {
        if (level > depth) {
            throw refused("nested deeper than " + depth);
        }
        blanks();
        return switch (peek()) {
            case '{' -> members(level);
            case '[' -> items(level);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private Json members(int level) throws NotJson {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        at++;
        blanks();
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
                blanks();
            }
            String name = string();
            blanks();
            expect(':');
            if (members.put(name, value(level + 1)) != null) {
                throw refused("a name stands twice in one object");
            }
            blanks();
        }
        at++;
        return new Json.Members(members);
    }

    private Json items(int level) throws NotJson {
        List<Json> items = new ArrayList<>();
        at++;
        blanks();
        while (peek() != ']') {
            if (!items.isEmpty()) {
                expect(',');
            }
            items.add(value(level + 1));
            blanks();
        }
        at++;
        return new Json.Items(items);
    }

    private Json word(String word, Json value) throws NotJson {
        if (!text.startsWith(word, at)) {
            throw refused("not a JSON value");
        }
        at += word.length();
        return value;
    }

    private Json number() throws NotJson {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new Json.Numeral(text.substring(start, at));
    }

    private void digits() throws NotJson {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw refused("not a JSON value");
        }
    }

    private String string() throws NotJson {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            int unit = peek();
            if (unit < ' ') {
                throw refused("a string without its end, or with a control character");
            }
            at++;
            if (unit == '"') {
                return value.toString();
            }
            value.append(unit == '\\' ? escape() : (char) unit);
        }
    }

    private char escape() throws NotJson {
        int unit = peek();
        at++;
        return switch (unit) {
            case '"', '\\', '/' -> (char) unit;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int value = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
                    if (digit < 0) {
                        throw refused("four hex digits must follow \\u");
                    }
                    value = value << 4 | digit;
                    at++;
                }
                yield (char) value;
            }
            default -> throw refused("an unknown escape");
        };
    }

    private void expect(char unit) throws NotJson {
        if (peek() != unit) {
            throw refused("'" + unit + "' expected");
        }
        at++;
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    private NotJson refused(String reason) {
        return new NotJson("at character " + at + ": " + reason);
    }
}
