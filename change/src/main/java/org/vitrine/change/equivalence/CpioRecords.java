package org.vitrine.change.equivalence;

import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The records of a cpio archive in the SVR4 layouts, which initial RAM disks have: header and name of
/// each entry. The
/// time and the content's size may differ; the inode's number and the disk it lay on may where no file
/// has two names,
/// since elsewhere they say which names are of one file.
final class CpioRecords implements EntryRecord.Reader {
    private static final int HEADER = 110;
    private static final int INODE = 6;
    private static final int LINKS = 38;
    private static final int MTIME = 46;
    private static final int SIZE = 54;
    private static final int DEVICE = 62;
    private static final int NAME_SIZE = 94;
    private static final int CHECK = 102;
    private static final int MOST = 1 << 22;
    private static final String TRAILER = "TRAILER!!!\0";

    @Override
    public List<EntryRecord> read(Bytes archive) throws Unreadable {
        boolean linked = false;
        List<RecordBuilder> records = new ArrayList<>();
        long at = 0;
        while (true) {
            String magic = new String(archive.array(at, 6, "c_magic"), StandardCharsets.ISO_8859_1);
            if (!magic.equals("070701") && !magic.equals("070702") || records.size() == MOST) {
                throw new Malformed(at, "c_magic", "no SVR4 layout");
            }
            long name = hex(archive, at + NAME_SIZE, "c_namesize");
            long size = hex(archive, at + SIZE, "c_filesize");
            boolean isFolder = (hex(archive, at + 14, "c_mode") & 0170000) == 0040000;
            linked |= !isFolder && hex(archive, at + LINKS, "c_nlink") > 1;
            records.add(new RecordBuilder(archive, at, HEADER + name));
            long data = at + (HEADER + name + 3 & ~3L);
            archive.require(data, size, "content");
            if (name == TRAILER.length()
                    && archive.matches(at + HEADER, TRAILER.getBytes(StandardCharsets.ISO_8859_1))) {
                return records(records, linked);
            }
            at = data + (size + 3 & ~3L);
        }
    }

    private static List<EntryRecord> records(List<RecordBuilder> records, boolean linked) {
        List<EntryRecord> done = new ArrayList<>();
        for (RecordBuilder record : records) {
            if (!linked) {
                record.field(INODE, 8, HEADER_SUMS).field(DEVICE, 16, HEADER_SUMS);
            }
            // Size and checksum are the content's, which is compared by itself.
            done.add(record.field(MTIME, 8, ENTRY_TIMES)
                    .field(SIZE, 8, HEADER_SUMS)
                    .field(CHECK, 8, HEADER_SUMS)
                    .record());
        }
        return done;
    }

    private static long hex(Bytes archive, long at, String field) throws Malformed {
        String text = new String(archive.array(at, 8, field), StandardCharsets.ISO_8859_1);
        if (!text.matches("[0-9a-fA-F]{8}")) {
            throw new Malformed(at, field, "not hexadecimal");
        }
        return Long.parseLong(text, 16);
    }
}
