package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.IDENTITY;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The records of an rpm ("RPM Package format", V4): the lead, and of both headers each line of the index and the data
/// that it names, as said of their tag. Times, the host of the build, the payload's digest, compressor and size, and
/// the digests over all this may differ; a signature may not.
final class RpmRecords implements EntryRecord.Reader {
    private static final int LEAD = 96;
    private static final int INTRO = 16;
    private static final int LINE = 16;
    private static final int MAGIC = 0x8eade801;
    private static final int RESERVED_SPACE = 1008;
    private static final int MOST_LINES = 0xffff;
    private static final long MOST_DATA = 32 << 20;

    /// Digests and sizes of the header and the payload, and of both.
    private static final Map<Integer, Normaliser> OF_SIGNATURE = Map.of(
            269, HEADER_SUMS,
            270, HEADER_SUMS,
            271, HEADER_SUMS,
            273, HEADER_SUMS,
            1000, HEADER_SUMS,
            1004, HEADER_SUMS,
            1007, HEADER_SUMS);

    /// BuildTime, BuildHost, FileMtimes, ArchiveSize, Cookie, PayloadCompressor, PayloadFlags, PayloadDigest
    /// and that of the payload as it was before compression.
    private static final Map<Integer, Normaliser> OF_PACKAGE = Map.of(
            1006, HEADER_TIMES,
            1007, IDENTITY,
            1034, ENTRY_TIMES,
            1046, HEADER_SUMS,
            1094, IDENTITY,
            1125, HEADER_SUMS,
            1126, HEADER_SUMS,
            5092, HEADER_SUMS,
            5097, HEADER_SUMS);

    @Override
    public List<EntryRecord> read(Bytes archive) throws Unreadable {
        List<EntryRecord> records = new ArrayList<>();
        records.add(new RecordBuilder(archive, 0, LEAD).record());
        long end = header(archive, LEAD, OF_SIGNATURE, records);
        header(archive, end + 7 & ~7L, OF_PACKAGE, records);
        return records;
    }

    private static long header(Bytes archive, long at, Map<Integer, Normaliser> differing, List<EntryRecord> records)
            throws Unreadable {
        long lines = archive.u32(at + 8, BIG_ENDIAN, "nindex");
        long size = archive.u32(at + 12, BIG_ENDIAN, "hsize");
        if (archive.i32(at, BIG_ENDIAN, "magic") != MAGIC) {
            throw new Malformed(at, "magic", "no header");
        }
        if (lines > MOST_LINES || size > MOST_DATA) {
            throw new LimitReached("lines or bytes of a header", MOST_LINES, lines);
        }
        long store = at + INTRO + lines * LINE;
        archive.require(store, size, "store");
        records.add(
                new RecordBuilder(archive, at, INTRO).field(12, 4, HEADER_SUMS).record());
        byte[] data = archive.array(store, size, "store");
        long left = size;
        for (long line = at + INTRO; line < store; line += LINE) {
            int tag = archive.i32(line, BIG_ENDIAN, "tag");
            records.add(new RecordBuilder(archive, line, LINE)
                    .field(8, 4, HEADER_SUMS)
                    .record());
            if (tag != RESERVED_SPACE || !differing.equals(OF_SIGNATURE)) {
                left -= data(archive, line, store, data, left, differing.get(tag), records);
            }
        }
        return store + size;
    }

    /// Takes the data of a line, of which there is no more than `left` bytes: lines don't share their data.
    private static long data(
            Bytes archive,
            long line,
            long store,
            byte[] all,
            long left,
            @org.jspecify.annotations.Nullable Normaliser by,
            List<EntryRecord> records)
            throws Unreadable {
        long offset = archive.u32(line + 8, BIG_ENDIAN, "offset");
        long length = length(archive, line, all, Math.min(offset, all.length), left);
        if (offset + length > all.length || length > left) {
            throw new Malformed(line + 8, "offset", "passes the end of its header");
        }
        RecordBuilder record = new RecordBuilder(archive, store + offset, length);
        if (by != null && length > 0) {
            record.line(0, (int) length, by);
        }
        ByteBuffer tag = ByteBuffer.allocate(4).putInt(archive.i32(line, BIG_ENDIAN, "tag"));
        records.add(record.record(tag.array()));
        return length;
    }

    private static long length(Bytes archive, long line, byte[] all, long from, long most) throws Malformed {
        long count = archive.u32(line + 12, BIG_ENDIAN, "count");
        int type = archive.i32(line + 4, BIG_ENDIAN, "type");
        return switch (type) {
            case 0 -> 0;
            case 1, 2, 7 -> count;
            case 3 -> 2 * count;
            case 4 -> 4 * count;
            case 5 -> 8 * count;
            case 6, 8, 9 -> strings(line, all, (int) from, Math.min(all.length, from + most), count);
            default -> throw new Malformed(line + 4, "type", "none that is compared here: " + type);
        };
    }

    private static long strings(long line, byte[] all, int from, long end, long count) throws Malformed {
        long left = count;
        int at = from;
        while (left > 0) {
            if (at >= end) {
                throw new Malformed(line + 12, "count", "more strings than there are");
            }
            left -= all[at++] == 0 ? 1 : 0;
        }
        return (long) at - from;
    }
}
