package org.vitrine.unpack.format.ext;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Optional;
import java.util.zip.CRC32C;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.format.disk.Runs;

/// The listing of a folder, from its first block to its last. The blocks of an index look like empty
/// ones to who reads on from block to block, as they were made to. Not safe for several threads.
final class Listing {
    /// A name in a folder.
    ///
    /// @param inode number of its inode
    /// @param type as the listing says it, 0 where it doesn't
    record Item(Name name, long inode, int type) {}

    private static final int HEADER = 8;
    private static final int TAIL = 12;
    private static final int TAIL_TYPE = 0xde;

    private final Volume volume;
    private final Inode folder;
    private final Bytes bytes;
    private final Runs runs;
    private final int blockSize;
    private final boolean typed;
    private final boolean inline;
    private long next;

    /// That of blocks.
    Listing(Volume volume, Inode folder, Runs runs) throws Malformed {
        this(volume, folder, runs.of(volume.image(), "folder"), runs, false);
    }

    /// That of names in the inode itself: behind the number of the folder's parent, and then among its
    /// attributes.
    static Listing inline(Volume volume, Inode folder, Bytes names) throws Malformed {
        return new Listing(volume, folder, names, new Runs(), true);
    }

    private Listing(Volume volume, Inode folder, Bytes bytes, Runs runs, boolean inline) {
        this.volume = volume;
        this.folder = folder;
        this.bytes = bytes;
        this.runs = runs;
        this.blockSize = inline ? (int) bytes.size() : volume.superblock().blockSize();
        this.typed = volume.superblock().isIncompatible(Superblock.FILE_TYPE);
        this.inline = inline;
    }

    private long offset(long at) {
        return inline ? -1 : runs.offsetOf(at);
    }

    /// The next name; empty behind the last. A block that makes no sense is reported, and the next one
    /// is read.
    ///
    /// @throws LimitReached when more blocks were met than there are
    Optional<Item> next() throws LimitReached {
        while (next < bytes.size()) {
            long block = next / blockSize * blockSize;
            long end = Math.min(bytes.size(), block + blockSize);
            try {
                if (next == block && !inline) {
                    volume.step();
                    if (volume.checksums().used() && end - block == blockSize) {
                        verify(block);
                    }
                }
                Optional<Item> item = item(end);
                if (item.isPresent()) {
                    return item;
                }
            } catch (Malformed e) {
                volume.out().problem(e.problem());
                next = end;
            }
        }
        return Optional.empty();
    }

    private Optional<Item> item(long end) throws Malformed {
        long at = next;
        if (end - at < HEADER) {
            next = end;
            return Optional.empty();
        }
        long inode = bytes.u32(at, LITTLE_ENDIAN, "inode");
        int length = length(at);
        if (length < HEADER || length % 4 != 0 || length > end - at) {
            if (inline && inode == 0 && length == 0) {
                next = end;
                return Optional.empty();
            }
            throw new Malformed(offset(at), "rec_len", length + " with " + (end - at) + " left in the block");
        }
        int size = bytes.u8(at + 6, "name_len");
        int type = bytes.u8(at + 7, "file_type");
        next = at + length;
        if (inode == 0) {
            return Optional.empty();
        }
        if (size > length - HEADER || size == 0) {
            throw new Malformed(offset(at), "name_len", size + " in an entry of " + length);
        }
        Name name = Name.of(bytes.array(at + HEADER, size, "name"));
        boolean own = name.is(".") || name.is("..");
        return own && at <= TAIL && !inline
                ? Optional.empty()
                : Optional.of(new Item(name, inode, typed ? type & 7 : 0));
    }

    private int length(long at) throws Malformed {
        int length = bytes.u16(at + 4, LITTLE_ENDIAN, "rec_len");
        if (blockSize < 1 << 16 || inline) {
            return length;
        }
        return length == 0 || length == 0xffff ? blockSize : length & 0xfffc | (length & 3) << 16;
    }

    private void verify(long block) throws Malformed {
        long tail = block + blockSize - TAIL;
        boolean leaf = bytes.u32(tail, LITTLE_ENDIAN, "det_reserved") == 0
                && bytes.u16(tail + 4, LITTLE_ENDIAN, "det_rec_len") == TAIL
                && bytes.u16(tail + 6, LITTLE_ENDIAN, "det_type") == TAIL_TYPE << 8;
        CRC32C crc = volume.checksums().start(folder);
        if (leaf) {
            crc.update(bytes.array(block, blockSize - TAIL, "folder"));
            int stored = bytes.i32(tail + 8, LITTLE_ENDIAN, "det_checksum");
            volume.checksums().compare(Checksums.Kind.DIRECTORY, offset(tail + 8), crc, stored, -1);
            return;
        }
        boolean node = bytes.u32(block, LITTLE_ENDIAN, "inode") == 0 && length(block) == blockSize;
        if (!folder.has(Inode.INDEXED) || block > 0 && !node) {
            volume.out().problem(new Problem.Malformed(offset(tail), "det_checksum", "is missing"));
            return;
        }
        int entries = block == 0 ? 24 + bytes.u8(block + 29, "info_length") : HEADER;
        int limit = bytes.u16(block + entries, LITTLE_ENDIAN, "limit");
        int count = bytes.u16(block + entries + 2, LITTLE_ENDIAN, "count");
        if (count > limit || entries + 8 * limit + 8 > blockSize) {
            throw new Malformed(offset(block + entries), "limit", count + " of " + limit);
        }
        long at = block + entries + 8L * limit;
        crc.update(bytes.array(block, entries + 8 * count, "index"));
        crc.update(bytes.array(at, 4, "dt_reserved"));
        crc.update(new byte[4]);
        int stored = bytes.i32(at + 4, LITTLE_ENDIAN, "dt_checksum");
        volume.checksums().compare(Checksums.Kind.INDEX, offset(at + 4), crc, stored, -1);
    }
}
