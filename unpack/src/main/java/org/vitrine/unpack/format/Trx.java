package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The TRX container of Broadcom's routers: a little-endian header with a CRC-32 over all behind it, and
/// the offsets of three partitions, four in version 2.
public final class Trx implements Format {
    private static final int FIXED = 16;
    private static final int FLAGS = 12;
    private static final int OFFSETS = 16;
    private static final long LARGEST = 1L << 30;

    private static final Card CARD = new Card(
            "trx",
            "TRX firmware container, versions 1 and 2",
            List.of(
                    "OpenWrt wiki, docs/techref/headers (TRX)",
                    "Linux, drivers/mtd/parsers/parser_trx.c; OpenWrt firmware-utils, trx.c"),
            List.of(
                    "Headers in big-endian order are not recognised.",
                    "The header doesn't say what a partition is; they are numbered.",
                    "The checksum shows damage, not whether somebody altered the image."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("HDR0", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, FIXED)) {
            return Optional.empty();
        }
        int version = image.u16(at + 14, LITTLE_ENDIAN, "version");
        long length = image.u32(at + 4, LITTLE_ENDIAN, "len");
        if (version < 1 || version > 2 || length > LARGEST || !image.holds(at, header(version))) {
            return Optional.empty();
        }
        boolean any = false;
        long before = header(version) - 1L;
        for (int i = 0; i < count(version); i++) {
            long offset = image.u32(at + OFFSETS + 4L * i, LITTLE_ENDIAN, "offset");
            if (offset == 0) {
                continue;
            }
            if (offset <= before || offset >= length) {
                return Optional.empty();
            }
            before = offset;
            any = true;
        }
        return any ? Optional.of(Claim.strong(at, Math.min(length, image.size() - at))) : Optional.empty();
    }

    private static int count(int version) {
        return version == 1 ? 3 : 4;
    }

    private static int header(int version) {
        return OFFSETS + 4 * count(version);
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "image");
        long length = all.u32(4, LITTLE_ENDIAN, "len");
        int version = all.u16(14, LITTLE_ENDIAN, "version");
        out.header("len", Long.toString(length), 4, 4);
        out.header("crc32", Integer.toHexString(all.i32(8, LITTLE_ENDIAN, "crc32")), 8, 4);
        out.header("flags", Integer.toString(all.u16(FLAGS, LITTLE_ENDIAN, "flags")), FLAGS, 2);
        out.header("version", Integer.toString(version), 14, 2);
        out.uses(Extent.Kind.STRUCTURE, 0, header(version));
        if (all.size() < length) {
            out.problem(
                    new Problem.Malformed(4, "len", length + " bytes declared, " + all.size() + " left in the image"));
        } else {
            verify(all, out);
        }
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < count(version); i++) {
            long offset = all.u32(OFFSETS + 4L * i, LITTLE_ENDIAN, "offset");
            out.header("offset " + i, Long.toString(offset), OFFSETS + 4L * i, 4);
            if (offset > 0 && offset < all.size()) {
                starts.add(offset);
            }
        }
        for (int i = 0; i < starts.size(); i++) {
            long end = i + 1 < starts.size() ? starts.get(i + 1) : all.size();
            out.part("partition" + i, starts.get(i), all.slice(starts.get(i), end - starts.get(i), "partition"));
        }
        return claim.end();
    }

    /// CRC-32 from the flags on, without the inversion that usually ends it.
    private static void verify(Bytes all, Sink out) throws Malformed {
        CRC32 crc = new CRC32();
        all.from(FLAGS, "flags").feed(crc::update);
        long stored = all.u32(8, LITTLE_ENDIAN, "crc32");
        long computed = crc.getValue() ^ 0xffff_ffffL;
        if (stored == computed) {
            out.header("crc32 verified", "right over " + (all.size() - FLAGS) + " bytes", -1, 0);
        } else {
            out.problem(new Problem.Malformed(
                    8, "crc32", Long.toHexString(stored) + " stored, " + Long.toHexString(computed) + " computed"));
        }
    }
}
