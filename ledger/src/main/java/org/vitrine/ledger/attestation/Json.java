package org.vitrine.ledger.attestation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;

/// One value of JSON (RFC 8259), read strictly and written canonically.
///
/// ```text
/// Json = Text | Number | Bool | Null | Array(Json…) | Object((name, Json)…)
/// ```
/// What is read is UTF-8 without a byte order mark, holds no name twice in one object and no half surrogate
/// pair, and has at most [#MAXIMUM_BYTES] bytes, [#MAXIMUM_VALUES] values and [#MAXIMUM_DEPTH] levels. What is
/// written follows RFC 8785 (names sorted by UTF-16 units, no spaces, the fewest escapes), apart from numbers:
/// those keep the digits that they were read with.
public sealed interface Json {
    /// How many bytes one encoded value may have.
    int MAXIMUM_BYTES = 16 << 20;
    /// How many values one value may hold, itself included.
    int MAXIMUM_VALUES = 1 << 18;
    /// How deep arrays and objects may stand in each other.
    int MAXIMUM_DEPTH = 64;

    /// The value that these bytes encode.
    ///
    /// @throws Refused when they encode none, with the character at which that showed
    static Json decode(byte[] bytes) throws Refused {
        return JsonReader.read(bytes);
    }

    /// Its canonical encoding, in UTF-8.
    default byte[] encode() {
        return JsonWriter.write(this);
    }

    /// A text.
    static Text of(String text) {
        return new Text(text);
    }

    /// A whole number.
    ///
    /// @throws IllegalArgumentException beyond ±(2⁵³ − 1), which not every reader keeps exactly
    static Number of(long number) {
        long most = (1L << 53) - 1;
        if (number < -most || number > most) {
            throw new IllegalArgumentException(number + " is not kept exactly by every reader of JSON");
        }
        return new Number(Long.toString(number));
    }

    /// An object of these names and values.
    ///
    /// @throws IllegalArgumentException when a name stands twice
    static Object object(Member... members) {
        return new Object(List.of(members));
    }

    /// A name and its value.
    static Member member(String name, Json value) {
        return new Member(name, value);
    }

    /// Its text where it is one.
    ///
    /// @param field what it stands for, said when it is something else
    /// @throws Refused when it is something else
    default String text(String field) throws Refused {
        if (this instanceof Text(String value)) {
            return value;
        }
        throw new Refused(field + " is not a text");
    }

    /// Its values where it is an array.
    ///
    /// @param field what it stands for, said when it is something else
    /// @throws Refused when it is something else
    default List<Json> items(String field) throws Refused {
        if (this instanceof Array(List<Json> items)) {
            return items;
        }
        throw new Refused(field + " is not an array");
    }

    /// Itself where it is an object.
    ///
    /// @param field what it stands for, said when it is something else
    /// @throws Refused when it is something else
    default Object asObject(String field) throws Refused {
        if (this instanceof Object object) {
            return object;
        }
        throw new Refused(field + " is not an object");
    }

    /// A text.
    ///
    /// @param value Unicode, without half surrogate pairs
    record Text(String value) implements Json {
        /// Checks that it can be written as UTF-8.
        public Text {
            JsonWriter.checkText(value);
        }
    }

    /// A number, as its digits.
    ///
    /// @param digits by RFC 8259, section 6
    record Number(String digits) implements Json {
        /// Checks the digits.
        public Number {
            if (!JsonReader.isNumber(digits)) {
                throw new IllegalArgumentException("these are no digits of JSON");
            }
        }
    }

    /// `true` or `false`.
    ///
    /// @param value which
    record Bool(boolean value) implements Json {}

    /// `null`.
    record Null() implements Json {}

    /// An array.
    ///
    /// @param items in their order
    record Array(List<Json> items) implements Json {
        /// Copies the items.
        public Array {
            items = List.copyOf(items);
        }
    }

    /// An object. Two are equal when their members are, in whichever order those were given.
    ///
    /// @param members sorted by name in UTF-16 units, no name twice
    record Object(List<Member> members) implements Json {
        /// Sorts the members.
        ///
        /// @throws IllegalArgumentException when a name stands twice
        public Object {
            members = sorted(members).orElseThrow(() -> new IllegalArgumentException("a name stands twice"));
        }

        /// The members by name, or none when a name stands twice.
        static Optional<List<Member>> sorted(List<Member> members) {
            List<Member> sorted = new ArrayList<>(members);
            sorted.sort((one, other) -> one.name().compareTo(other.name()));
            for (int i = 1; i < sorted.size(); i++) {
                if (sorted.get(i - 1).name().equals(sorted.get(i).name())) {
                    return Optional.empty();
                }
            }
            return Optional.of(List.copyOf(sorted));
        }

        /// What stands under a name.
        public Optional<Json> get(String name) {
            for (Member member : members) {
                if (member.name().equals(name)) {
                    return Optional.of(member.value());
                }
            }
            return Optional.empty();
        }

        /// What stands under a name.
        ///
        /// @param what what the object is, said when it has no such name
        /// @throws Refused when nothing does
        public Json require(String name, String what) throws Refused {
            return get(name).orElseThrow(() -> new Refused(what + " has no " + name));
        }
    }

    /// A name in an object and its value.
    ///
    /// @param name any text
    /// @param value any value
    record Member(String name, Json value) {
        /// Checks that the name can be written as UTF-8.
        public Member {
            JsonWriter.checkText(name);
        }
    }
}
