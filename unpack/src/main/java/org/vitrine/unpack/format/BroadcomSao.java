package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
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

/// Broadcom's stand-alone objects: one after another a header of 64 bytes with a tag of four letters, a
/// length and the CRC-32 of the data, then the data.
public final class BroadcomSao implements Format {
    private static final int HEADER = 64;
    private static final int MAGIC = 0x534f424a;
    private static final int TAG = 8;
    private static final int LENGTH = 16;
    private static final int CRC = 0x34;

    private static final Card CARD = new Card(
            "broadcom-sao",
            "Broadcom stand-alone objects (SOBJ)",
            List.of("No specification is published; the layout was read off images"),
            List.of(
                    "The checksum of the header itself follows no rule known here and is not verified.",
                    "Fields without a known meaning get no row."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("SOBJ", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!isObject(image, at)) {
            return Optional.empty();
        }
        long end = at;
        while (isObject(image, end)) {
            end += HEADER + image.u32(end + LENGTH, BIG_ENDIAN, "length");
        }
        return Optional.of(Claim.strong(at, Math.min(end, image.size()) - at));
    }

    /// The magic, a tag of letters or digits, and a length that is told twice.
    private static boolean isObject(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || image.i32(at, BIG_ENDIAN, "magic") != MAGIC) {
            return false;
        }
        for (byte each : image.array(at + TAG, 4, "tag")) {
            if ((each < 'A' || each > 'Z') && (each < '0' || each > '9')) {
                return false;
            }
        }
        return image.i32(at + LENGTH, BIG_ENDIAN, "length") == image.i32(at + LENGTH + 4, BIG_ENDIAN, "length");
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "objects");
        long at = 0;
        while (isObject(all, at)) {
            String tag = new String(all.array(at + TAG, 4, "tag"), ISO_8859_1);
            long length = all.u32(at + LENGTH, BIG_ENDIAN, "length");
            long there = Math.min(length, all.size() - at - HEADER);
            Bytes data = all.slice(at + HEADER, there, "object");
            out.header("object", tag + " of " + length + " bytes", at, HEADER);
            out.uses(Extent.Kind.STRUCTURE, at, HEADER);
            if (there < length) {
                out.problem(new Problem.Malformed(
                        at + LENGTH, "length", length + " bytes declared, " + there + " are there"));
            } else {
                verify(all, at + CRC, data, out);
            }
            if (there > 0) {
                out.part(tag.toLowerCase(Locale.ROOT), at + HEADER, data);
            }
            at += HEADER + there;
        }
        return claim.end();
    }

    private static void verify(Bytes all, long at, Bytes data, Sink out) throws Malformed {
        CRC32 crc = new CRC32();
        data.feed(crc::update);
        long stored = all.u32(at, BIG_ENDIAN, "data CRC");
        if (crc.getValue() != stored) {
            out.problem(new Problem.Malformed(
                    at,
                    "data CRC",
                    Long.toHexString(stored) + " stored, " + Long.toHexString(crc.getValue()) + " computed"));
        }
    }
}
