package org.vitrine.unpack.format.ext;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.HexFormat;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The superblock of ext2, ext3 and ext4, 1024 bytes behind the start of the file system.
///
/// @param inodes how many inodes there are
/// @param blocks how many blocks there are
/// @param firstData the block in which group 0 starts
/// @param blockSize in bytes, 1024 to 65536
/// @param perGroup blocks of a group
/// @param inodesPerGroup inodes of a group
/// @param revision 0 or 1
/// @param inodeSize in bytes
/// @param compatible features that need no reader
/// @param incompatible features without which nothing can be read
/// @param readOnly features without which nothing must be written
/// @param descriptorSize bytes of a group's descriptor
/// @param firstMeta the first block of descriptors that lies in its own groups
public record Superblock(
        long inodes,
        long blocks,
        long firstData,
        int blockSize,
        long perGroup,
        long inodesPerGroup,
        int revision,
        int inodeSize,
        long compatible,
        long incompatible,
        long readOnly,
        int descriptorSize,
        long firstMeta) {
    /// Where it starts in the file system, and its size.
    public static final int AT = 1024;

    static final int SIZE = 1024;
    static final int MAGIC = 0xef53;
    static final int SPARSE_SUPER2 = 0x200;
    static final int FILE_TYPE = 0x2;
    static final int RECOVER = 0x4;
    static final int JOURNAL_DEVICE = 0x8;
    static final int META_BG = 0x10;
    static final int BITS_64 = 0x80;
    static final int DIRECTORY_DATA = 0x1000;
    static final int CHECKSUM_SEED = 0x2000;
    static final int LARGE_DIRECTORY = 0x4000;
    static final int SPARSE_SUPER = 0x1;
    static final int GROUP_CHECKSUM = 0x10;
    static final int BIG_ALLOC = 0x200;
    static final int METADATA_CHECKSUM = 0x400;

    private static final int LARGEST_BLOCK = 6;
    private static final int OLD_INODE = 128;
    private static final int OLD_DESCRIPTOR = 32;

    /// Whether one stands in a file system that starts at `at`: all that must be so by the specification
    /// is so.
    public static boolean standsAt(Bytes image, long at) throws Malformed {
        long here = at + AT;
        if (!image.holds(here, SIZE) || image.u16(here + 56, LITTLE_ENDIAN, "s_magic") != MAGIC) {
            return false;
        }
        long log = image.u32(here + 24, LITTLE_ENDIAN, "s_log_block_size");
        long revision = image.u32(here + 76, LITTLE_ENDIAN, "s_rev_level");
        if (log > LARGEST_BLOCK || revision > 1) {
            return false;
        }
        return image.u16(here + 58, LITTLE_ENDIAN, "s_state") <= 0x3f
                && image.u16(here + 60, LITTLE_ENDIAN, "s_errors") <= 3
                && image.u32(here + 72, LITTLE_ENDIAN, "s_creator_os") <= 4
                && (revision == 0 || image.u16(here + 90, LITTLE_ENDIAN, "s_block_group_nr") == 0)
                && of(image.from(at, "superblock")).isPlausible();
    }

    /// Reads it.
    ///
    /// @param image from the start of the file system
    /// @throws Malformed when it isn't all there
    public static Superblock of(Bytes image) throws Malformed {
        Bytes at = image.slice(AT, SIZE, "superblock");
        long incompatible = at.u32(96, LITTLE_ENDIAN, "s_feature_incompat");
        boolean wide = (incompatible & BITS_64) != 0;
        int revision = at.i32(76, LITTLE_ENDIAN, "s_rev_level");
        int descriptor = at.u16(254, LITTLE_ENDIAN, "s_desc_size");
        return new Superblock(
                at.u32(0, LITTLE_ENDIAN, "s_inodes_count"),
                at.u32(4, LITTLE_ENDIAN, "s_blocks_count_lo")
                        | (wide ? at.u32(336, LITTLE_ENDIAN, "s_blocks_count_hi") << 32 : 0),
                at.u32(20, LITTLE_ENDIAN, "s_first_data_block"),
                1024 << Math.min(LARGEST_BLOCK, at.u32(24, LITTLE_ENDIAN, "s_log_block_size")),
                at.u32(32, LITTLE_ENDIAN, "s_blocks_per_group"),
                at.u32(40, LITTLE_ENDIAN, "s_inodes_per_group"),
                revision,
                revision == 0 ? OLD_INODE : at.u16(88, LITTLE_ENDIAN, "s_inode_size"),
                at.u32(92, LITTLE_ENDIAN, "s_feature_compat"),
                incompatible,
                at.u32(100, LITTLE_ENDIAN, "s_feature_ro_compat"),
                wide ? descriptor : OLD_DESCRIPTOR,
                at.u32(260, LITTLE_ENDIAN, "s_first_meta_bg"));
    }

    private boolean isPlausible() {
        long most = 8L * blockSize;
        long first = blockSize == SIZE ? 1 : 0;
        return blocks > firstData
                && blocks < 1L << 46
                && (firstData == first || firstData == 0 && isReadOnly(BIG_ALLOC))
                && perGroup > 0
                && (perGroup <= most || isReadOnly(BIG_ALLOC))
                && inodesPerGroup > 0
                && inodesPerGroup <= most
                && inodeSize >= OLD_INODE
                && inodeSize <= blockSize
                && Integer.bitCount(inodeSize) == 1
                && descriptorSize >= OLD_DESCRIPTOR
                && descriptorSize <= 1024
                && Integer.bitCount(descriptorSize) == 1
                && inodes == groups() * inodesPerGroup;
    }

    /// How many groups there are.
    public long groups() {
        return (blocks - firstData + perGroup - 1) / perGroup;
    }

    /// Bytes of the whole file system; below 2⁶⁴⁻¹ for what stands.
    public long size() {
        return blocks > Long.MAX_VALUE / blockSize ? Long.MAX_VALUE : blocks * blockSize;
    }

    boolean isIncompatible(int feature) {
        return (incompatible & feature) != 0;
    }

    boolean isReadOnly(int feature) {
        return (readOnly & feature) != 0;
    }

    /// What it may be called: a journal makes an ext2 an ext3, what came later an ext4.
    public String kind() {
        boolean fourth = (incompatible & ~0x1f) != 0 || (readOnly & ~0x7) != 0;
        return fourth ? "ext4" : (compatible & 0x4) != 0 ? "ext3" : "ext2";
    }

    /// The file system's UUID in its usual form.
    ///
    /// @param image from the start of the file system
    public String identifier(Bytes image) throws Malformed {
        String hex = HexFormat.of().formatHex(image.array(AT + 104, 16, "s_uuid"));
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }
}
