package org.vitrine.unpack.format.fat;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// The listing of a folder: entries of 32 bytes, each perhaps behind the pieces of its long name.
/// Deleted entries are passed over. Not safe for several threads.
final class Listing {
    /// An entry.
    ///
    /// @param cluster its first cluster, 0 for an empty file
    /// @param mtime last change as if in UTC; empty where none is recorded
    record Item(Name name, int attributes, long cluster, long size, OptionalLong mtime) {
        boolean isFolder() {
            return (attributes & 0x10) != 0;
        }

        boolean isLabel() {
            return (attributes & 0x08) != 0;
        }
    }

    private static final int ENTRY = 32;
    private static final int LONG_NAME = 0x0f;
    private static final int DELETED = 0xe5;
    private static final int MOST_PIECES = 20;
    private static final int PIECE = 13;
    private static final int[] PIECE_AT = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

    private final Bytes bytes;
    private final Sink out;
    private final boolean wide;
    private final char[] units = new char[MOST_PIECES * PIECE];
    private int length;
    private int due;
    private int checksum;
    private long next;

    /// That of these bytes.
    ///
    /// @param wide whether numbers of clusters have 32 bits
    Listing(Bytes bytes, boolean wide, Sink out) {
        this.bytes = bytes;
        this.wide = wide;
        this.out = out;
        forget();
    }

    private void forget() {
        due = -1;
        length = 0;
    }

    /// The next entry but `.` and `..`; empty behind the last.
    ///
    /// @throws Malformed never for a listing of whole entries
    Optional<Item> next() throws Malformed {
        while (bytes.holds(next, ENTRY)) {
            long at = next;
            next += ENTRY;
            int first = bytes.u8(at, "DIR_Name");
            if (first == 0) {
                next = bytes.size();
                break;
            }
            int attributes = bytes.u8(at + 11, "DIR_Attr");
            if (first == DELETED) {
                forget();
            } else if ((attributes & 0x3f) == LONG_NAME) {
                piece(at, first);
            } else if (first != '.') {
                return Optional.of(item(at, attributes));
            }
        }
        return Optional.empty();
    }

    private void piece(long at, int order) throws Malformed {
        int number = order & 0x3f;
        int sum = bytes.u8(at + 13, "LDIR_Chksum");
        if ((order & 0x40) != 0) {
            forget();
            due = number;
            checksum = sum;
            length = number * PIECE;
        }
        if (number == 0 || number > MOST_PIECES || number != due || sum != checksum) {
            problem("LDIR_Ord", "piece " + number + " of a long name where piece " + due + " is due");
            forget();
            return;
        }
        for (int i = 0; i < PIECE; i++) {
            char unit = (char) bytes.u16(at + PIECE_AT[i], LITTLE_ENDIAN, "LDIR_Name");
            int place = (number - 1) * PIECE + i;
            units[place] = unit;
            if (unit == 0) {
                length = Math.min(length, place);
            }
        }
        due--;
    }

    private void problem(String field, String reason) {
        out.problem(new Problem.Malformed(-1, field, reason));
    }

    private Item item(long at, int attributes) throws Malformed {
        byte[] raw = bytes.array(at, 11, "DIR_Name");
        Name name = Name.of(shortName(raw, bytes.u8(at + 12, "DIR_NTRes"), (attributes & 0x08) != 0));
        if (due == 0 && checksum == checksum(raw) && length > 0) {
            name = Name.of(utf8());
        } else if (due >= 0) {
            problem("LDIR_Chksum", "a long name that does not belong to " + name);
        }
        forget();
        long high = wide ? bytes.u16(at + 20, LITTLE_ENDIAN, "DIR_FstClusHI") : 0;
        long cluster = bytes.u16(at + 26, LITTLE_ENDIAN, "DIR_FstClusLO") | high << 16;
        return new Item(name, attributes, cluster, bytes.u32(at + 28, LITTLE_ENDIAN, "DIR_FileSize"), time(at));
    }

    private static int checksum(byte[] raw) {
        int sum = 0;
        for (byte each : raw) {
            sum = ((sum & 1) << 7) + (sum >> 1) + (each & 0xff) & 0xff;
        }
        return sum;
    }

    /// UTF-16 as UTF-8; half of a pair is kept as three bytes, so that two different names stay
    /// different.
    private byte[] utf8() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < length; i++) {
            char unit = units[i];
            if (Character.isHighSurrogate(unit) && i + 1 < length && Character.isLowSurrogate(units[i + 1])) {
                text.writeBytes(new String(units, i++, 2).getBytes(StandardCharsets.UTF_8));
            } else if (Character.isSurrogate(unit)) {
                text.write(0xe0 | unit >> 12);
                text.write(0x80 | unit >> 6 & 0x3f);
                text.write(0x80 | unit & 0x3f);
            } else {
                text.writeBytes(String.valueOf(unit).getBytes(StandardCharsets.UTF_8));
            }
        }
        return text.toByteArray();
    }

    private static byte[] shortName(byte[] raw, int cases, boolean label) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        raw[0] = raw[0] == 0x05 ? (byte) DELETED : raw[0];
        int base = end(raw, 0, 8);
        int extension = end(raw, 8, 11);
        if (label) {
            text.write(raw, 0, end(raw, 0, 11));
            return text.toByteArray();
        }
        for (int i = 0; i < base; i++) {
            text.write((cases & 0x08) != 0 ? lower(raw[i]) : raw[i]);
        }
        if (extension > 8) {
            text.write('.');
        }
        for (int i = 8; i < extension; i++) {
            text.write((cases & 0x10) != 0 ? lower(raw[i]) : raw[i]);
        }
        raw[0] = raw[0] == (byte) DELETED ? 0x05 : raw[0];
        return text.toByteArray();
    }

    private static int end(byte[] raw, int from, int to) {
        int end = to;
        while (end > from && raw[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 0x20 : letter;
    }

    private OptionalLong time(long at) throws Malformed {
        int time = bytes.u16(at + 22, LITTLE_ENDIAN, "DIR_WrtTime");
        int date = bytes.u16(at + 24, LITTLE_ENDIAN, "DIR_WrtDate");
        try {
            return OptionalLong.of(LocalDateTime.of(
                            1980 + (date >> 9),
                            date >> 5 & 0xf,
                            date & 0x1f,
                            time >> 11,
                            time >> 5 & 0x3f,
                            (time & 0x1f) * 2)
                    .toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
