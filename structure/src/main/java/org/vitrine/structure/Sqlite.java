package org.vitrine.structure;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;

/// An SQLite 3 database, read only: the rows of its rowid tables (sqlite.org, fileformat2). Indexes, tables
/// without rowid, and what a write-ahead log would add are not read. Keeps nothing but offsets; safe for
/// several threads.
public final class Sqlite {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER = 100;
    private static final int INTERIOR = 5;
    private static final int LEAF = 13;
    private static final int MOST_COLUMNS = 2000;
    private static final long LARGEST = 64L << 20;
    /// SQLite's own bound of a b-tree's depth is 20.
    private static final int DEEPEST = 20;

    private final Bytes file;
    private final int pageSize;
    private final int usable;

    /// A row of a table.
    ///
    /// @param id its rowid
    /// @param offset in the file of its payload
    /// @param length of the payload that lies there; the rest lies in overflow pages
    /// @param columns the values' bytes as they are stored; empty for NULL
    public record Row(long id, long offset, long length, List<Bytes> columns) {}

    /// Takes rows, in the order of their ids.
    @FunctionalInterface
    public interface Rows {
        /// The next row.
        void row(Row row) throws Unreadable;
    }

    /// A page, and how deep it lies.
    private record Place(long page, int depth) {}

    private Sqlite(Bytes file, int pageSize, int usable) {
        this.file = file;
        this.pageSize = pageSize;
        this.usable = usable;
    }

    /// Whether a content begins as a database does.
    public static boolean startsWithMagic(Bytes content) {
        return content.matches(0, MAGIC);
    }

    /// The database in a file.
    ///
    /// @throws Malformed when the header isn't one
    public static Sqlite open(Bytes file) throws Malformed {
        if (!startsWithMagic(file)) {
            throw new Malformed(0, "header string", "no SQLite 3 database");
        }
        int size = file.u16(16, BIG_ENDIAN, "page size");
        int page = size == 1 ? 65536 : size;
        int reserved = file.u8(20, "reserved space");
        if (page < 512 || Integer.bitCount(page) != 1 || page - reserved < 480) {
            throw new Malformed(16, "page size", page + " bytes with " + reserved + " reserved");
        }
        return new Sqlite(file, page, page - reserved);
    }

    /// Tells the rows of a table; none where the database has no such table.
    ///
    /// @throws Unsupported for a table without rowid
    public void rows(String table, Rows rows) throws Unreadable {
        long[] root = {0};
        walk(1, row -> {
            List<Bytes> columns = row.columns();
            if (columns.size() >= 4
                    && text(columns.get(0)).equals("table")
                    && text(columns.get(1)).equals(table)) {
                root[0] = number(columns.get(3)).orElse(0);
            }
        });
        if (root[0] != 0) {
            walk(root[0], rows);
        }
    }

    /// A value as text of one character for each byte; a long one is cut.
    public static String text(Bytes value) {
        byte[] bytes = new byte[(int) Math.min(value.size(), 4096)];
        int size = value.copyAvailable(0, bytes, 0, bytes.length);
        return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
    }

    /// A value as the whole number that its bytes are; empty where it has none or too many.
    public static OptionalLong number(Bytes value) throws Malformed {
        if (value.size() == 0 || value.size() > 8) {
            return OptionalLong.empty();
        }
        long number = (byte) value.u8(0, "integer");
        for (int i = 1; i < value.size(); i++) {
            number = number << 8 | value.u8(i, "integer");
        }
        return OptionalLong.of(number);
    }

    private void walk(long root, Rows rows) throws Unreadable {
        BitSet seen = new BitSet();
        Deque<Place> stack = new ArrayDeque<>(List.of(new Place(root, 0)));
        while (!stack.isEmpty()) {
            Place place = stack.pop();
            long start = enter(place.page(), seen);
            long head = place.page() == 1 ? HEADER : 0;
            int type = file.u8(start + head, "b-tree page type");
            int cells = file.u16(start + head + 3, BIG_ENDIAN, "cells");
            if (type == LEAF) {
                leaf(start, head + 8, cells, seen, rows);
            } else if (type == INTERIOR && place.depth() < DEEPEST) {
                List<Place> children = new ArrayList<>();
                for (int i = 0; i < cells; i++) {
                    long cell = start + file.u16(start + head + 12 + 2L * i, BIG_ENDIAN, "cell pointer");
                    children.add(new Place(file.u32(cell, BIG_ENDIAN, "left child"), place.depth() + 1));
                }
                children.add(new Place(file.u32(start + head + 8, BIG_ENDIAN, "right-most"), place.depth() + 1));
                children.reversed().forEach(stack::push);
            } else if (type == 2 || type == 10) {
                throw new Unsupported(start + head, "b-tree page type", "a table without rowid");
            } else {
                throw new Malformed(start + head, "b-tree page type", "type " + type + ", no page of a table");
            }
        }
    }

    /// The offset of a page that nothing led to before.
    private long enter(long page, BitSet seen) throws Malformed {
        long start = (page - 1) * pageSize;
        if (page < 1 || page > Integer.MAX_VALUE - 1 || !file.holds(start, usable)) {
            throw new Malformed(-1, "page number", "page " + page + " lies outside");
        }
        if (seen.get((int) page)) {
            throw new Malformed(start, "page number", "page " + page + " is used twice");
        }
        seen.set((int) page);
        return start;
    }

    private void leaf(long start, long pointers, int cells, BitSet seen, Rows rows) throws Unreadable {
        for (int i = 0; i < cells; i++) {
            long at = start + file.u16(start + pointers + 2L * i, BIG_ENDIAN, "cell pointer");
            Varint size = varint(file, at);
            Varint id = varint(file, size.end());
            if (size.value() < 0 || size.value() > file.size()) {
                throw new Malformed(at, "payload size", size.value() + " bytes in a file of " + file.size());
            }
            if (size.value() > LARGEST) {
                throw new Unsupported(at, "payload size", "a row of " + size.value() + " bytes");
            }
            long most = usable - 35L;
            long least = (usable - 12L) * 32 / 255 - 23;
            long fitting = least + (size.value() - least) % (usable - 4);
            boolean whole = size.value() <= most;
            long local = whole ? size.value() : fitting <= most ? fitting : least;
            Bytes payload = whole
                    ? file.slice(id.end(), local, "payload")
                    : Bytes.of(gather(id.end(), local, size.value(), seen));
            rows.row(new Row(id.value(), id.end(), local, columns(payload)));
        }
    }

    private byte[] gather(long at, long local, long size, BitSet seen) throws Malformed {
        byte[] payload = new byte[(int) size];
        file.copy(at, payload, 0, (int) local, "payload");
        int filled = (int) local;
        long page = file.u32(at + local, BIG_ENDIAN, "first overflow page");
        while (filled < payload.length) {
            long start = enter(page, seen);
            int part = Math.min(usable - 4, payload.length - filled);
            file.copy(start + 4, payload, filled, part, "overflow page");
            filled += part;
            page = file.u32(start, BIG_ENDIAN, "next overflow page");
        }
        return payload;
    }

    private static List<Bytes> columns(Bytes payload) throws Malformed {
        Varint head = varint(payload, 0);
        List<Bytes> columns = new ArrayList<>();
        long at = head.end();
        long value = head.value();
        while (at < head.value() && columns.size() < MOST_COLUMNS) {
            Varint type = varint(payload, at);
            long length = length(type.value());
            columns.add(length == 0 ? constant(type.value()) : payload.slice(value, length, "value"));
            value += length;
            at = type.end();
        }
        return List.copyOf(columns);
    }

    private static Bytes constant(long type) {
        return type == 8 || type == 9 ? Bytes.of(new byte[] {(byte) (type - 8)}) : Bytes.EMPTY;
    }

    private static long length(long type) throws Malformed {
        if (type < 0 || type == 10 || type == 11) {
            throw new Malformed(0, "serial type", "type " + type);
        }
        return type >= 12 ? (type - 12) / 2 : new int[] {0, 1, 2, 3, 4, 6, 8, 8, 0, 0}[(int) type];
    }

    private record Varint(long value, long end) {}

    private static Varint varint(Bytes from, long at) throws Malformed {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int next = from.u8(at + i, "varint");
            value = value << 7 | next & 0x7f;
            if (next < 0x80) {
                return new Varint(value, at + i + 1);
            }
        }
        return new Varint(value << 8 | from.u8(at + 8, "varint"), at + 9);
    }
}
