package org.vitrine.unpack.format.gpt;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A header of a GUID partition table, primary or backup, as it stands, with what its checksums say of
/// it.
///
/// @param at where it starts on the disk, in bytes
/// @param sector bytes of a sector
/// @param size bytes of the header that its checksum covers
/// @param stored its checksum
/// @param computed what its checksum should be
/// @param own its own sector
/// @param alternate the sector of the other header
/// @param firstUsable the first sector of a partition
/// @param lastUsable the last sector of a partition
/// @param identifier the disk's GUID
/// @param entries the sector in which the entries start
/// @param count how many entries there are
/// @param entrySize bytes of an entry
/// @param entriesStored the checksum of the entries
/// @param entriesComputed what it should be; -1 when they aren't there
public record GptHeader(
        long at,
        int sector,
        long size,
        long stored,
        long computed,
        long own,
        long alternate,
        long firstUsable,
        long lastUsable,
        String identifier,
        long entries,
        long count,
        long entrySize,
        long entriesStored,
        long entriesComputed) {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("4546492050415254");
    private static final int SHORTEST = 92;
    private static final int LARGEST_ENTRY = 4096;
    private static final long MOST_ENTRIES = 4096;

    /// The one that stands at a place; empty when none does, or when it makes no sense.
    public static Optional<GptHeader> at(Bytes disk, long at, int sector) throws Malformed {
        if (!disk.matches(at, SIGNATURE) || !disk.holds(at, SHORTEST)) {
            return Optional.empty();
        }
        long size = disk.u32(at + 12, LITTLE_ENDIAN, "HeaderSize");
        long entries = disk.i64(at + 72, LITTLE_ENDIAN, "PartitionEntryLBA");
        long count = disk.u32(at + 80, LITTLE_ENDIAN, "NumberOfPartitionEntries");
        long entrySize = disk.u32(at + 84, LITTLE_ENDIAN, "SizeOfPartitionEntry");
        boolean sane = size >= SHORTEST
                && size <= sector
                && disk.holds(at, size)
                && isSector(entries)
                && entries > 0
                && entrySize >= 128
                && entrySize <= LARGEST_ENTRY
                && count <= MOST_ENTRIES;
        if (!sane) {
            return Optional.empty();
        }
        byte[] header = disk.array(at, size, "header");
        Arrays.fill(header, 16, 20, (byte) 0);
        long table = entries * sector;
        long length = count * entrySize;
        return Optional.of(new GptHeader(
                at,
                sector,
                size,
                disk.u32(at + 16, LITTLE_ENDIAN, "HeaderCRC32"),
                crc(header),
                disk.i64(at + 24, LITTLE_ENDIAN, "MyLBA"),
                disk.i64(at + 32, LITTLE_ENDIAN, "AlternateLBA"),
                disk.i64(at + 40, LITTLE_ENDIAN, "FirstUsableLBA"),
                disk.i64(at + 48, LITTLE_ENDIAN, "LastUsableLBA"),
                guid(disk, at + 56),
                entries,
                count,
                entrySize,
                disk.u32(at + 88, LITTLE_ENDIAN, "PartitionEntryArrayCRC32"),
                disk.holds(table, length) ? crc(disk.array(table, length, "entries")) : -1));
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /// Whether a number can be that of a sector: its bytes can be counted.
    static boolean isSector(long number) {
        return number >= 0 && number < 1L << 50;
    }

    /// A GUID in its usual form: the first three fields are little-endian.
    public static String guid(Bytes disk, long at) throws Malformed {
        byte[] raw = disk.array(at, 16, "GUID");
        int[] order = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
        StringBuilder text = new StringBuilder(36);
        for (int i : order) {
            text.append(i < 0 ? "-" : HexFormat.of().toHexDigits(raw[i]));
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }

    /// Whether its own checksum is right, and it says that it stands where it stands.
    ///
    /// @param start where the disk starts
    public boolean isRight(long start) {
        return stored == computed && isSector(own) && own * sector == at - start;
    }

    /// Whether the checksum of its entries is right.
    public boolean areEntriesRight() {
        return entriesStored == entriesComputed;
    }

    /// Whether it tells of a disk: tables that a loader writes to a disk it doesn't know leave its size
    /// open.
    public boolean namesDisk() {
        return isSector(alternate) && isSector(lastUsable) && alternate > lastUsable && lastUsable >= firstUsable;
    }

    /// Bytes of the entries.
    public long entriesLength() {
        return count * entrySize;
    }
}
