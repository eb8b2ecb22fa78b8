package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.tree.Hash;

/// Where a statement stands, by the hash of its leaf: files of hash tables, `index/0` and on, which hold
/// 49,152 entries of the log, then four times as many each. A table is never enlarged, and one that is
/// full never written again: a look-up reads each table once (five at ten million entries, fourteen at
/// most), and after a crash only the last table misses anything.
///
/// A word of a table is 24 bits of the hash and 40 bits of the entry's index plus one, so that a hit is
/// checked against the leaf itself. A word's place depends on a key that is drawn when the table is
/// made: whoever submits statements can't choose them so that they crowd. The leaf's hash is the key,
/// and not SHA-256(entry), since the tiles hold it: the index can be made and checked without reading an
/// entry.
final class Index implements Closeable {
    static final String FOLDER = "index";
    /// Binary logarithm of the words of the first table.
    static final int FIRST = 16;

    private static final int HEADER = 16;
    private static final long MAGIC = 0x56495452_494e4458L;
    private static final int KEYS = 9;
    private static final int KEY_AT = 2;
    private static final int CHECK_AT = KEY_AT + KEYS;
    private static final int INDEX_BITS = 40;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

    private final Disk disk;
    private final int first;
    private final boolean writable;
    private volatile List<Part> parts = List.of();

    private Index(Disk disk, int first, boolean writable) {
        this.disk = disk;
        this.first = first;
        this.writable = writable;
    }

    /// Opens the tables for the first `size` entries.
    ///
    /// @param first binary logarithm of the words of the first table
    /// @param writable whether a table that is missing or unfinished is made anew; otherwise it is left
    ///     out
    /// @param leaves what a table that was missing is filled from
    static Index open(Disk disk, int first, boolean writable, long size, Leaves leaves) throws IOException {
        Index index = new Index(disk, first, writable);
        for (long from = 0; from < size; ) {
            int number = index.parts.size();
            if (!writable && !index.isMade(number)) {
                break;
            }
            boolean made = index.enter();
            long end = index.end(number);
            for (long at = from; made && at < Math.min(end, size); at++) {
                index.put(leaves.leaf(at), at);
            }
            from = end;
        }
        return index;
    }

    /// Where a leaf stands.
    ///
    /// @param size how many entries there are: a word that points beyond them is ignored
    /// @return −1 where it stands nowhere
    long find(Hash leaf, long size, Leaves leaves) throws IOException {
        byte[] hash = leaf.bytes();
        List<Part> all = parts;
        for (int i = all.size() - 1; i >= 0; i--) {
            Part part = all.get(i);
            long at = part.place(hash);
            long end = at + part.words;
            for (long word = part.word(at); word != 0 && at < end; word = part.word(at)) {
                long index = (word & INDEX_MASK) - 1;
                if (word >>> INDEX_BITS == tag(hash)
                        && index >= 0
                        && index < size
                        && leaves.leaf(index).equals(leaf)) {
                    return index;
                }
                at++;
            }
        }
        return -1;
    }

    /// Notes where a leaf stands. It may have been noted before.
    void put(Hash leaf, long index) throws IOException {
        byte[] hash = leaf.bytes();
        int number = 0;
        while (index >= end(number)) {
            number++;
        }
        while (parts.size() <= number) {
            enter();
        }
        Part part = parts.get(number);
        long wanted = tag(hash) << INDEX_BITS | index + 1;
        long at = part.place(hash);
        long end = at + part.words;
        for (long word = part.word(at); word != 0 && word != wanted; word = part.word(at)) {
            at++;
            if (at == end) {
                throw new IOException(FOLDER + "/" + number + " is full before its time: repair the log");
            }
        }
        // Written even where it stands: after a failed force, what is read need not be what the disk
        // holds.
        part.set(at, wanted);
    }

    /// The tables that take entries from this one on, to be forced.
    List<Disk.Table> tables(long from) {
        List<Disk.Table> tables = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (end(i) > from) {
                tables.add(parts.get(i).table);
            }
        }
        return tables;
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.table.close();
        }
    }

    /// The first entry that a table no longer takes: three quarters of the words of all tables up to it
    /// are used.
    private long end(int number) {
        return ((1L << first + 2 * (number + 1)) - (1L << first)) / 4;
    }

    private boolean isMade(int number) throws IOException {
        String name = FOLDER + "/" + number;
        if (disk.size(name) != words(number) * Long.BYTES) {
            return false;
        }
        try (Disk.Table table = disk.table(name, words(number), false)) {
            return table.get(0) == MAGIC && table.get(1) == number && table.get(CHECK_AT) == check(table);
        }
    }

    private long words(int number) {
        return HEADER + (1L << first + 2 * number);
    }

    /// Opens the next table.
    ///
    /// @return whether it is new
    private boolean enter() throws IOException {
        int number = parts.size();
        String name = FOLDER + "/" + number;
        boolean made = isMade(number);
        if (!made) {
            disk.delete(name);
        }
        Disk.Table table = disk.table(name, words(number), writable);
        if (!made) {
            SecureRandom random = new SecureRandom();
            for (int i = 0; i < KEYS; i++) {
                table.put(KEY_AT + i, random.nextLong());
            }
            table.put(1, number);
            table.put(CHECK_AT, check(table));
            table.put(0, MAGIC);
        }
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(table, 1L << first + 2 * number));
        parts = List.copyOf(more);
        return !made;
    }

    /// Tells keys of which a crash left only some.
    private static long check(Disk.Table table) throws IOException {
        ByteBuffer keys = ByteBuffer.allocate(KEYS * Long.BYTES);
        for (int i = 0; i < KEYS; i++) {
            keys.putLong(table.get(KEY_AT + i));
        }
        return ByteBuffer.wrap(Hash.sha256().digest(keys.array())).getLong();
    }

    private static long tag(byte[] hash) {
        return (hash[0] & 0xffL) << 16 | (hash[1] & 0xffL) << 8 | hash[2] & 0xffL;
    }

    /// Reads hashes of leaves.
    @FunctionalInterface
    interface Leaves {
        /// The hash of one leaf.
        Hash leaf(long index) throws IOException;
    }

    /// One table.
    private static final class Part {
        private final Disk.Table table;
        private final long words;
        private final long[] keys = new long[KEYS];

        Part(Disk.Table table, long words) throws IOException {
            this.table = table;
            this.words = words;
            for (int i = 0; i < KEYS; i++) {
                keys[i] = table.get(KEY_AT + i);
            }
        }

        /// Multilinear hashing of eight 32-bit words: without the keys, two hashes meet with a chance of
        /// 2^-32.
        long place(byte[] hash) {
            long sum = keys[KEYS - 1];
            for (int i = 0; i < KEYS - 1; i++) {
                long word = (hash[4 * i] & 0xffL) << 24
                        | (hash[4 * i + 1] & 0xffL) << 16
                        | (hash[4 * i + 2] & 0xffL) << 8
                        | hash[4 * i + 3] & 0xffL;
                sum += word * keys[i];
            }
            return (sum >>> 32) * words >>> 32;
        }

        long word(long at) throws IOException {
            return table.get(HEADER + at % words);
        }

        void set(long at, long word) throws IOException {
            table.put(HEADER + at % words, word);
        }
    }
}
