package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;

/// A zip's header of one file: the one in front of its data (APPNOTE 4.3.7), or the one in the central directory
/// (4.3.12), which alone says where the other is.
///
/// @param at offset of the header in the image
/// @param madeBy `version made by`; 0 in a local header
/// @param flags general purpose bit flag
/// @param method compression method
/// @param dosTime last change, date above and time below
/// @param crc CRC-32 of the content
/// @param stored bytes of the encoded content
/// @param size bytes of the content
/// @param name raw
/// @param extra what the extra fields say
/// @param external external file attributes; 0 in a local header
/// @param local offset of the local header from the archive's base; 0 in a local header
/// @param end offset in the image of the first byte behind the header
record ZipHeader(
        long at,
        int madeBy,
        int flags,
        int method,
        int dosTime,
        long crc,
        long stored,
        long size,
        Name name,
        ZipExtra extra,
        long external,
        long local,
        long end) {
    static final byte[] LOCAL = {'P', 'K', 3, 4};
    static final byte[] CENTRAL = {'P', 'K', 1, 2};
    static final int ENCRYPTED = 1;
    static final int DESCRIPTOR = 1 << 3;
    static final int MASKED = 1 << 13;

    private static final long ONES = 0xffff_ffffL;

    /// The local header at `at`.
    static ZipHeader local(Bytes image, long at) throws Malformed {
        if (!image.matches(at, LOCAL)) {
            throw new Malformed(at, "local file header", "its signature is missing");
        }
        int nameLength = image.u16(at + 26, LITTLE_ENDIAN, "file name length");
        int extraLength = image.u16(at + 28, LITTLE_ENDIAN, "extra field length");
        ZipExtra extra = new ZipExtra(image.array(at + 30 + nameLength, extraLength, "extra field"));
        long size = wide(image, at + 22, extra, "uncompressed size");
        long stored = wide(image, at + 18, extra, "compressed size");
        return new ZipHeader(
                at,
                0,
                image.u16(at + 6, LITTLE_ENDIAN, "flags"),
                image.u16(at + 8, LITTLE_ENDIAN, "compression method"),
                image.i32(at + 10, LITTLE_ENDIAN, "last mod time"),
                image.u32(at + 14, LITTLE_ENDIAN, "crc-32"),
                stored,
                size,
                Name.of(image.array(at + 30, nameLength, "file name")),
                extra,
                0,
                0,
                at + 30 + nameLength + extraLength);
    }

    /// The central directory's header at `at`.
    static ZipHeader central(Bytes image, long at) throws Malformed {
        if (!image.matches(at, CENTRAL)) {
            throw new Malformed(at, "central file header", "its signature is missing");
        }
        int nameLength = image.u16(at + 28, LITTLE_ENDIAN, "file name length");
        int extraLength = image.u16(at + 30, LITTLE_ENDIAN, "extra field length");
        int commentLength = image.u16(at + 32, LITTLE_ENDIAN, "file comment length");
        ZipExtra extra = new ZipExtra(image.array(at + 46 + nameLength, extraLength, "extra field"));
        long size = wide(image, at + 24, extra, "uncompressed size");
        long stored = wide(image, at + 20, extra, "compressed size");
        long local = wide(image, at + 42, extra, "relative offset of local header");
        long end = at + 46 + nameLength + extraLength;
        image.require(end, commentLength, "file comment");
        return new ZipHeader(
                at,
                image.u16(at + 4, LITTLE_ENDIAN, "version made by"),
                image.u16(at + 8, LITTLE_ENDIAN, "flags"),
                image.u16(at + 10, LITTLE_ENDIAN, "compression method"),
                image.i32(at + 12, LITTLE_ENDIAN, "last mod time"),
                image.u32(at + 16, LITTLE_ENDIAN, "crc-32"),
                stored,
                size,
                Name.of(image.array(at + 46, nameLength, "file name")),
                extra,
                image.u32(at + 38, LITTLE_ENDIAN, "external file attributes"),
                local,
                end + commentLength);
    }

    private static long wide(Bytes image, long at, ZipExtra extra, String field) throws Malformed {
        long value = image.u32(at, LITTLE_ENDIAN, field);
        if (value == ONES) {
            value = extra.nextZip64().orElse(value);
            if (value < 0) {
                throw new Malformed(at, field, "must be below 2^63");
            }
        }
        return value;
    }

    /// Whether a local header stands at `at` whose every field could be one's.
    static boolean localAt(Bytes image, long at) {
        try {
            if (!image.matches(at, LOCAL)) {
                return false;
            }
            int version = image.u8(at + 4, "version needed");
            int flags = image.u16(at + 6, LITTLE_ENDIAN, "flags");
            int method = image.u16(at + 8, LITTLE_ENDIAN, "compression method");
            int nameLength = image.u16(at + 26, LITTLE_ENDIAN, "file name length");
            int extraLength = image.u16(at + 28, LITTLE_ENDIAN, "extra field length");
            return version <= 63
                    && (flags & 0xd780) == 0
                    && (method <= 20 || method >= 93 && method <= 99)
                    && nameLength > 0
                    && image.u8(at + 30, "file name") != 0
                    && image.holds(at + 30, (long) nameLength + extraLength);
        } catch (Malformed e) {
            return false;
        }
    }

    /// Whether the sizes stand behind the data instead of here.
    boolean described() {
        return (flags & DESCRIPTOR) != 0 && stored == 0;
    }

    boolean encrypted() {
        return (flags & (ENCRYPTED | MASKED)) != 0 || method == 99;
    }

    /// Mode and type of a Unix host; 0 where another host wrote it.
    int unixMode() {
        int host = madeBy >> 8;
        return host == 3 || host == 19 ? (int) (external >>> 16) : 0;
    }

    /// The time in DOS form, read as UTC; empty where it is no time.
    OptionalLong dosSeconds() {
        int year = 1980 + (dosTime >>> 25);
        int month = dosTime >>> 21 & 15;
        int day = dosTime >>> 16 & 31;
        int hour = dosTime >>> 11 & 31;
        int minute = dosTime >>> 5 & 63;
        int second = (dosTime & 31) * 2;
        if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) {
            return OptionalLong.empty();
        }
        return day > YearMonth.of(year, month).lengthOfMonth()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(ZoneOffset.UTC));
    }
}
