package org.vitrine.unpack.format.ext;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// The descriptors of the groups, read where they stand, one at a time: before the groups, or each block
/// of them in the groups it describes (META_BG).
final class Groups {
    private static final int INODES_UNUSED = 1;
    private static final int BLOCKS_UNUSED = 2;

    private final Bytes image;
    private final Superblock superblock;
    private final long[] backups = new long[2];
    private long lastGroup = -1;
    private long lastTable;

    Groups(Bytes image, Superblock superblock) throws Malformed {
        this.image = image;
        this.superblock = superblock;
        backups[0] = image.u32(Superblock.AT + 0x24c, LITTLE_ENDIAN, "s_backup_bgs");
        backups[1] = image.u32(Superblock.AT + 0x250, LITTLE_ENDIAN, "s_backup_bgs");
    }

    private long perBlock() {
        return superblock.blockSize() / superblock.descriptorSize();
    }

    private long firstBlock(long group) {
        return superblock.firstData() + group * superblock.perGroup();
    }

    /// The block that holds the `index`th block of descriptors.
    private long blockOf(long index) {
        if (!superblock.isIncompatible(Superblock.META_BG) || index < superblock.firstMeta()) {
            return (superblock.blockSize() == Superblock.SIZE ? 1 : 0) + 1 + index;
        }
        long group = index * perBlock();
        boolean shifted = superblock.blockSize() == Superblock.SIZE && group == 0 && superblock.firstData() == 0;
        return firstBlock(group) + (hasSuperblock(group) ? 1 : 0) + (shifted ? 1 : 0);
    }

    /// Whether the group starts with a copy of the superblock.
    private boolean hasSuperblock(long group) {
        if (group == 0) {
            return true;
        }
        if ((superblock.compatible() & Superblock.SPARSE_SUPER2) != 0) {
            return group == backups[0] || group == backups[1];
        }
        return group == 1
                || !superblock.isReadOnly(Superblock.SPARSE_SUPER)
                || isPower(group, 3)
                || isPower(group, 5)
                || isPower(group, 7);
    }

    private static boolean isPower(long number, int base) {
        long left = number;
        while (left % base == 0) {
            left /= base;
        }
        return left == 1;
    }

    private long offset(long group) {
        return blockOf(group / perBlock()) * superblock.blockSize() + group % perBlock() * superblock.descriptorSize();
    }

    private long wide(long at, int low, int high, String field) throws Malformed {
        long value = image.u32(at + low, LITTLE_ENDIAN, field);
        return superblock.descriptorSize() >= 64 ? value | image.u32(at + high, LITTLE_ENDIAN, field) << 32 : value;
    }

    /// Where an inode lies in the file system.
    ///
    /// @throws Malformed when there is no such inode, or its descriptor isn't there
    long inode(long number) throws Malformed {
        if (number < 1 || number > superblock.inodes()) {
            throw new Malformed(-1, "inode", "number " + number + " of " + superblock.inodes());
        }
        long group = (number - 1) / superblock.inodesPerGroup();
        if (group != lastGroup) {
            lastTable = wide(offset(group), 8, 40, "bg_inode_table");
            lastGroup = group;
        }
        if (lastTable == 0 || lastTable >= superblock.blocks()) {
            throw new Malformed(offset(group) + 8, "bg_inode_table", "block " + lastTable);
        }
        long index = (number - 1) % superblock.inodesPerGroup();
        return lastTable * superblock.blockSize() + index * superblock.inodeSize();
    }

    /// Verifies what is there of the descriptors, and names the blocks they take and point at.
    void check(Checksums checksums, Sink out) throws Malformed {
        long there = image.size() / superblock.blockSize();
        long groups = Math.min(superblock.groups(), there / superblock.perGroup() + 1);
        int size = superblock.blockSize();
        boolean missing = false;
        for (long group = 0; group < groups; group++) {
            long at = offset(group);
            if (hasSuperblock(group)) {
                copies(group, out);
            }
            if (!image.holds(at, superblock.descriptorSize())) {
                missing = true;
                continue;
            }
            checksums.descriptor(at, group, image.array(at, superblock.descriptorSize(), "bg"));
            out.uses(Extent.Kind.STRUCTURE, at, superblock.descriptorSize());
            int flags = image.u16(at + 18, LITTLE_ENDIAN, "bg_flags");
            if ((flags & BLOCKS_UNUSED) == 0) {
                used(wide(at, 0, 32, "bg_block_bitmap"), size, out);
            }
            if ((flags & INODES_UNUSED) == 0) {
                used(wide(at, 4, 36, "bg_inode_bitmap"), size, out);
            }
        }
        if (missing) {
            out.problem(new Problem.Malformed(-1, "group descriptors", "not all of them are there"));
        }
    }

    private void used(long block, int size, Sink out) {
        if (block > 0 && block < superblock.blocks() && image.holds(block * size, size)) {
            out.uses(Extent.Kind.STRUCTURE, block * size, size);
        }
    }

    /// The copies of the superblock and of the descriptors in a group, where they are what they should
    /// be.
    private void copies(long group, Sink out) throws Malformed {
        long at = firstBlock(group) * superblock.blockSize();
        if (group == 0 || !image.holds(at, Superblock.SIZE)) {
            return;
        }
        byte[] uuid = image.array(Superblock.AT + 104, 16, "s_uuid");
        if (image.u16(at + 56, LITTLE_ENDIAN, "s_magic") != Superblock.MAGIC || !image.matches(at + 104, uuid)) {
            return;
        }
        out.uses(Extent.Kind.STRUCTURE, at, Superblock.SIZE);
        long blocks = (superblock.groups() + perBlock() - 1) / perBlock();
        if (superblock.isIncompatible(Superblock.META_BG)) {
            blocks = Math.min(blocks, superblock.firstMeta());
        }
        long from = at + superblock.blockSize();
        long length = blocks * superblock.blockSize();
        if (blocks > 0 && length <= superblock.perGroup() * superblock.blockSize() && image.holds(from, length)) {
            out.uses(Extent.Kind.STRUCTURE, from, length);
        }
    }
}
