package org.vitrine.unpack.format.erofs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The superblock of an EROFS, 1024 bytes behind its start.
///
/// @param checksum CRC-32C of the rest of the block, where the features say that there is one
/// @param compatible features that a reader may ignore
/// @param incompatible features that a reader has to know
/// @param blockBits the power of two that a block has bytes
/// @param root number of the root folder
/// @param inodes how many inodes there are
/// @param built when it was made, seconds since 1970-01-01 UTC
/// @param blocks how many blocks there are
/// @param metadata the block that inodes are counted from
/// @param attributes the block that shared attributes are counted from
public record Superblock(
        long checksum,
        long compatible,
        long incompatible,
        int blockBits,
        int root,
        long inodes,
        long built,
        long blocks,
        long metadata,
        long attributes) {
    /// Where it starts in the file system.
    public static final int AT = 1024;

    /// Bytes of it.
    public static final int SIZE = 128;

    private static final long MAGIC = 0xe0f5e1e2L;

    /// That of the file system that starts at `at`, where one does.
    ///
    /// @throws Malformed never: what it reads is there
    public static Optional<Superblock> of(Bytes image, long at) throws Malformed {
        long from = at + AT;
        if (!image.holds(from, SIZE) || image.u32(from, LITTLE_ENDIAN, "magic") != MAGIC) {
            return Optional.empty();
        }
        int blockBits = image.u8(from + 12, "blkszbits");
        Superblock read = new Superblock(
                image.u32(from + 4, LITTLE_ENDIAN, "checksum"),
                image.u32(from + 8, LITTLE_ENDIAN, "feature_compat"),
                image.u32(from + 80, LITTLE_ENDIAN, "feature_incompat"),
                blockBits,
                image.u16(from + 14, LITTLE_ENDIAN, "root_nid"),
                image.i64(from + 16, LITTLE_ENDIAN, "inos"),
                image.i64(from + 24, LITTLE_ENDIAN, "build_time"),
                image.u32(from + 36, LITTLE_ENDIAN, "blocks"),
                image.u32(from + 40, LITTLE_ENDIAN, "meta_blkaddr"),
                image.u32(from + 44, LITTLE_ENDIAN, "xattr_blkaddr"));
        boolean sane = blockBits >= 9
                && blockBits <= 16
                && read.blocks > 0
                && read.metadata < read.blocks
                && read.inodes > 0
                && read.inode(read.root) < read.size();
        return sane ? Optional.of(read) : Optional.empty();
    }

    int blockSize() {
        return 1 << blockBits;
    }

    /// Bytes of the file system.
    public long size() {
        return blocks << blockBits;
    }

    /// Where the inode with this number stands.
    long inode(long number) {
        return (metadata << blockBits) + number * Inode.SLOT;
    }

    /// Where the shared attribute with this number stands.
    long attribute(long number) {
        return (attributes << blockBits) + number * 4;
    }

    /// Whether the superblock has a checksum.
    public boolean summed() {
        return (compatible & 1) != 0;
    }

    /// The checksum that it should have: its own bytes count as zero.
    ///
    /// @throws Malformed when the block is cut
    public long sum(Bytes image) throws Malformed {
        int length = Math.max(blockSize() - AT, SIZE);
        byte[] block = image.array(AT, length, "superblock");
        Arrays.fill(block, 4, 8, (byte) 0);
        CRC32C sum = new CRC32C();
        sum.update(block, 0, length);
        return ~sum.getValue() & 0xffff_ffffL;
    }
}
