package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Malformed;

/// A header structure of an rpm: an index of tags, and the store their values lie in (rpm's file
/// format, "Header").
final class RpmHeader {
    private static final int MAGIC = 0x8eade801;
    private static final int START = 16;
    private static final int ENTRY = 16;
    /// What rpm itself takes.
    private static final int MOST_ENTRIES = 0xffff;
    private static final int LARGEST_STORE = 0x0fff_ffff;
    /// What is read of one array.
    private static final int MOST_VALUES = 1 << 20;
    private static final int LONGEST_TEXT = 1 << 20;

    private final Bytes image;
    private final long at;
    private final long store;
    private final long end;
    private final Map<Integer, Field> fields = new LinkedHashMap<>();

    /// A tag of the index.
    ///
    /// @param type 2 to 5: numbers of 1, 2, 4 and 8 bytes; 6 and 9: text; 7: bytes; 8: texts
    /// @param offset in the image of the value
    /// @param count of numbers, texts or bytes
    record Field(int type, long offset, long count) {}

    private RpmHeader(Bytes image, long at, long store, long end) {
        this.image = image;
        this.at = at;
        this.store = store;
        this.end = end;
    }

    /// The structure at `at`.
    ///
    /// @throws Malformed when it isn't one, or passes the end
    static RpmHeader read(Bytes image, long at) throws Malformed {
        if (image.i32(at, BIG_ENDIAN, "header magic") != MAGIC) {
            throw new Malformed(at, "header magic", "no header structure stands here");
        }
        long entries = image.u32(at + 8, BIG_ENDIAN, "index count");
        long size = image.u32(at + 12, BIG_ENDIAN, "store size");
        if (entries > MOST_ENTRIES || size > LARGEST_STORE) {
            throw new Malformed(at + 8, "index count", entries + " entries and a store of " + size + " bytes");
        }
        long store = at + START + ENTRY * entries;
        image.require(store, size, "store");
        RpmHeader header = new RpmHeader(image, at, store, store + size);
        for (int i = 0; i < entries; i++) {
            long from = at + START + ENTRY * (long) i;
            long offset = image.u32(from + 8, BIG_ENDIAN, "offset");
            if (offset < size) {
                header.fields.putIfAbsent(
                        image.i32(from, BIG_ENDIAN, "tag"),
                        new Field(
                                image.i32(from + 4, BIG_ENDIAN, "type"),
                                store + offset,
                                image.u32(from + 12, BIG_ENDIAN, "count")));
            }
        }
        return header;
    }

    long at() {
        return at;
    }

    /// Offset of the first byte behind it.
    long end() {
        return end;
    }

    Optional<Field> field(int tag) {
        return Optional.ofNullable(fields.get(tag));
    }

    /// The first value of a tag as text; empty where the tag is missing.
    Optional<String> text(int tag) throws Malformed {
        Field field = fields.get(tag);
        if (field == null) {
            return Optional.empty();
        }
        return switch (field.type()) {
            case 2, 3, 4, 5 -> Optional.of(Long.toString(number(field, 0)));
            case 6, 8, 9 -> Optional.of(Display.text(string(field.offset())));
            default -> Optional.empty();
        };
    }

    /// Where the value of a tag is text, its bytes without the NUL.
    Bytes content(Field field) throws Malformed {
        return image.slice(field.offset(), string(field.offset()).length, "text");
    }

    private byte[] string(long from) throws Malformed {
        long most = Math.min(end, from + LONGEST_TEXT);
        long stop = from;
        while (stop < most && image.u8(stop, "text") != 0) {
            stop++;
        }
        if (stop == most) {
            throw new Malformed(from, "text", "no NUL ends it");
        }
        return image.array(from, stop - from, "text");
    }

    /// The bytes of a binary tag; none where it is missing.
    byte[] binary(int tag) throws Malformed {
        Field field = fields.get(tag);
        if (field == null || field.type() != 7 || field.count() > end - field.offset()) {
            return new byte[0];
        }
        return image.array(field.offset(), Math.min(field.count(), LONGEST_TEXT), "bytes");
    }

    /// The values of a tag as texts; none where it is missing or holds no texts.
    List<String> texts(int tag) throws Malformed {
        List<String> texts = new ArrayList<>();
        Field field = fields.get(tag);
        if (field == null || field.type() != 8 && field.type() != 6) {
            return texts;
        }
        long next = field.offset();
        for (long i = 0; i < Math.min(field.count(), MOST_VALUES) && next < end; i++) {
            byte[] text = string(next);
            texts.add(Display.text(text));
            next += text.length + 1;
        }
        return texts;
    }

    /// The values of a tag as numbers; none where it is missing or holds no numbers.
    long[] numbers(int tag) throws Malformed {
        Field field = fields.get(tag);
        if (field == null || field.type() < 2 || field.type() > 5) {
            return new long[0];
        }
        long there = end - field.offset() >>> field.type() - 2;
        long[] numbers = new long[(int) Math.min(Math.min(field.count(), MOST_VALUES), there)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(field, i);
        }
        return numbers;
    }

    private long number(Field field, int index) throws Malformed {
        long from = field.offset() + ((long) index << field.type() - 2);
        return switch (field.type()) {
            case 2 -> image.u8(from, "int8");
            case 3 -> image.u16(from, BIG_ENDIAN, "int16");
            case 4 -> image.u32(from, BIG_ENDIAN, "int32");
            default -> image.i64(from, BIG_ENDIAN, "int64");
        };
    }

    /// Where the store starts.
    long store() {
        return store;
    }
}
