package org.vitrine.change.equivalence;

import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The records of a tar archive: each header with the long names, link targets and pax records that stand
/// behind it
/// as entries of their own. Times, the size of the content and the header's checksum may differ, names of
/// owners may
/// not.
final class TarRecords implements EntryRecord.Reader {
    private static final int BLOCK = 512;
    private static final int SIZE = 124;
    private static final int MTIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    /// GNU's old format keeps more times where POSIX continues the name.
    private static final int GNU_TIMES = 345;
    private static final int MOST = 1 << 22;

    @Override
    public List<EntryRecord> read(Bytes archive) throws Unreadable {
        List<EntryRecord> records = new ArrayList<>();
        long at = 0;
        while (archive.holds(at, BLOCK) && !isZero(archive, at)) {
            if (records.size() == MOST) {
                throw new Malformed(at, "entries", "more than are read here");
            }
            byte[] header = archive.array(at, BLOCK, "header");
            long size = number(header, at);
            long next = at + BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
            archive.require(at + BLOCK, size, "content");
            char type = (char) header[TYPE];
            switch (type) {
                case '0', '\0', '7' -> records.add(header(archive, at, header));
                case '1', '2', '3', '4', '5', '6' -> {
                    if (size != 0) {
                        throw new Malformed(at + SIZE, "size", "an entry without content has one");
                    }
                    records.add(header(archive, at, header));
                }
                case 'L', 'K' ->
                    records.add(new RecordBuilder(archive, at, BLOCK + size)
                            .field(MTIME, 12, ENTRY_TIMES)
                            .field(CHECKSUM, 8, HEADER_SUMS)
                            .record());
                case 'x', 'g' -> records.add(pax(archive, at, size));
                default -> throw new Malformed(at + TYPE, "typeflag", "none that is compared here: " + (int) type);
            }
            at = next;
        }
        return records;
    }

    private static EntryRecord header(Bytes archive, long at, byte[] header) throws Unreadable {
        // The size is that of the content, which is compared by itself.
        RecordBuilder record = new RecordBuilder(archive, at, BLOCK)
                .field(SIZE, 12, HEADER_SUMS)
                .field(MTIME, 12, ENTRY_TIMES)
                .field(CHECKSUM, 8, HEADER_SUMS);
        boolean gnu = new String(header, MAGIC, 8, StandardCharsets.ISO_8859_1).equals("ustar  \0");
        return gnu ? record.field(GNU_TIMES, 24, ENTRY_TIMES).record() : record.record();
    }

    /// A pax header (POSIX.1-2017, "pax Header Block"), its lines of times set aside.
    private static EntryRecord pax(Bytes archive, long at, long size) throws Unreadable {
        RecordBuilder record = new RecordBuilder(archive, at, BLOCK + size);
        record.field(SIZE, 12, HEADER_SUMS).field(MTIME, 12, ENTRY_TIMES).field(CHECKSUM, 8, HEADER_SUMS);
        byte[] bytes = record.bytes();
        List<int[]> times = new ArrayList<>();
        for (int line = BLOCK; line < bytes.length; ) {
            int space = line;
            int length = 0;
            while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9' && space - line < 8) {
                length = 10 * length + bytes[space++] - '0';
            }
            if (space == line || space == bytes.length || bytes[space] != ' ' || length <= space - line) {
                throw new Malformed(at + line, "pax record", "has no length");
            }
            if (length > bytes.length - line || bytes[line + length - 1] != '\n') {
                throw new Malformed(at + line, "pax record", "does not end as its length says");
            }
            String text = new String(bytes, space + 1, length - (space - line) - 2, StandardCharsets.ISO_8859_1);
            if (text.matches("(mtime|atime|ctime)=-?[0-9]{1,20}(\\.[0-9]{1,20})?")) {
                times.add(new int[] {line, length});
            }
            line += length;
        }
        times.forEach(time -> record.line(time[0], time[1], ENTRY_TIMES));
        return record.record();
    }

    private static boolean isZero(Bytes archive, long at) throws Malformed {
        for (byte each : archive.array(at, BLOCK, "block")) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /// The size: octal digits, ended by a space or a zero.
    private static long number(byte[] header, long at) throws Malformed {
        long value = 0;
        boolean any = false;
        for (int i = SIZE; i < SIZE + 12; i++) {
            int digit = header[i];
            if (digit >= '0' && digit <= '7') {
                value = value * 8 + digit - '0';
                any = true;
            } else if (digit == 0 || digit == ' ' && any) {
                break;
            } else if (digit != ' ') {
                throw new Malformed(at + SIZE, "size", "not octal");
            }
        }
        return value;
    }
}
