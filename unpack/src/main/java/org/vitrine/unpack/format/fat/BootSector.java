package org.vitrine.unpack.format.fat;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The boot sector of a FAT file system: where its tables and clusters are.
///
/// @param sectorSize bytes of a sector
/// @param clusterSize bytes of a cluster
/// @param reserved sectors before the first table
/// @param tables how many copies of the table there are
/// @param rootEntries entries of the root folder, 0 where it lies in clusters
/// @param sectors sectors of the file system
/// @param tableSectors sectors of one table
/// @param rootCluster the first cluster of the root folder, or 0
/// @param clusters how many clusters there are
/// @param bits of a table entry: 12, 16 or 32
public record BootSector(
        int sectorSize,
        int clusterSize,
        int reserved,
        int tables,
        int rootEntries,
        long sectors,
        long tableSectors,
        long rootCluster,
        long clusters,
        int bits) {
    private static final int SIZE = 512;
    private static final int MOST_12 = 4085;
    private static final int MOST_16 = 65_525;
    private static final int ENTRY = 32;

    /// Whether one stands at `at`: all its fields make sense, and the table starts as the specification
    /// says.
    public static boolean standsAt(Bytes image, long at) throws Malformed {
        if (!image.holds(at, SIZE)) {
            return false;
        }
        int jump = image.u8(at, "BS_jmpBoot");
        boolean jumps = jump == 0xeb && image.u8(at + 2, "BS_jmpBoot") == 0x90 || jump == 0xe9;
        int sector = image.u16(at + 11, LITTLE_ENDIAN, "BPB_BytsPerSec");
        int perCluster = image.u8(at + 13, "BPB_SecPerClus");
        int tables = image.u8(at + 16, "BPB_NumFATs");
        int media = image.u8(at + 21, "BPB_Media");
        boolean sane = jumps
                && sector >= SIZE
                && sector <= 4096
                && Integer.bitCount(sector) == 1
                && Integer.bitCount(perCluster) == 1
                && image.u16(at + 14, LITTLE_ENDIAN, "BPB_RsvdSecCnt") > 0
                && (tables == 1 || tables == 2)
                && (media == 0xf0 || media >= 0xf8);
        if (!sane) {
            return false;
        }
        BootSector boot = of(image.from(at, "boot sector"));
        long table = at + boot.table(0);
        return boot.tableSectors > 0
                && boot.clusters > 0
                && boot.tableSectors * sector >= (boot.clusters + 2) * boot.bits / 8
                && image.holds(table, 4)
                && image.u8(table, "FAT[0]") == media
                && image.u8(table + 1, "FAT[0]") == 0xff
                && image.u8(table + 2, "FAT[0]") == 0xff;
    }

    /// Reads it.
    ///
    /// @param image from the start of the file system
    public static BootSector of(Bytes image) throws Malformed {
        int sector = image.u16(11, LITTLE_ENDIAN, "BPB_BytsPerSec");
        int perCluster = image.u8(13, "BPB_SecPerClus");
        int reserved = image.u16(14, LITTLE_ENDIAN, "BPB_RsvdSecCnt");
        int tables = image.u8(16, "BPB_NumFATs");
        int root = image.u16(17, LITTLE_ENDIAN, "BPB_RootEntCnt");
        int few = image.u16(19, LITTLE_ENDIAN, "BPB_TotSec16");
        int small = image.u16(22, LITTLE_ENDIAN, "BPB_FATSz16");
        long sectors = few != 0 ? few : image.u32(32, LITTLE_ENDIAN, "BPB_TotSec32");
        long table = small != 0 ? small : image.u32(36, LITTLE_ENDIAN, "BPB_FATSz32");
        long data = reserved + tables * table + ((long) root * ENTRY + sector - 1) / Math.max(1, sector);
        long clusters = Math.max(0, sectors - data) / Math.max(1, perCluster);
        int bits = small == 0 ? 32 : clusters < MOST_12 ? 12 : clusters < MOST_16 ? 16 : 32;
        long rootCluster = small == 0 ? image.u32(44, LITTLE_ENDIAN, "BPB_RootClus") : 0;
        return new BootSector(
                sector, sector * perCluster, reserved, tables, root, sectors, table, rootCluster, clusters, bits);
    }

    /// Where a copy of the table starts, in bytes.
    public long table(int copy) {
        return (reserved + copy * tableSectors) * sectorSize;
    }

    /// Bytes of one table.
    public long tableLength() {
        return tableSectors * sectorSize;
    }

    /// Where the root folder of fixed size starts.
    long root() {
        return table(tables);
    }

    /// Where the clusters start.
    long data() {
        return root() + ((long) rootEntries * ENTRY + sectorSize - 1) / sectorSize * sectorSize;
    }

    /// Bytes of the file system.
    public long size() {
        return sectors * sectorSize;
    }
}
