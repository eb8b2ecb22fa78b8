package org.vitrine.unpack.format.squashfs;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The superblock of versions 1 to 3. Each adds fields behind those of the one before; version 3 has the offsets once
/// more in 64 bits. All before the time are aligned, all behind it are not.
///
/// Specification: `squashfs_fs.h` of the kernel patches of squashfs 1.x, 2.x and 3.x.
final class EarlySuperblock {
    /// Nobody but gzip was asked: what else there is, vendors have put in.
    private static final int GZIP = 1;

    private EarlySuperblock() {}

    static Superblock read(Bytes image, Version version) throws Malformed {
        ByteOrder order = version.order();
        int major = version.major();
        boolean wide = major == 3;
        int flags = image.u8(36, "flags");
        int owners = image.u8(37, "no_uids");
        long blockSize = major == 1 ? image.u16(32, order, "block_size_1") : image.u32(51, order, "block_size");
        long fragments = major == 1 ? 0 : image.u32(55, order, "fragments");
        return new Superblock(
                version,
                image.u32(4, order, "inodes"),
                image.u32(39, order, "mkfs_time"),
                Superblock.blockSize(blockSize, major == 1 ? 32 : 51, image.u16(34, order, "block_log"), 34),
                fragments,
                GZIP,
                flags,
                owners,
                owners + image.u8(38, "no_guids"),
                image.i64(43, order, "root_inode"),
                wide ? image.u63(63, order, "bytes_used") : image.u32(8, order, "bytes_used_2"),
                wide ? image.i64(71, order, "uid_start") : image.u32(12, order, "uid_start_2"),
                wide ? image.i64(79, order, "guid_start") : image.u32(16, order, "guid_start_2"),
                Superblock.NONE,
                wide ? image.i64(87, order, "inode_table_start") : image.u32(20, order, "inode_table_start_2"),
                wide ? image.i64(95, order, "directory_table_start") : image.u32(24, order, "directory_table_start_2"),
                fragmentTable(image, version, fragments),
                wide ? there(image.i64(111, order, "lookup_table_start"), version) : Superblock.NONE);
    }

    private static long fragmentTable(Bytes image, Version version, long fragments) throws Malformed {
        if (fragments == 0) {
            return Superblock.NONE;
        }
        return version.major() == 3
                ? image.i64(103, version.order(), "fragment_table_start")
                : image.u32(59, version.order(), "fragment_table_start_2");
    }

    private static long there(long table, Version version) {
        return table < version.superblock() ? Superblock.NONE : table;
    }
}
