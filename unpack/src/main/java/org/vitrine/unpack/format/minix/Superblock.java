package org.vitrine.unpack.format.minix;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The superblock of a Minix file system, 1024 bytes behind its start.
///
/// @param order the order of its bytes: that of the machine that made it
/// @param version 1 to 3
/// @param nameLength bytes of a name at most
/// @param inodes how many inodes there are
/// @param zones how many blocks there are
/// @param inodeMap blocks of the map of inodes
/// @param zoneMap blocks of the map of zones
/// @param firstZone the first block with content
/// @param blockSize in bytes
public record Superblock(
        ByteOrder order,
        int version,
        int nameLength,
        long inodes,
        long zones,
        int inodeMap,
        int zoneMap,
        int firstZone,
        int blockSize) {
    /// Where it starts in the file system.
    public static final int AT = 1024;

    /// Bytes of it.
    public static final int SIZE = 32;

    private static final int BLOCK = 1024;

    /// The one of a file system that starts at `at`, if all its fields fit together and its root is a
    /// folder.
    public static Optional<Superblock> at(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, SIZE)) {
            return Optional.empty();
        }
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Optional<Superblock> found = read(image, at + AT, order);
            if (found.isPresent() && found.get().fits(image, at)) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Superblock> read(Bytes image, long at, ByteOrder order) throws Malformed {
        int magic = image.u16(at + 16, order, "s_magic");
        int version = magic == 0x137f || magic == 0x138f ? 1 : magic == 0x2468 || magic == 0x2478 ? 2 : 3;
        if (version < 3) {
            int few = image.u16(at + 2, order, "s_nzones");
            return image.u16(at + 10, order, "s_log_zone_size") != 0
                    ? Optional.empty()
                    : Optional.of(new Superblock(
                            order,
                            version,
                            magic == 0x138f || magic == 0x2478 ? 30 : 14,
                            image.u16(at, order, "s_ninodes"),
                            version == 1 ? few : image.u32(at + 20, order, "s_zones"),
                            image.u16(at + 4, order, "s_imap_blocks"),
                            image.u16(at + 6, order, "s_zmap_blocks"),
                            image.u16(at + 8, order, "s_firstdatazone"),
                            BLOCK));
        }
        if (image.u16(at + 24, order, "s_magic") != 0x4d5a || image.u16(at + 12, order, "s_log_zone_size") != 0) {
            return Optional.empty();
        }
        return Optional.of(new Superblock(
                order,
                version,
                60,
                image.u32(at, order, "s_ninodes"),
                image.u32(at + 20, order, "s_zones"),
                image.u16(at + 6, order, "s_imap_blocks"),
                image.u16(at + 8, order, "s_zmap_blocks"),
                image.u16(at + 10, order, "s_firstdatazone"),
                image.u16(at + 28, order, "s_blocksize")));
    }

    private boolean fits(Bytes image, long at) throws Malformed {
        long bits = 8L * blockSize;
        boolean sane = blockSize >= BLOCK
                && blockSize <= 1 << 15
                && Integer.bitCount(blockSize) == 1
                && inodes > 0
                && zones > firstZone
                && inodeMap == (inodes + bits) / bits
                && Math.abs(zoneMap - (zones - firstZone + bits) / bits) <= 1
                && firstZone == 2L + inodeMap + zoneMap + (inodes * inodeSize() + blockSize - 1) / blockSize;
        return sane
                && image.holds(at + inode(1), inodeSize())
                && (image.u16(at + inode(1), order, "i_mode") & 0xf000) == 0x4000;
    }

    int inodeSize() {
        return version == 1 ? 32 : 64;
    }

    /// Bytes of the number before a name in a folder.
    int numberSize() {
        return version == 3 ? 4 : 2;
    }

    /// Where an inode lies in the file system.
    long inode(long number) {
        return (2L + inodeMap + zoneMap) * blockSize + (number - 1) * inodeSize();
    }

    /// Bytes of the file system.
    public long size() {
        return zones * blockSize;
    }
}
