package org.vitrine.change.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;

/// Reads JSON as keys: `/interfaces/lan/mtu`. An item of an array is called after its member `name`, `id` or `key`
/// where it has one, after itself where it is a plain value, and after its number otherwise.
final class JsonKeys {
    private static final int DEPTH = 64;
    private static final int BRIEF = 60;

    private final Keys keys = new Keys();
    private boolean room = true;

    private JsonKeys() {}

    /// The keys of a text; nothing where it is no JSON object or array.
    static Optional<Keys> of(byte[] text) {
        int first = 0;
        while (first < text.length && text[first] <= ' ' && text[first] > 0) {
            first++;
        }
        if (first == text.length || text[first] != '{' && text[first] != '[') {
            return Optional.empty();
        }
        try {
            JsonKeys read = new JsonKeys();
            read.take("", Json.parse(new String(text, StandardCharsets.UTF_8), text.length, DEPTH));
            return read.room && !read.keys.values().isEmpty() ? Optional.of(read.keys) : Optional.empty();
        } catch (NotJson e) {
            return Optional.empty();
        }
    }

    private void take(String path, Json json) {
        switch (json) {
            case Json.Members(SequencedMap<String, Json> members) -> {
                if (members.isEmpty()) {
                    put(path, "{}");
                }
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    take(path + "/" + member.getKey(), member.getValue());
                }
            }
            case Json.Items(List<Json> items) -> {
                if (items.isEmpty()) {
                    put(path, "[]");
                }
                for (int i = 0; i < items.size(); i++) {
                    take(path + "[" + name(path, items.get(i), i) + "]", items.get(i));
                }
            }
            case Json.Text(String value) -> put(path, value);
            case Json.Numeral(String literal) -> put(path, literal);
            case Json.Truth(boolean value) -> put(path, Boolean.toString(value));
            case Json.Null() -> put(path, "null");
        }
    }

    private void put(String path, String value) {
        room &= keys.put(path, value);
    }

    private static String name(String path, Json item, int number) {
        for (String member : List.of("name", "id", "key")) {
            switch (item.at(member).orElse(new Json.Null())) {
                case Json.Text(String text)
                when !text.isEmpty() -> {
                    return brief(text);
                }
                case Json.Numeral(String literal) -> {
                    return literal;
                }
                default -> {}
            }
        }
        if (item instanceof Json.Text(String text) && !Secrets.isNamed(path)) {
            return brief(text);
        }
        return Integer.toString(number);
    }

    private static String brief(String text) {
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF);
    }
}
