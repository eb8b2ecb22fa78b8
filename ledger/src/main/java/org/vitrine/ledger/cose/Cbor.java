package org.vitrine.ledger.cose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.ledger.Refused;

/// One item of CBOR (RFC 8949), written deterministically (section 4.2.1): shortest heads, definite
/// lengths, map keys in the order of their bytes, no key twice.
///
/// ```text
/// Cbor = Unsigned | Negative | Bytes | Text | Array(Cbor…) | Map((Cbor, Cbor)…) | Tagged(number, Cbor)
///      | Simple | Floating
/// ```
/// [#decode] reads only that form, so that `decode(x).encode()` is `x`. [#decodeForeign] reads any
/// well-formed item, for headers that others wrote: their bytes are kept beside it, and never
/// written anew from the items. Either reads at most [#MAXIMUM_BYTES] bytes, [#MAXIMUM_ITEMS] items
/// and [#MAXIMUM_DEPTH] levels.
public sealed interface Cbor {
    /// How many bytes one encoded item may have, all it holds included.
    int MAXIMUM_BYTES = 1 << 20;
    /// How many items one item may hold, itself included.
    int MAXIMUM_ITEMS = 1 << 16;
    /// How deep arrays, maps and tags may stand in each other.
    int MAXIMUM_DEPTH = 16;

    /// The item that these bytes are the deterministic encoding of.
    ///
    /// @throws Refused when they are not, with the byte at which that showed
    static Cbor decode(byte[] bytes) throws Refused {
        return new CborReader(bytes, true).only();
    }

    /// The item that these bytes encode, in whichever way: longer heads, indefinite lengths and any
    /// order of keys are read too. A key that stands twice is refused here as well.
    ///
    /// @throws Refused when the bytes are not well-formed
    static Cbor decodeForeign(byte[] bytes) throws Refused {
        return new CborReader(bytes, false).only();
    }

    /// Its deterministic encoding.
    default byte[] encode() {
        CborWriter writer = new CborWriter();
        writer.item(this);
        return writer.bytes();
    }

    /// An integer.
    static Cbor of(long value) {
        return value < 0 ? new Negative(~value) : new Unsigned(value);
    }

    /// A text.
    ///
    /// @throws IllegalArgumentException when it holds half a surrogate pair
    static Text of(String text) {
        return new Text(text);
    }

    /// A byte string.
    static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /// An array.
    static Array array(Cbor... items) {
        return new Array(List.of(items));
    }

    /// A map of these keys and values in turn.
    ///
    /// @throws IllegalArgumentException when a key stands twice, or the last one has no value
    static Map map(Cbor... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("the last key has no value");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.add(new Entry(keysAndValues[i], keysAndValues[i + 1]));
        }
        return new Map(entries);
    }

    /// Its value where it is an integer.
    ///
    /// @param field what it stands for, said when it is something else
    /// @throws Refused when it is something else, or needs more than 63 bits and a sign
    default long integer(String field) throws Refused {
        return switch (this) {
            case Unsigned(long bits) when bits >= 0 -> bits;
            case Negative(long bits) when bits >= 0 -> ~bits;
            case Unsigned _, Negative _ -> throw new Refused(field + " is too large a number");
            default -> throw new Refused(field + " is not an integer");
        };
    }

    /// A copy of its bytes where it is a byte string.
    ///
    /// @param field what it stands for, said when it is something else
    /// @throws Refused when it is something else
    default byte[] bytes(String field) throws Refused {
        if (this instanceof Bytes bytes) {
            return bytes.value();
        }
        throw new Refused(field + " is not a byte string");
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

    /// Its items where it is an array.
    ///
    /// @param field what it stands for, said when it is something else
    /// @throws Refused when it is something else
    default List<Cbor> items(String field) throws Refused {
        if (this instanceof Array(List<Cbor> items)) {
            return items;
        }
        throw new Refused(field + " is not an array");
    }

    /// Itself where it is a map.
    ///
    /// @param field what it stands for, said when it is something else
    /// @throws Refused when it is something else
    default Map asMap(String field) throws Refused {
        if (this instanceof Map map) {
            return map;
        }
        throw new Refused(field + " is not a map");
    }

    /// An integer from 0 to 2⁶⁴ − 1.
    ///
    /// @param bits its 64 bits, without sign
    record Unsigned(long bits) implements Cbor {}

    /// An integer from −2⁶⁴ to −1.
    ///
    /// @param bits the 64 bits of −1 minus it, without sign
    record Negative(long bits) implements Cbor {}

    /// A byte string.
    final class Bytes implements Cbor {
        private final byte[] value;

        Bytes(byte[] value) {
            this.value = value;
        }

        /// A copy of its bytes.
        public byte[] value() {
            return value.clone();
        }

        /// How many bytes it has.
        public int length() {
            return value.length;
        }

        byte[] shared() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "h'" + HexFormat.of().formatHex(value) + "'";
        }
    }

    /// A text.
    ///
    /// @param value Unicode, without half surrogate pairs
    record Text(String value) implements Cbor {
        /// Checks that it can be written as UTF-8.
        public Text {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw new IllegalArgumentException("half a surrogate pair is no text");
            }
        }
    }

    /// An array.
    ///
    /// @param items in their order
    record Array(List<Cbor> items) implements Cbor {
        /// Copies the items.
        public Array {
            items = List.copyOf(items);
        }
    }

    /// A map. Two are equal when their entries are, in whichever order those were given.
    ///
    /// @param entries in the order of their keys' encodings, no key twice
    record Map(List<Entry> entries) implements Cbor {
        /// The map without entries.
        public static final Map EMPTY = new Map(List.of());

        /// Sorts the entries.
        ///
        /// @throws IllegalArgumentException when a key stands twice
        public Map {
            entries = sorted(entries).orElseThrow(() -> new IllegalArgumentException("a key stands twice"));
        }

        /// The entries in the order of their keys, or none when a key stands twice.
        static Optional<List<Entry>> sorted(List<Entry> entries) {
            NavigableMap<byte[], Entry> sorted = new TreeMap<>(Arrays::compareUnsigned);
            for (Entry entry : entries) {
                if (sorted.put(entry.key().encode(), entry) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(List.copyOf(sorted.values()));
        }

        /// What stands under an integer.
        public Optional<Cbor> get(long label) {
            return get(Cbor.of(label));
        }

        /// What stands under a key.
        public Optional<Cbor> get(Cbor key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return Optional.of(entry.value());
                }
            }
            return Optional.empty();
        }

        /// What stands under an integer.
        ///
        /// @param field what it stands for, said when it is missing
        /// @throws Refused when nothing does
        public Cbor require(long label, String field) throws Refused {
            return get(label).orElseThrow(() -> new Refused(field + " (label " + label + ") is missing"));
        }

        /// This map with one more entry, or another value where the key stood already.
        public Map with(long label, Cbor value) {
            Map without = without(label);
            List<Entry> more = new ArrayList<>(without.entries);
            more.add(new Entry(Cbor.of(label), value));
            return new Map(more);
        }

        /// This map without what stands under an integer.
        public Map without(long label) {
            Cbor key = Cbor.of(label);
            return new Map(
                    entries.stream().filter(entry -> !entry.key().equals(key)).toList());
        }
    }

    /// A key of a map and what stands under it.
    ///
    /// @param key any item
    /// @param value any item
    record Entry(Cbor key, Cbor value) {}

    /// An item with a tag.
    ///
    /// @param number the tag's 64 bits, without sign
    /// @param content what it says something of
    record Tagged(long number, Cbor content) implements Cbor {}

    /// A simple value: `false` is 20, `true` 21, `null` 22, `undefined` 23.
    ///
    /// @param number 0 to 23 or 32 to 255
    record Simple(int number) implements Cbor {
        /// `null`.
        public static final Simple NULL = new Simple(22);
        /// `true`.
        public static final Simple TRUE = new Simple(21);
        /// `false`.
        public static final Simple FALSE = new Simple(20);

        /// Checks the number: 24 to 31 are reserved (RFC 8949, section 3.3).
        public Simple {
            if (number < 0 || number > 255 || number >= 24 && number < 32) {
                throw new IllegalArgumentException("no simple value is " + number);
            }
        }
    }

    /// A floating-point number, written in the fewest of 2, 4 and 8 bytes that hold its value. All
    /// that are not a number are one.
    ///
    /// @param value the number
    record Floating(double value) implements Cbor {}
}
