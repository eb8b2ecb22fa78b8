package org.vitrine.unpack;

import java.util.BitSet;

/// Whether bytes are one JSON value (RFC 8259). Their text is taken to be well-formed UTF-8.
final class Json {
    private static final int DEEPEST = 1000;

    private final byte[] text;
    private int at;

    private Json(byte[] text) {
        this.text = text;
    }

    /// Nested deeper than a thousand it is none, for all we say.
    static boolean is(byte[] text) {
        Json json = new Json(text);
        return json.value() && json.at == text.length;
    }

    /// Reads a value and the white space around it. Without recursion: what is open is kept in a stack of bits,
    /// set for objects.
    private boolean value() {
        BitSet objects = new BitSet();
        int depth = 0;
        while (true) {
            int token = token();
            if (token == '{' || token == '[') {
                if (depth == DEEPEST) {
                    return false;
                }
                at++;
                objects.set(depth++, token == '{');
                int next = token();
                if (next != token + 2) {
                    if (token == '{' && !name()) {
                        return false;
                    }
                    continue;
                }
                at++;
                depth--;
            } else if (!scalar(token)) {
                return false;
            }
            while (depth > 0 && token() == (objects.get(depth - 1) ? '}' : ']')) {
                at++;
                depth--;
            }
            if (depth == 0) {
                return token() < 0;
            }
            if (token() != ',') {
                return false;
            }
            at++;
            if (objects.get(depth - 1) && !name()) {
                return false;
            }
        }
    }

    /// The next byte that is no white space; -1 at the end.
    private int token() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at < text.length ? text[at] & 0xff : -1;
    }

    private boolean name() {
        if (token() != '"' || !string() || token() != ':') {
            return false;
        }
        at++;
        return true;
    }

    private boolean scalar(int token) {
        return switch (token) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at == text.length || text[at++] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean string() {
        for (at++; at < text.length; at++) {
            int c = text[at];
            if (c == '"') {
                at++;
                return true;
            }
            if (c >= 0 && c < ' ') {
                return false;
            }
            if (c == '\\') {
                if (++at == text.length || "\"\\/bfnrtu".indexOf(text[at]) < 0) {
                    return false;
                }
                if (text[at] == 'u') {
                    for (int i = 0; i < 4; i++) {
                        if (++at == text.length || Character.digit(text[at], 16) < 0) {
                            return false;
                        }
                    }
                }
            }
        }
        return false;
    }

    private boolean number() {
        if (at < text.length && text[at] == '-') {
            at++;
        }
        boolean zero = at < text.length && text[at] == '0';
        int digits = digits();
        if (digits == 0 || zero && digits > 1) {
            return false;
        }
        if (at < text.length && text[at] == '.') {
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        if (at < text.length && (text[at] | 0x20) == 'e') {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            return digits() > 0;
        }
        return true;
    }

    private int digits() {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at - start;
    }
}
