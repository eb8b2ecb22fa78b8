package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;
import static org.vitrine.change.equivalence.ContainerNormaliser.IDENTITY;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// What the headers of a UBI image's blocks say (Linux, `drivers/mtd/ubi/ubi-media.h`): of each block its layout and
/// erase counter, of each block of a volume the volume and its kind, and the volume table line by line. Which logical
/// block it is, how much data it has, sequence numbers and checksums follow from the packing; the number of the image
/// is drawn by chance.
final class UbiRecords implements EntryRecord.Reader {
    private static final int HEADER = 64;
    private static final int EC_MAGIC = 0x55424923;
    private static final int VID_MAGIC = 0x55424921;
    private static final int LAYOUT = 0x7fffefff;
    private static final int LINE = 172;
    private static final int MOST_LINES = 128;
    /// Blocks start at multiples of the smallest unit that any flash is written in.
    private static final int STEP = 512;
    private static final int MOST = 1 << 22;

    @Override
    public List<EntryRecord> read(Bytes image) throws Unreadable {
        List<EntryRecord> records = new ArrayList<>();
        for (long at = 0; at + HEADER <= image.size(); at += STEP) {
            if (image.i32(at, BIG_ENDIAN, "magic") != EC_MAGIC || !isWhole(image, at)) {
                continue;
            }
            if (records.size() > MOST) {
                throw new LimitReached("blocks", MOST, records.size());
            }
            records.add(new RecordBuilder(image, at, HEADER)
                    .field(24, 4, IDENTITY)
                    .field(60, 4, HEADER_SUMS)
                    .record());
            long header = at + image.u32(at + 16, BIG_ENDIAN, "vid_hdr_offset");
            if (image.holds(header, HEADER) && image.i32(header, BIG_ENDIAN, "magic") == VID_MAGIC) {
                records.add(new RecordBuilder(image, header, HEADER)
                        .field(12, 4, HEADER_SUMS)
                        .field(20, 8, HEADER_SUMS)
                        .field(32, 4, HEADER_SUMS)
                        .field(40, 8, HEADER_SUMS)
                        .field(60, 4, HEADER_SUMS)
                        .record());
                if (image.i32(header + 8, BIG_ENDIAN, "vol_id") == LAYOUT) {
                    table(image, at + image.u32(at + 20, BIG_ENDIAN, "data_offset"), records);
                }
            }
        }
        return records;
    }

    /// Its lines, each said of its number.
    private static void table(Bytes image, long from, List<EntryRecord> records) throws Malformed, LimitReached {
        for (int line = 0; line < MOST_LINES && image.holds(from + (long) line * LINE, LINE); line++) {
            RecordBuilder record = new RecordBuilder(image, from + (long) line * LINE, LINE);
            records.add(record.record(new byte[] {(byte) line}));
        }
    }

    private static boolean isWhole(Bytes image, long at) throws Malformed {
        CRC32 crc = new CRC32();
        crc.update(image.array(at, HEADER - 4, "ec_hdr"));
        // UBI's checksum is that of Ethernet without the last inversion.
        return ~(int) crc.getValue() == image.i32(at + HEADER - 4, BIG_ENDIAN, "hdr_crc");
    }
}
