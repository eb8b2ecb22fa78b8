package org.vitrine.inspect.component;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.function.Consumer;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.structure.Sqlite;

/// The packages in a database of rpm, in each of its three kinds: SQLite (`rpmdb.sqlite`), NDB
/// (`Packages.db`) and the hash of Berkeley DB (`Packages`). All hold one header for each package.
final class RpmDatabase {
    private static final int NDB_MAGIC = 0x506d7052;
    private static final int SLOT_MAGIC = 0x746f6c53;
    private static final int BLOB_MAGIC = 0x53626c42;
    private static final int NDB_PAGE = 4096;
    private static final int MOST_SLOT_PAGES = 2048;
    private static final int HASH_MAGIC = 0x061561;
    private static final int OVERFLOW = 7;
    /// The record of key 0 is smaller: it counts the others.
    private static final int SMALLEST_HEADER = 64;
    private static final int LARGEST_HEADER = 64 << 20;

    private RpmDatabase() {}

    /// Tells the packages of a database.
    ///
    /// @throws Unsupported when it is of none of the three kinds
    static void read(Bytes file, Consumer<PackageEntry> packages) throws Unreadable {
        if (Sqlite.startsWithMagic(file)) {
            Sqlite.open(file).rows("Packages", row -> {
                if (row.columns().size() >= 2) {
                    packages.accept(RpmTags.read(row.columns().get(1), 0).entry(row.offset(), row.length()));
                }
            });
        } else if (file.size() >= 32 && file.i32(0, LITTLE_ENDIAN, "magic") == NDB_MAGIC) {
            ndb(file, packages);
        } else if (file.size() >= 512 && file.i32(12, LITTLE_ENDIAN, "magic") == HASH_MAGIC) {
            hash(file, LITTLE_ENDIAN, packages);
        } else if (file.size() >= 512 && file.i32(12, BIG_ENDIAN, "magic") == HASH_MAGIC) {
            hash(file, BIG_ENDIAN, packages);
        } else {
            throw new Unsupported(0, "magic", "neither SQLite nor NDB nor a hash of Berkeley DB");
        }
    }

    /// Slots of 16 bytes, each leading to a blob in blocks of 16 bytes (rpm, lib/backend/ndb/rpmpkg.c).
    private static void ndb(Bytes file, Consumer<PackageEntry> packages) throws Malformed {
        long pages = file.u32(12, LITTLE_ENDIAN, "slotnpages");
        if (pages > MOST_SLOT_PAGES || !file.holds(0, pages * NDB_PAGE)) {
            throw new Malformed(12, "slotnpages", pages + " pages");
        }
        for (long slot = 32; slot < pages * NDB_PAGE; slot += 16) {
            long block = file.u32(slot + 8, LITTLE_ENDIAN, "blkoff");
            if (file.i32(slot, LITTLE_ENDIAN, "slot magic") != SLOT_MAGIC || block == 0) {
                continue;
            }
            long blob = block * 16;
            long length = file.u32(blob + 12, LITTLE_ENDIAN, "blob length");
            if (file.i32(blob, LITTLE_ENDIAN, "blob magic") != BLOB_MAGIC) {
                throw new Malformed(blob, "blob magic", "a slot leads to no blob");
            }
            Bytes header = file.slice(blob + 16, length, "blob");
            packages.accept(RpmTags.read(header, 0).entry(blob + 16, length));
        }
    }

    /// Pages of pairs, key and value, whose large values lie in chains of overflow pages (Berkeley DB,
    /// db_page.h).
    private static void hash(Bytes file, ByteOrder order, Consumer<PackageEntry> packages) throws Malformed {
        long size = file.u32(20, order, "pagesize");
        if (size < 512 || size > 65536 || Long.bitCount(size) != 1) {
            throw new Malformed(20, "pagesize", size + " bytes");
        }
        BitSet seen = new BitSet();
        for (long start = size; file.holds(start, size); start += size) {
            int type = file.u8(start + 25, "page type");
            int entries = file.u16(start + 20, order, "entries");
            if (type != 13 && type != 2 || 26 + 2L * entries > size) {
                continue;
            }
            for (int i = 1; i < entries; i += 2) {
                long item = start + file.u16(start + 26 + 2L * i, order, "inp");
                int kind = file.u8(item, "item type");
                // Items are laid from the page's end down: each reaches to the one before it.
                long length = file.u16(start + 24 + 2L * i, order, "inp") - (item - start) - 1;
                if (kind == 3) {
                    long page = file.u32(item + 4, order, "pgno");
                    Bytes header = chain(file, order, size, page, file.u32(item + 8, order, "tlen"), seen);
                    packages.accept(
                            RpmTags.read(header, 0).entry(page * size + 26, Math.min(header.size(), size - 26)));
                } else if (kind == 1 && length >= SMALLEST_HEADER) {
                    Bytes header = file.slice(item + 1, length, "item");
                    packages.accept(RpmTags.read(header, 0).entry(item + 1, length));
                }
            }
        }
    }

    private static Bytes chain(Bytes file, ByteOrder order, long size, long first, long length, BitSet seen)
            throws Malformed {
        if (length > LARGEST_HEADER || length > file.size()) {
            throw new Malformed(-1, "tlen", length + " bytes");
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (long page = first; page != 0 && value.size() < length; ) {
            long start = page * size;
            file.require(start, size, "overflow page");
            int number = (int) Math.min(page, Integer.MAX_VALUE - 1);
            int used = file.u16(start + 22, order, "hf_offset");
            if (seen.get(number) || file.u8(start + 25, "page type") != OVERFLOW || 26 + used > size) {
                throw new Malformed(start, "page type", "no overflow page, or one that is used twice");
            }
            seen.set(number);
            value.writeBytes(file.array(start + 26, Math.min(used, length - value.size()), "overflow page"));
            page = file.u32(start + 16, order, "next_pgno");
        }
        return Bytes.of(value.toByteArray());
    }
}
