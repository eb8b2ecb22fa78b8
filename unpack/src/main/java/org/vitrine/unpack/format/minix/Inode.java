package org.vitrine.unpack.format.minix;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.format.disk.Runs;

/// An inode, and the blocks of its content. Not safe for several threads.
///
/// @param at where it stands in the file system
/// @param mode type and permission bits
/// @param links how many names it has
/// @param uid numeric owner
/// @param gid numeric group
/// @param size bytes of its content
/// @param mtime last change, seconds since 1970-01-01 UTC
record Inode(long at, int mode, int links, int uid, int gid, long size, long mtime) {
    private static final int DIRECT = 7;

    static Inode read(Bytes image, Superblock superblock, long number) throws Malformed {
        if (number < 1 || number > superblock.inodes()) {
            throw new Malformed(-1, "inode", "number " + number + " of " + superblock.inodes());
        }
        long at = superblock.inode(number);
        Bytes raw = image.slice(at, superblock.inodeSize(), "inode " + number);
        ByteOrder order = superblock.order();
        int mode = raw.u16(0, order, "i_mode");
        if (superblock.version() == 1) {
            return new Inode(
                    at,
                    mode,
                    raw.u8(13, "i_nlinks"),
                    raw.u16(2, order, "i_uid"),
                    raw.u8(12, "i_gid"),
                    raw.u32(4, order, "i_size"),
                    raw.u32(8, order, "i_time"));
        }
        return new Inode(
                at,
                mode,
                raw.u16(2, order, "i_nlinks"),
                raw.u16(4, order, "i_uid"),
                raw.u16(6, order, "i_gid"),
                raw.u32(8, order, "i_size"),
                raw.u32(16, order, "i_mtime"));
    }

    int type() {
        return mode >>> 12;
    }

    /// The number at a place of the list of zones in the inode.
    long zone(Bytes image, Superblock superblock, int index) throws Malformed {
        return superblock.version() == 1
                ? image.u16(at + 14 + 2L * index, superblock.order(), "i_zone")
                : image.u32(at + 24 + 4L * index, superblock.order(), "i_zone");
    }

    /// The runs of its content.
    ///
    /// @throws Malformed when a block isn't in the file system, or is met more often than there are
    ///     blocks
    Runs runs(Volume volume) throws Malformed {
        Runs runs = new Runs();
        for (int i = 0; i < DIRECT && runs.size() < size; i++) {
            volume.take(runs, zone(volume.image(), volume.superblock(), i), at);
        }
        int levels = volume.superblock().version() == 1 ? 2 : 3;
        for (int level = 1; level <= levels && runs.size() < size; level++) {
            list(volume, runs, zone(volume.image(), volume.superblock(), DIRECT + level - 1), level);
        }
        runs.resize(size);
        return runs;
    }

    private void list(Volume volume, Runs runs, long block, int level) throws Malformed {
        Superblock superblock = volume.superblock();
        int width = superblock.version() == 1 ? 2 : 4;
        int count = superblock.blockSize() / width;
        if (block == 0) {
            long covered = superblock.blockSize();
            for (int i = 0; i < level; i++) {
                covered *= count;
            }
            runs.hole(Math.min(covered, size - runs.size()));
            return;
        }
        Bytes numbers = volume.block(block, at);
        for (int i = 0; i < count && runs.size() < size; i++) {
            long number = width == 2
                    ? numbers.u16(2L * i, superblock.order(), "zone")
                    : numbers.u32(4L * i, superblock.order(), "zone");
            if (level == 1) {
                volume.take(runs, number, at);
            } else {
                list(volume, runs, number, level - 1);
            }
        }
    }
}
