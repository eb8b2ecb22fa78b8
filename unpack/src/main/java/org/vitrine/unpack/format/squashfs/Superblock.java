package org.vitrine.unpack.format.squashfs;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// What a squashfs starts with, as version 4.0 has it: 96 bytes. All offsets are from its own start; a table that isn't
/// there has [#NONE].
///
/// @param version which squashfs it is
/// @param inodes how many inodes there are
/// @param created when the image was made, seconds since 1970-01-01 UTC
/// @param blockSize bytes of a full data block, a power of two from 4 KiB to 1 MiB
/// @param fragments how many fragment blocks there are
/// @param compression number of the compressor, see [Compression]
/// @param flags what the maker says of the image: bit 0 to 10
/// @param owners how many of the ids are owners; before 4.0 those stand in a table of their own
/// @param ids how many owners and groups there are
/// @param root where the root folder's inode is: block offset in the inode table << 16 | offset in the block
/// @param bytesUsed length of the image in bytes, without padding
/// @param idTable offset of the id table's list of blocks; before 4.0 of the owners themselves
/// @param groupTable offset of the groups themselves; [#NONE] in 4.0
/// @param xattrTable offset of the extended attributes' header
/// @param inodeTable offset of the first metadata block of inodes
/// @param directoryTable offset of the first metadata block of directories
/// @param fragmentTable offset of the fragment table's list of blocks
/// @param exportTable offset of the list of blocks of the table NFS needs: inode number to inode
public record Superblock(
        Version version,
        long inodes,
        long created,
        int blockSize,
        long fragments,
        int compression,
        int flags,
        int owners,
        int ids,
        long root,
        long bytesUsed,
        long idTable,
        long groupTable,
        long xattrTable,
        long inodeTable,
        long directoryTable,
        long fragmentTable,
        long exportTable) {
    /// Its length in version 4.0, in bytes.
    public static final int SIZE = 96;
    /// Where a table stands that the image doesn't have.
    public static final long NONE = -1;

    private static final int CHECKED = 1 << 2;

    /// Whether magic and version of an image stand at `at`.
    public static boolean standsAt(Bytes image, long at) throws Malformed {
        return Version.at(image, at).isPresent();
    }

    /// Reads the one at the start of `image`, whose magic and version were seen.
    ///
    /// @throws Malformed when a field contradicts another, or itself
    public static Superblock of(Bytes image) throws Malformed {
        Version version = Version.at(image, 0).orElseThrow(() -> new Malformed(0, "s_magic", "no squashfs"));
        Superblock superblock = version.early() ? EarlySuperblock.read(image, version) : read(image, version);
        if (superblock.bytesUsed < version.superblock()) {
            throw new Malformed(
                    superblock.bytesUsedAt(),
                    "bytes_used",
                    "must be at least " + version.superblock() + " but was " + superblock.bytesUsed);
        }
        if (superblock.inodes == 0) {
            throw new Malformed(4, "inodes", "must be at least 1, the root folder's");
        }
        return superblock;
    }

    private static Superblock read(Bytes image, Version version) throws Malformed {
        ByteOrder order = version.order();
        return new Superblock(
                version,
                image.u32(4, order, "inodes"),
                image.u32(8, order, "mkfs_time"),
                blockSize(image.u32(12, order, "block_size"), 12, image.u16(22, order, "block_log"), 22),
                image.u32(16, order, "fragments"),
                image.u16(20, order, "compression"),
                image.u16(24, order, "flags"),
                image.u16(26, order, "no_ids"),
                image.u16(26, order, "no_ids"),
                image.i64(32, order, "root_inode"),
                image.u63(40, order, "bytes_used"),
                image.i64(48, order, "id_table_start"),
                NONE,
                image.i64(56, order, "xattr_id_table_start"),
                image.i64(64, order, "inode_table_start"),
                image.i64(72, order, "directory_table_start"),
                image.i64(80, order, "fragment_table_start"),
                image.i64(88, order, "lookup_table_start"));
    }

    /// The size of a block, said twice: by itself, and as the power of two it is.
    static int blockSize(long size, long at, int log, long logAt) throws Malformed {
        if (log < 12 || log > 20) {
            throw new Malformed(logAt, "block_log", "must be 12 to 20 but was " + log);
        }
        if (size != 1L << log) {
            throw new Malformed(at, "block_size", "must be 2^" + log + " but was " + size);
        }
        return (int) size;
    }

    /// Where it says how long the image is.
    public long bytesUsedAt() {
        return switch (version.major()) {
            case 1, 2 -> 8;
            case 3 -> 63;
            default -> 40;
        };
    }

    /// Whether compressor options stand behind it, in a metadata block that is never compressed.
    public boolean hasOptions() {
        return !version.early() && (flags & 0x400) != 0;
    }

    /// Bytes before the content of a metadata block: its length, and in early images that are made to be checked a
    /// byte of ones.
    int metadataHeader() {
        return version.early() && (flags & CHECKED) != 0 ? 3 : 2;
    }
}
