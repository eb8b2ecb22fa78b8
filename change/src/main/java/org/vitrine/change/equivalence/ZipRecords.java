package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The records of a zip archive: the headers of the central directory, the local ones they point at, and
/// the end
/// record (APPNOTE.TXT 6.3.10, section 4.3). Times, the way of compression, sizes, the CRC and the place
/// may differ,
/// since the content is compared by itself; attributes, names, comments and other extra fields may not.
final class ZipRecords implements EntryRecord.Reader {
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END = 0x06054b50;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int END_SIZE = 22;
    /// Section 4.5 and Info-ZIP's list: times as Unix keeps them.
    private static final int EXTENDED_TIMESTAMP = 0x5455;
    /// General purpose bits 1 and 2: how hard the compressor tried.
    private static final int EFFORT = 6;

    @Override
    public List<EntryRecord> read(Bytes archive) throws Unreadable {
        long end = archive.size() - END_SIZE;
        if (end < 0 || archive.i32(end, LITTLE_ENDIAN, "end of central directory") != END) {
            throw new Malformed(end, "end of central directory", "does not end the archive");
        }
        int count = archive.u16(end + 10, LITTLE_ENDIAN, "entries");
        long at = archive.u32(end + 16, LITTLE_ENDIAN, "offset");
        if (count == 0xffff || at == 0xffff_ffffL) {
            throw new LimitReached("entries of a zip archive", 0xfffe, count);
        }
        List<EntryRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (archive.i32(at, LITTLE_ENDIAN, "central header") != CENTRAL) {
                throw new Malformed(at, "central header", "is none");
            }
            int name = archive.u16(at + 28, LITTLE_ENDIAN, "name length");
            int extra = archive.u16(at + 30, LITTLE_ENDIAN, "extra length");
            int comment = archive.u16(at + 32, LITTLE_ENDIAN, "comment length");
            long local = archive.u32(at + 42, LITTLE_ENDIAN, "local header");
            RecordBuilder record = new RecordBuilder(archive, at, CENTRAL_SIZE + name + extra + comment);
            // How it was made stands in one byte, on which system in the next, which decides what
            // attributes mean.
            record.field(4, 1, HEADER_SUMS).field(6, 2, HEADER_SUMS);
            effort(record, 8);
            record.field(10, 2, HEADER_SUMS).field(12, 4, ENTRY_TIMES).field(16, 12, HEADER_SUMS);
            record.field(42, 4, HEADER_SUMS);
            times(record, CENTRAL_SIZE + name, extra, at);
            records.add(record.record());
            records.add(local(archive, local));
            at += CENTRAL_SIZE + name + extra + comment;
        }
        records.add(new RecordBuilder(archive, end, END_SIZE)
                .field(12, 8, HEADER_SUMS)
                .record());
        return records;
    }

    private static EntryRecord local(Bytes archive, long at) throws Unreadable {
        if (archive.i32(at, LITTLE_ENDIAN, "local header") != LOCAL) {
            throw new Malformed(at, "local header", "is none");
        }
        int name = archive.u16(at + 26, LITTLE_ENDIAN, "name length");
        int extra = archive.u16(at + 28, LITTLE_ENDIAN, "extra length");
        RecordBuilder record = new RecordBuilder(archive, at, LOCAL_SIZE + name + extra);
        record.field(4, 2, HEADER_SUMS);
        effort(record, 6);
        record.field(8, 2, HEADER_SUMS).field(10, 4, ENTRY_TIMES).field(14, 12, HEADER_SUMS);
        times(record, LOCAL_SIZE + name, extra, at);
        return record.record();
    }

    private static void effort(RecordBuilder record, int at) {
        byte others = (byte) (record.bytes()[at] & ~EFFORT);
        record.field(at, 1, HEADER_SUMS).bytes()[at] = others;
    }

    /// Sets the times of the extra fields aside.
    private static void times(RecordBuilder record, int from, int length, long at) throws Malformed {
        byte[] bytes = record.bytes();
        int end = from + length;
        for (int next = from; next + 4 <= end; ) {
            int id = bytes[next] & 0xff | (bytes[next + 1] & 0xff) << 8;
            int size = bytes[next + 2] & 0xff | (bytes[next + 3] & 0xff) << 8;
            if (size > end - next - 4) {
                throw new Malformed(at + next, "extra field", "passes the end of its record");
            }
            if (id == EXTENDED_TIMESTAMP) {
                if (size % 4 != 1 || size > 13) {
                    throw new Malformed(at + next, "extended timestamp", "holds more than times");
                }
                record.field(next + 5, size - 1, ENTRY_TIMES);
            }
            next += 4 + size;
        }
    }
}
