package org.vitrine.change.equivalence;

import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// What the nodes of a JFFS2 file system say (Linux, `include/uapi/linux/jffs2.h`): of an inode its mode, owner and
/// flags, of a name its type. Times may differ, and what follows from how a file was cut into nodes and compressed:
/// numbers, versions, lengths, checksums.
final class Jffs2Records implements EntryRecord.Reader {
    private static final int MAGIC = 0x1985;
    private static final int HEADER = 12;
    private static final int DIRENT = 0xe001;
    private static final int DIRENT_SIZE = 40;
    private static final int INODE = 0xe002;
    private static final int INODE_SIZE = 68;
    private static final int XATTR = 0xe008;
    private static final int XATTR_SIZE = 32;
    private static final int MOST = 1 << 22;

    @Override
    public List<EntryRecord> read(Bytes image) throws Unreadable {
        ByteOrder order = image.u8(0, "magic") == 0x85 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        List<EntryRecord> records = new ArrayList<>();
        for (long at = 0; at + HEADER <= image.size(); ) {
            long length = image.u32(at + 4, order, "totlen");
            if (image.u16(at, order, "magic") != MAGIC || length < HEADER || !image.holds(at, length)) {
                at += 4;
                continue;
            }
            if (records.size() == MOST) {
                throw new LimitReached("nodes", MOST, MOST + 1L);
            }
            switch (image.u16(at + 2, order, "nodetype")) {
                case INODE -> records.add(inode(image, at));
                case DIRENT -> records.add(name(image, at, length));
                case XATTR -> {
                    atLeast(XATTR_SIZE, length, at);
                    records.add(new RecordBuilder(image, at, length)
                            .field(4, 16, HEADER_SUMS)
                            .field(28, 4, HEADER_SUMS)
                            .record());
                }
                default -> {
                    // Marks of erased blocks, padding, summaries: nothing of an entry.
                }
            }
            at += length + 3 & ~3L;
        }
        return records;
    }

    private static EntryRecord inode(Bytes image, long at) throws Malformed, LimitReached {
        return new RecordBuilder(image, at, INODE_SIZE)
                .field(4, 16, HEADER_SUMS)
                .field(28, 4, HEADER_SUMS)
                .field(32, 12, ENTRY_TIMES)
                .field(44, 13, HEADER_SUMS)
                .field(60, 8, HEADER_SUMS)
                .record();
    }

    private static EntryRecord name(Bytes image, long at, long length) throws Malformed, LimitReached {
        atLeast(DIRENT_SIZE, length, at);
        return new RecordBuilder(image, at, length)
                .field(4, 20, HEADER_SUMS)
                .field(24, 4, ENTRY_TIMES)
                .field(32, 4, HEADER_SUMS)
                .record();
    }

    private static void atLeast(int size, long length, long at) throws Malformed {
        if (length < size) {
            throw new Malformed(at + 4, "totlen", "must be at least " + size + " but was " + length);
        }
    }
}
