package org.vitrine.unpack.format.ext;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.zip.CRC32C;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Runs;

/// The way from the bytes of a file to the blocks it lies in: a tree of extents, or lists of block
/// numbers of up to three levels. Not safe for several threads.
final class BlockMap {
    private static final int EXTENT_MAGIC = 0xf30a;
    private static final int EXTENT_SIZE = 12;
    private static final int LONGEST_WRITTEN = 32_768;
    private static final int DEEPEST = 5;
    private static final int DIRECT = 12;

    private final Volume volume;
    private final Inode inode;
    private final int blockSize;
    private final long wanted;
    private final Runs runs = new Runs();
    private long next;

    private BlockMap(Volume volume, Inode inode) {
        this.volume = volume;
        this.inode = inode;
        this.blockSize = volume.superblock().blockSize();
        this.wanted = inode.size() / blockSize + (inode.size() % blockSize == 0 ? 0 : 1);
    }

    /// The runs of an inode's content, as many bytes as its size says. Space behind that is left out,
    /// what is allocated but was never written is a hole.
    ///
    /// @throws Unreadable when the map can't be followed to its end
    static Runs of(Volume volume, Inode inode) throws Unreadable {
        BlockMap map = new BlockMap(volume, inode);
        if (inode.size() < 0 || map.wanted > 1L << 32) {
            throw new Malformed(inode.at() + 4, "i_size", Long.toUnsignedString(inode.size()) + " bytes");
        }
        if (inode.has(Inode.EXTENTS)) {
            Bytes root = inode.raw().slice(Inode.BLOCKS, Inode.BLOCKS_SIZE, "i_block");
            map.extents(root, inode.at() + Inode.BLOCKS, -1);
        } else {
            map.lists();
        }
        map.runs.resize(inode.size());
        return map.runs;
    }

    /// A node of the tree.
    ///
    /// @param at where it stands in the file system
    /// @param depth what its parent says; -1 for the root
    private void extents(Bytes node, long at, int depth) throws Unreadable {
        if (node.u16(0, LITTLE_ENDIAN, "eh_magic") != EXTENT_MAGIC) {
            throw new Malformed(at, "eh_magic", "is none");
        }
        int entries = node.u16(2, LITTLE_ENDIAN, "eh_entries");
        int most = node.u16(4, LITTLE_ENDIAN, "eh_max");
        int level = node.u16(6, LITTLE_ENDIAN, "eh_depth");
        if (depth >= 0 ? level != depth : level > DEEPEST) {
            throw new Malformed(at + 6, "eh_depth", level + " where " + Math.max(depth, 0) + " is due");
        }
        if (entries > most || (long) EXTENT_SIZE * (most + 1) > node.size()) {
            throw new Malformed(at + 2, "eh_entries", entries + " of " + most);
        }
        if (depth >= 0 && volume.checksums().used()) {
            verify(node, at, EXTENT_SIZE * (most + 1));
        }
        for (int i = 1; i <= entries; i++) {
            long entry = (long) EXTENT_SIZE * i;
            if (level == 0) {
                extent(node, entry, at + entry);
            } else {
                long child = node.u32(entry + 4, LITTLE_ENDIAN, "ei_leaf_lo")
                        | (long) node.u16(entry + 8, LITTLE_ENDIAN, "ei_leaf_hi") << 32;
                volume.step();
                extents(volume.block(child, "ei_leaf"), child * blockSize, level - 1);
            }
        }
    }

    private void verify(Bytes node, long at, int tail) throws Malformed {
        if (tail + 4 > node.size()) {
            return;
        }
        CRC32C crc = volume.checksums().start(inode);
        crc.update(node.array(0, tail, "extents"));
        int stored = node.i32(tail, LITTLE_ENDIAN, "et_checksum");
        volume.checksums().compare(Checksums.Kind.EXTENTS, at + tail, crc, stored, -1);
    }

    private void extent(Bytes node, long entry, long at) throws Unreadable {
        long logical = node.u32(entry, LITTLE_ENDIAN, "ee_block");
        int length = node.u16(entry + 4, LITTLE_ENDIAN, "ee_len");
        long start = (long) node.u16(entry + 6, LITTLE_ENDIAN, "ee_start_hi") << 32
                | node.u32(entry + 8, LITTLE_ENDIAN, "ee_start_lo");
        boolean written = length <= LONGEST_WRITTEN;
        long count = written ? length : length - LONGEST_WRITTEN;
        if (logical < next) {
            throw new Malformed(at, "ee_block", "block " + logical + " behind block " + (next - 1));
        }
        holeTo(logical);
        // Blocks behind the end of the file are none of its content.
        long shown = Math.min(count, wanted - next);
        if (shown <= 0) {
            volume.step();
            return;
        }
        take(written ? start : 0, shown, at);
    }

    private void holeTo(long logical) {
        long end = Math.min(logical, wanted);
        if (end > next) {
            runs.hole((end - next) * blockSize);
            next = end;
        }
    }

    /// So many blocks from `start`, or so many of a hole where it is 0.
    private void take(long start, long count, long at) throws Unreadable {
        volume.step();
        if (start == 0) {
            runs.hole(count * blockSize);
        } else if (start > volume.superblock().blocks() - count) {
            throw new Malformed(
                    at,
                    "i_block",
                    "block " + start + " of " + volume.superblock().blocks());
        } else {
            runs.add(start * blockSize, count * blockSize);
        }
        next += count;
    }

    private void lists() throws Unreadable {
        for (int i = 0; i < DIRECT && next < wanted; i++) {
            take(Integer.toUnsignedLong(inode.word(i)), 1, inode.at() + Inode.BLOCKS + 4L * i);
        }
        for (int level = 1; level <= 3 && next < wanted; level++) {
            int at = DIRECT + level - 1;
            list(Integer.toUnsignedLong(inode.word(at)), level, inode.at() + Inode.BLOCKS + 4L * at);
        }
    }

    /// A list of block numbers of blocks, or of lists.
    private void list(long block, int level, long at) throws Unreadable {
        if (block == 0) {
            long covered = 1;
            for (int i = 0; i < level; i++) {
                covered *= blockSize / 4;
            }
            take(0, Math.min(covered, wanted - next), at);
            return;
        }
        Bytes numbers = volume.block(block, "i_block");
        volume.step();
        for (int i = 0; i < blockSize / 4 && next < wanted; i++) {
            long number = numbers.u32(4L * i, LITTLE_ENDIAN, "i_block");
            if (level == 1) {
                take(number, 1, block * blockSize + 4L * i);
            } else {
                list(number, level - 1, block * blockSize + 4L * i);
            }
        }
    }
}
