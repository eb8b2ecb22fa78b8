package org.vitrine.unpack.format.iso;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// The bytes of one ISO 9660 volume, with the numbers and times that are peculiar to it.
///
/// @param image from its system area to its end
/// @param out where what it holds goes
/// @param block bytes of a logical block
public record Disc(Bytes image, Sink out, int block) {
    /// Bytes of a sector, at whose starts descriptors and parts of folders stand.
    public static final int SECTOR = 2048;

    private static final int QUARTER = 15 * 60;

    /// A number of 32 bits that stands in both byte orders (ECMA-119 section 7.3.3); where they differ, the
    /// little-endian one counts and the other is a problem.
    ///
    /// @throws Malformed when it isn't inside
    public long both(long at, String field) throws Malformed {
        long little = image.u32(at, LITTLE_ENDIAN, field);
        long big = image.u32(at + 4, BIG_ENDIAN, field);
        if (little != big) {
            out.problem(new Problem.Malformed(at, field, little + " in one byte order, " + big + " in the other"));
        }
        return little;
    }

    /// Says of a span that it is structure, as far as it is there.
    public void structure(long at, long length) {
        if (at >= 0 && at < image.size() && length > 0) {
            out.uses(Extent.Kind.STRUCTURE, at, Math.min(length, image.size() - at));
        }
    }

    /// A time of seven bytes (section 9.1.5), in seconds since 1970; empty where none is recorded.
    ///
    /// @throws Malformed when it isn't inside
    OptionalLong shortTime(long at, String field) throws Malformed {
        byte[] time = image.array(at, 7, field);
        return seconds(1900 + (time[0] & 0xff), time[1], time[2], time[3], time[4], time[5], time[6]);
    }

    /// A time of seventeen bytes (section 8.4.26.1), in seconds since 1970; empty where none is recorded.
    ///
    /// @throws Malformed when it isn't inside
    public OptionalLong longTime(long at, String field) throws Malformed {
        byte[] time = image.array(at, 17, field);
        return seconds(
                100 * number(time, 0) + number(time, 2),
                number(time, 4),
                number(time, 6),
                number(time, 8),
                number(time, 10),
                number(time, 12),
                time[16]);
    }

    private static int number(byte[] digits, int at) {
        int tens = digits[at] - '0';
        int ones = digits[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private static OptionalLong seconds(int year, int month, int day, int hour, int minute, int second, int zone) {
        try {
            LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second);
            return OptionalLong.of(local.toEpochSecond(ZoneOffset.UTC) - (long) zone * QUARTER);
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
