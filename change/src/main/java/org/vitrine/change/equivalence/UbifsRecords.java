package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;
import static org.vitrine.change.equivalence.ContainerNormaliser.IDENTITY;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// What the nodes of a UBIFS file system say (Linux, `fs/ubifs/ubifs-media.h`): the superblock's flags and limits; of
/// an inode mode, owner, flags and links, as said of the path that it is reached by; of a name its type. Times may
/// differ, and what follows from the packing: numbers, keys, sequence, checksums, how much is used, how it is
/// compressed. The file system's UUID is drawn by chance.
final class UbifsRecords implements EntryRecord.Reader {
    private static final int MAGIC = 0x06101831;
    private static final int HEADER = 24;
    private static final int INODE = 0;
    private static final int INODE_SIZE = 160;
    private static final int DIRENT = 2;
    private static final int XENTRY = 3;
    private static final int DIRENT_SIZE = 56;
    private static final int SUPERBLOCK = 6;
    private static final int SUPERBLOCK_SIZE = 4096;
    private static final int LAST = 13;
    /// That a file's data may be compressed.
    private static final int COMPRESSED = 1;

    /// Blocks before the log: the superblock and two of the master.
    private static final int LOG = 3;

    private static final int DEPTH = 256;
    private static final int MOST = 1 << 22;

    @Override
    public List<EntryRecord> read(Bytes volume) throws Unreadable {
        return new Nodes(volume).records();
    }

    /// Where the tables of used and free space lie, which are made anew with each packing. No bytes of a
    /// file lie there.
    static List<Spans.Span> space(Bytes volume) throws Malformed {
        long block = volume.u32(36, LITTLE_ENDIAN, "leb_size");
        long start = (LOG + volume.u32(56, LITTLE_ENDIAN, "log_lebs")) * block;
        long end = Math.min(start + volume.u32(60, LITTLE_ENDIAN, "lpt_lebs") * block, volume.size());
        return start >= 0 && start < end ? List.of(new Spans.Span(start, end)) : List.of();
    }

    /// Where an inode is reached from.
    ///
    /// @param folder the number of the inode that names it
    /// @param name as raw bytes, each a character, with its kind before it
    private record Link(long folder, String name) {}

    private static final class Nodes {
        private final Bytes volume;
        private final Map<Long, List<Link>> links = new HashMap<>();
        private final Map<Long, byte[]> places = new HashMap<>();
        private final List<Long> at = new ArrayList<>();

        Nodes(Bytes volume) {
            this.volume = volume;
        }

        List<EntryRecord> records() throws Unreadable {
            for (long next = 0; next + HEADER <= volume.size(); ) {
                long length = volume.u32(next + 16, LITTLE_ENDIAN, "len");
                boolean isNode = volume.i32(next, LITTLE_ENDIAN, "magic") == MAGIC
                        && length >= HEADER
                        && volume.holds(next, length);
                if (isNode) {
                    take(next, length);
                }
                next += isNode ? length + 7 & ~7L : 8;
            }
            List<EntryRecord> records = new ArrayList<>();
            for (long each : at) {
                records.add(record(each));
            }
            return records;
        }

        private void take(long node, long length) throws Malformed, LimitReached {
            int type = volume.u8(node + 20, "node_type");
            if (type > LAST) {
                throw new Malformed(node + 20, "node_type", "none that is compared here: " + type);
            }
            if (isName(type) && length < DIRENT_SIZE || type == SUPERBLOCK && length < SUPERBLOCK_SIZE) {
                throw new Malformed(node + 16, "len", "too short for its type");
            }
            if (type == INODE || isName(type) || type == SUPERBLOCK) {
                at.add(node);
            }
            if (at.size() > MOST) {
                throw new LimitReached("nodes", MOST, at.size());
            }
            if (isName(type)) {
                String name = new String(
                        volume.array(node + DIRENT_SIZE, length - DIRENT_SIZE, "name"), StandardCharsets.ISO_8859_1);
                links.computeIfAbsent(volume.i64(node + 40, LITTLE_ENDIAN, "inum"), _ -> new ArrayList<>(1))
                        .add(new Link(parent(node), type + name));
            }
        }

        private static boolean isName(int type) {
            return type == DIRENT || type == XENTRY;
        }

        private long parent(long node) throws Malformed {
            return volume.u32(node + HEADER, LITTLE_ENDIAN, "key");
        }

        private EntryRecord record(long node) throws Unreadable {
            RecordBuilder record = new RecordBuilder(volume, node, volume.u32(node + 16, LITTLE_ENDIAN, "len"))
                    .field(4, 12, HEADER_SUMS);
            int type = volume.u8(node + 20, "node_type");
            if (type == SUPERBLOCK) {
                // leb_cnt; max_bud_bytes; default_compr; uuid. Where the tables lie has to be the same.
                return record.field(40, 4, HEADER_SUMS)
                        .field(48, 8, HEADER_SUMS)
                        .field(84, 2, HEADER_SUMS)
                        .field(108, 16, IDENTITY)
                        .record();
            }
            if (type == INODE && record.bytes().length < INODE_SIZE) {
                // mkfs.ubifs keeps the place of a signature so.
                return record.record();
            }
            long inode = type == INODE ? volume.u32(node + HEADER, LITTLE_ENDIAN, "key") : parent(node);
            // Whether it is the last of those that come together, and the key.
            record.field(21, 1, HEADER_SUMS).field(HEADER, 16, HEADER_SUMS);
            if (type == INODE) {
                byte flags = (byte) (record.bytes()[108] & ~COMPRESSED);
                record.field(40, 8, HEADER_SUMS)
                        .field(56, 36, ENTRY_TIMES)
                        .field(132, 2, HEADER_SUMS)
                        .field(108, 1, HEADER_SUMS)
                        .bytes()[108] = flags;
            } else {
                record.field(40, 8, HEADER_SUMS);
            }
            return record.record(place(inode, 0));
        }

        /// A digest of the path by which an inode is reached; of several the least one.
        private byte[] place(long inode, int depth) {
            byte[] known = places.get(inode);
            if (known != null) {
                return known;
            }
            byte[] least = new byte[0];
            // A loop ends here, too.
            places.put(inode, least);
            if (depth < DEPTH) {
                for (Link link : links.getOrDefault(inode, List.of())) {
                    MessageDigest sha256 = Digest.sha256();
                    sha256.update(place(link.folder(), depth + 1));
                    byte[] one = sha256.digest(link.name().getBytes(StandardCharsets.ISO_8859_1));
                    least = least.length == 0 || java.util.Arrays.compareUnsigned(one, least) < 0 ? one : least;
                }
            }
            places.put(inode, least);
            return least;
        }
    }
}
