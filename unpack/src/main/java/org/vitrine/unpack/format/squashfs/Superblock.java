package org.vitrine.unpack.format.squashfs;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The 96 bytes a squashfs 4.0 starts with. All offsets are from its own start; a table that isn't there has
/// [#NONE].
///
/// @param inodes how many inodes there are
/// @param created when the image was made, seconds since 1970-01-01 UTC
/// @param blockSize bytes of a full data block, a power of two from 4 KiB to 1 MiB
/// @param fragments how many fragment blocks there are
/// @param compression number of the compressor, see [Compression]
/// @param flags what the maker says of the image: bit 0 to 10
/// @param ids how many owners and groups the id table holds
/// @param root where the root folder's inode is: block offset in the inode table << 16 | offset in the block
/// @param bytesUsed length of the image in bytes, without padding
/// @param idTable offset of the id table's list of blocks
/// @param xattrTable offset of the extended attributes' header
/// @param inodeTable offset of the first metadata block of inodes
/// @param directoryTable offset of the first metadata block of directories
/// @param fragmentTable offset of the fragment table's list of blocks
/// @param exportTable offset of the list of blocks of the table NFS needs: inode number to inode
public record Superblock(
        long inodes,
        long created,
        int blockSize,
        long fragments,
        int compression,
        int flags,
        int ids,
        long root,
        long bytesUsed,
        long idTable,
        long xattrTable,
        long inodeTable,
        long directoryTable,
        long fragmentTable,
        long exportTable) {
    /// Its length in bytes.
    public static final int SIZE = 96;
    /// Where a table stands that the image doesn't have.
    public static final long NONE = -1;

    private static final long MAGIC = 0x73717368;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    /// Whether magic and version of a 4.0 little-endian image stand at `at`.
    public static boolean standsAt(Bytes image, long at) throws Malformed {
        return image.holds(at, SIZE)
                && image.u32(at, LE, "s_magic") == MAGIC
                && image.u16(at + 28, LE, "s_major") == 4
                && image.u16(at + 30, LE, "s_minor") == 0;
    }

    /// Reads the one at the start of `image`, whose magic and version were seen.
    ///
    /// @throws Malformed when a field contradicts another, or itself
    public static Superblock of(Bytes image) throws Malformed {
        long blockSize = image.u32(12, LE, "block_size");
        int blockLog = image.u16(22, LE, "block_log");
        if (blockLog < 12 || blockLog > 20) {
            throw new Malformed(22, "block_log", "must be 12 to 20 but was " + blockLog);
        }
        if (blockSize != 1L << blockLog) {
            throw new Malformed(12, "block_size", "must be 2^" + blockLog + " but was " + blockSize);
        }
        long bytesUsed = image.u63(40, LE, "bytes_used");
        if (bytesUsed < SIZE) {
            throw new Malformed(40, "bytes_used", "must be at least 96 but was " + bytesUsed);
        }
        long inodes = image.u32(4, LE, "inodes");
        if (inodes == 0) {
            throw new Malformed(4, "inodes", "must be at least 1, the root folder's");
        }
        return new Superblock(
                inodes,
                image.u32(8, LE, "mkfs_time"),
                (int) blockSize,
                image.u32(16, LE, "fragments"),
                image.u16(20, LE, "compression"),
                image.u16(24, LE, "flags"),
                image.u16(26, LE, "no_ids"),
                image.i64(32, LE, "root_inode"),
                bytesUsed,
                image.i64(48, LE, "id_table_start"),
                image.i64(56, LE, "xattr_id_table_start"),
                image.i64(64, LE, "inode_table_start"),
                image.i64(72, LE, "directory_table_start"),
                image.i64(80, LE, "fragment_table_start"),
                image.i64(88, LE, "lookup_table_start"));
    }

    /// Whether compressor options stand behind it, in a metadata block that is never compressed.
    public boolean hasOptions() {
        return (flags & 0x400) != 0;
    }
}
