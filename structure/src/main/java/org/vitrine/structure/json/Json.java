package org.vitrine.structure.json;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A JSON value (RFC 8259), read strictly and written the same way every time.
public sealed interface Json {
    /// Members in their order; no name twice.
    record Members(SequencedMap<String, Json> members) implements Json {
        /// Sorted by name, in the order of their UTF-16 code units, as RFC 8785 sorts.
        public static Members sorted(Map<String, Json> members) {
            return new Members(new TreeMap<>(members));
        }
    }

    /// An array.
    record Items(List<Json> items) implements Json {}

    /// A string.
    record Text(String text) implements Json {}

    /// A number as it stands in the text, such as `18446744073709551615`.
    record Numeral(String literal) implements Json {}

    /// `true` or `false`.
    record Truth(boolean value) implements Json {}

    /// `null`.
    record Null() implements Json {}

    /// A string.
    static Json of(String text) {
        return new Text(text);
    }

    /// A whole number.
    static Json of(long number) {
        return new Numeral(Long.toString(number));
    }

    /// `true` or `false`.
    static Json of(boolean value) {
        return new Truth(value);
    }

    /// An array.
    static Json of(List<? extends Json> items) {
        return new Items(List.copyOf(items));
    }

    /// An object, filled in the order of the calls.
    static Builder object() {
        return new Builder();
    }

    /// A value of a text that may come from anybody: UTF-16 text of at most `size` units, nested at most
    /// `depth` deep.
    ///
    /// @throws NotJson when it is anything else than one JSON value, has a name twice, or passes a limit
    static Json parse(String text, int size, int depth) throws NotJson {
        return new JsonReader(text, size, depth).whole();
    }

    /// The value reached by these names, each a member of the one before.
    default Optional<Json> at(String... names) {
        Json value = this;
        for (String name : names) {
            Json next = value instanceof Members(SequencedMap<String, Json> members) ? members.get(name) : null;
            if (next == null) {
                return Optional.empty();
            }
            value = next;
        }
        return Optional.of(value);
    }

    /// The string reached by these names; empty where none is.
    default String textAt(String... names) {
        return at(names)
                .map(value -> value instanceof Text(String text) ? text : "")
                .orElse("");
    }

    /// The items of the array reached by these names; none where there is no array.
    default List<Json> itemsAt(String... names) {
        return at(names)
                .map(value -> value instanceof Items(List<Json> items) ? items : null)
                .orElse(List.of());
    }

    /// The value as text of several lines: two spaces a level, LF, no blank at an end, a LF behind the last.
    /// Only printable ASCII stands as it is, without `<`, `>` and `&`, so that the text can stand in a page
    /// or a terminal.
    default String pretty() {
        StringBuilder text = new StringBuilder();
        write(this, text, "\n");
        return text.append('\n').toString();
    }

    /// The value as text of one line without blanks, escaped as in [#pretty].
    default String compact() {
        StringBuilder text = new StringBuilder();
        write(this, text, "");
        return text.toString();
    }

    private static void write(Json json, StringBuilder text, String line) {
        String inner = line.isEmpty() ? "" : line + "  ";
        switch (json) {
            case Members(SequencedMap<String, Json> members) -> {
                String before = inner;
                text.append('{');
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    text.append(before);
                    quote(member.getKey(), text);
                    text.append(line.isEmpty() ? ":" : ": ");
                    write(member.getValue(), text, inner);
                    before = "," + inner;
                }
                text.append(members.isEmpty() ? "" : line).append('}');
            }
            case Items(List<Json> items) -> {
                String before = inner;
                text.append('[');
                for (Json item : items) {
                    text.append(before);
                    write(item, text, inner);
                    before = "," + inner;
                }
                text.append(items.isEmpty() ? "" : line).append(']');
            }
            case Text(String value) -> quote(value, text);
            case Numeral(String literal) -> text.append(literal);
            case Truth(boolean value) -> text.append(value);
            case Null() -> text.append("null");
        }
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (unit < ' ' || unit > '~' || unit == '<' || unit == '>' || unit == '&') {
                        text.append("\\u").append(HexFormat.of().toHexDigits(unit));
                    } else {
                        text.append(unit);
                    }
                }
            }
        }
        text.append('"');
    }

    /// An object that is being filled.
    final class Builder {
        private final SequencedMap<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        /// Adds a member.
        public Builder put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        /// Adds a string.
        public Builder put(String name, String value) {
            return put(name, Json.of(value));
        }

        /// Adds a whole number.
        public Builder put(String name, long value) {
            return put(name, Json.of(value));
        }

        /// Adds an array.
        public Builder put(String name, List<? extends Json> items) {
            return put(name, Json.of(new ArrayList<>(items)));
        }

        /// The object with its members in the order they were added.
        public Members build() {
            return new Members(members);
        }

        /// The object with its members sorted by name.
        public Members sorted() {
            return Members.sorted(members);
        }
    }
}
