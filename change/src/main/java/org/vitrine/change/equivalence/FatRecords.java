package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;
import static org.vitrine.change.equivalence.ContainerNormaliser.IDENTITY;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The records of a FAT file system (ECMA-107; Microsoft, "FAT32 File System Specification", sections 3 and 6): the
/// boot sector, and what each folder says of a name, with its attributes. Times and first clusters may differ, and the
/// number of the volume, which is drawn from the clock; a name that was deleted counts as it stands.
final class FatRecords implements EntryRecord.Reader {
    private static final int ENTRY = 32;
    private static final int ATTRIBUTES = 11;
    private static final int LABEL = 0x08;
    private static final int FOLDER = 0x10;
    private static final int LONG_NAME = 0x0f;
    private static final int DELETED = 0xe5;
    private static final int DEPTH = 512;
    private static final int MOST = 1 << 22;

    @Override
    public List<EntryRecord> read(Bytes volume) throws Unreadable {
        return new Walk(volume).records();
    }

    /// A folder that is still to be read.
    ///
    /// @param cluster its first; 0 for the root folder of FAT12 and FAT16, which has a place of its own
    private record Folder(String path, int depth, long cluster) {}

    private static final class Walk {
        private final Bytes volume;
        private final List<EntryRecord> records = new ArrayList<>();
        private final Deque<Folder> folders = new ArrayDeque<>();
        private final BitSet seen = new BitSet();
        private final int sector;
        private final int cluster;
        private final long table;
        private final long root;
        private final long rootSize;
        private final long data;
        private final long clusters;
        private final int bits;

        Walk(Bytes volume) throws Malformed {
            this.volume = volume;
            this.sector = volume.u16(11, LITTLE_ENDIAN, "BPB_BytsPerSec");
            this.cluster = volume.u8(13, "BPB_SecPerClus") * sector;
            this.table = (long) volume.u16(14, LITTLE_ENDIAN, "BPB_RsvdSecCnt") * sector;
            long small = volume.u16(22, LITTLE_ENDIAN, "BPB_FATSz16");
            long size = small != 0 ? small : volume.u32(36, LITTLE_ENDIAN, "BPB_FATSz32");
            this.root = table + volume.u8(16, "BPB_NumFATs") * size * sector;
            this.rootSize = (long) volume.u16(17, LITTLE_ENDIAN, "BPB_RootEntCnt") * ENTRY;
            if (sector == 0 || cluster == 0) {
                throw new Malformed(11, "BPB_BytsPerSec", "no sectors");
            }
            this.data = root + (rootSize + sector - 1) / sector * sector;
            long few = volume.u16(19, LITTLE_ENDIAN, "BPB_TotSec16");
            long sectors = few != 0 ? few : volume.u32(32, LITTLE_ENDIAN, "BPB_TotSec32");
            // Contents of 2^31 clusters and more are none that are held here.
            this.clusters = Math.clamp((sectors * sector - data) / cluster, 0, Integer.MAX_VALUE - 2);
            this.bits = clusters < 4085 ? 12 : clusters < 65_525 ? 16 : 32;
        }

        List<EntryRecord> records() throws Unreadable {
            boolean wide = bits == 32;
            boot(0, wide);
            if (wide) {
                long backup = (long) volume.u16(50, LITTLE_ENDIAN, "BPB_BkBootSec") * sector;
                if (backup > 0 && backup < table) {
                    boot(backup, true);
                }
                folders.add(new Folder("", 0, volume.u32(44, LITTLE_ENDIAN, "BPB_RootClus")));
            } else {
                entries(new Folder("", 0, 0), root, rootSize);
            }
            while (!folders.isEmpty()) {
                Folder folder = folders.remove();
                chain(folder);
            }
            return records;
        }

        private void boot(long at, boolean wide) throws Unreadable {
            records.add(new RecordBuilder(volume, at, wide ? 90 : 62)
                    .field(wide ? 67 : 39, 4, IDENTITY)
                    .record());
        }

        private void chain(Folder folder) throws Unreadable {
            for (long next = folder.cluster(); next >= 2 && next < clusters + 2; next = next(next)) {
                long at = data + (next - 2) * cluster;
                volume.require(at, cluster, "cluster");
                int number = (int) ((at - data) / cluster);
                if (seen.get(number)) {
                    throw new Malformed(table, "FAT", "two folders share cluster " + next);
                }
                seen.set(number);
                entries(folder, at, cluster);
            }
        }

        private long next(long number) throws Malformed {
            return switch (bits) {
                case 12 -> {
                    int pair = volume.u16(table + number * 3 / 2, LITTLE_ENDIAN, "FAT");
                    yield (number & 1) == 0 ? pair & 0xfff : pair >>> 4;
                }
                case 16 -> volume.u16(table + number * 2, LITTLE_ENDIAN, "FAT");
                default -> volume.u32(table + number * 4, LITTLE_ENDIAN, "FAT") & 0x0fff_ffff;
            };
        }

        private void entries(Folder folder, long from, long size) throws Unreadable {
            byte[] path = folder.path().getBytes(StandardCharsets.ISO_8859_1);
            for (long at = from; at + ENTRY <= from + size; at += ENTRY) {
                RecordBuilder record = new RecordBuilder(volume, at, ENTRY);
                byte[] bytes = record.bytes().clone();
                if (isZero(bytes)) {
                    continue;
                }
                if (records.size() == MOST) {
                    throw new LimitReached("entries of folders", MOST, MOST + 1L);
                }
                int attributes = bytes[ATTRIBUTES];
                if ((bytes[0] & 0xff) != DELETED && (attributes & LONG_NAME) != LONG_NAME) {
                    times(record);
                    folder(folder, bytes, attributes);
                }
                records.add(record.record(path));
            }
        }

        private void times(RecordBuilder record) {
            record.field(13, 7, ENTRY_TIMES).field(22, 4, ENTRY_TIMES).field(26, 2, HEADER_SUMS);
            if (bits == 32) {
                record.field(20, 2, HEADER_SUMS);
            }
        }

        private void folder(Folder parent, byte[] entry, int attributes) throws LimitReached {
            boolean isDots = entry[0] == '.' && (entry[1] == ' ' || entry[1] == '.');
            if ((attributes & FOLDER) == 0 || (attributes & LABEL) != 0 || isDots) {
                return;
            }
            if (parent.depth() == DEPTH) {
                throw new LimitReached("folders within folders", DEPTH, DEPTH + 1L);
            }
            long high = bits == 32 ? (entry[20] & 0xffL | (entry[21] & 0xffL) << 8) << 16 : 0;
            String name = new String(entry, 0, 11, StandardCharsets.ISO_8859_1);
            folders.add(new Folder(
                    parent.path() + "/" + name,
                    parent.depth() + 1,
                    high | entry[26] & 0xffL | (entry[27] & 0xffL) << 8));
        }

        private static boolean isZero(byte[] entry) {
            for (byte each : entry) {
                if (each != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
