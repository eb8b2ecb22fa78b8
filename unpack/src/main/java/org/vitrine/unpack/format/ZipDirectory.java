package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// Where a zip's central directory lies, as the record at the archive's end tells (APPNOTE 4.3.14 to 4.3.16).
///
/// @param base what the archive's own offsets count from; negative where a prefix was cut off
/// @param start offset of the first central header
/// @param entries how many the end record counts
/// @param end offset of the first byte behind the directory's headers
/// @param record offset of the end record
/// @param after offset of the first byte behind the archive, its comment included
/// @param split whether it names another disk
record ZipDirectory(long base, long start, long entries, long end, long record, long after, boolean split) {
    static final byte[] END = {'P', 'K', 5, 6};
    static final int END_SIZE = 22;

    private static final byte[] LOCATOR = {'P', 'K', 6, 7};
    private static final byte[] END64 = {'P', 'K', 6, 6};

    /// The directory of the archive whose first local header is at `at`; empty when no end record tells of one.
    static Optional<ZipDirectory> find(Bytes image, long at) {
        Optional<ZipDirectory> last = of(image, image.size() - END_SIZE).filter(directory -> directory.isOf(image, at));
        return last.isPresent() ? last : new Ends(image, behindMeasured(image, at)).of(at);
    }

    /// The first place behind entries that say how long they are: archives inside them end before.
    private static long behindMeasured(Bytes image, long at) {
        long next = at;
        try {
            while (ZipHeader.localAt(image, next)) {
                ZipHeader header = ZipHeader.local(image, next);
                if (header.described() || !image.holds(header.end(), header.stored())) {
                    return header.end();
                }
                next = header.end() + header.stored();
            }
        } catch (Malformed e) {
            return next;
        }
        return next;
    }

    private static Optional<ZipDirectory> of(Bytes image, long record) {
        if (!image.matches(record, END) || !image.holds(record, END_SIZE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(image, record));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static ZipDirectory read(Bytes image, long record) throws Malformed {
        long entries = image.u16(record + 10, LITTLE_ENDIAN, "total number of entries");
        long size = image.u32(record + 12, LITTLE_ENDIAN, "size of the central directory");
        long offset = image.u32(record + 16, LITTLE_ENDIAN, "offset of central directory");
        int comment = image.u16(record + 20, LITTLE_ENDIAN, "comment length");
        boolean split = image.u16(record + 4, LITTLE_ENDIAN, "number of this disk") != 0
                && image.u16(record + 4, LITTLE_ENDIAN, "number of this disk") != 0xffff;
        long end = record;
        if (image.matches(record - 20, LOCATOR)) {
            end = record64(image, record - 20);
            entries = image.u63(end + 32, LITTLE_ENDIAN, "total number of entries");
            size = image.u63(end + 40, LITTLE_ENDIAN, "size of the central directory");
            offset = image.u63(end + 48, LITTLE_ENDIAN, "offset of central directory");
        }
        long start = end - size;
        long after = Math.min(image.size(), record + END_SIZE + comment);
        return new ZipDirectory(start - offset, start, entries, end, record, after, split);
    }

    /// The zip64 end record: in front of its locator, or where the locator says if it has an extensible part.
    private static long record64(Bytes image, long locator) throws Malformed {
        if (image.matches(locator - 56, END64)) {
            return locator - 56;
        }
        long offset = image.u63(locator + 8, LITTLE_ENDIAN, "offset of the zip64 end record");
        if (image.matches(offset, END64)) {
            return offset;
        }
        throw new Malformed(locator, "offset of the zip64 end record", "none stands there");
    }

    /// Whether the archive's first local header is at `at`: its offsets count from there, or its first entry is
    /// it.
    private boolean isOf(Bytes image, long at) {
        if (start < at || entries == 0) {
            return false;
        }
        try {
            return base == at && image.matches(start, ZipHeader.CENTRAL)
                    || ZipHeader.central(image, start).local() + base == at;
        } catch (Malformed e) {
            return false;
        }
    }

    /// The end records from some place on, found as they are asked for.
    static final class Ends {
        /// So many ends of other archives are looked at: those inside entries that don't say how long they are.
        private static final int LOOK_AHEAD = 64;

        private final Bytes image;
        private final Deque<Long> ahead = new ArrayDeque<>();
        private long scanned;

        Ends(Bytes image, long from) {
            this.image = image;
            this.scanned = from;
        }

        /// The directory of the archive whose first local header is at `at`; to be asked in rising order.
        Optional<ZipDirectory> of(long at) {
            while (!ahead.isEmpty() && ahead.getFirst() < at) {
                ahead.removeFirst();
            }
            Iterator<Long> known = ahead.iterator();
            for (int i = 0; i < LOOK_AHEAD; i++) {
                long record = known.hasNext() ? known.next() : more();
                if (record < 0) {
                    break;
                }
                Optional<ZipDirectory> directory =
                        ZipDirectory.of(image, record).filter(each -> each.isOf(image, at));
                if (directory.isPresent()) {
                    return directory;
                }
            }
            return Optional.empty();
        }

        private long more() {
            if (scanned >= image.size()) {
                return -1;
            }
            long record = image.indexOf(END, scanned, image.size());
            scanned = record < 0 ? image.size() : record + 1;
            if (record >= 0) {
                ahead.addLast(record);
            }
            return record;
        }
    }
}
