package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.codec.LzmaDecoder;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// A lzip file: members one after another, each LZMA with a header of six bytes and a trailer of
/// twenty.
public final class Lzip implements Format {
    private static final int HEADER = 6;
    private static final int TRAILER = 20;
    /// lc=3 lp=0 pb=2, which lzip always uses.
    private static final int PROPERTIES = 93;

    @Override
    public Card card() {
        return new Card(
                "lzip",
                "lzip",
                List.of("draft-diaz-lzip-09", "Lzip manual 1.24, File format"),
                List.of(
                        "Dictionaries are kept up to 128 MiB; data that reaches further back is refused.",
                        "Version 0, which was never released, is not read.",
                        "Members that directly follow one another are one payload, as lzip itself reads them."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("4c5a495001"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        return memberAt(image, at) ? Optional.of(Claim.strong(at, Claim.UNKNOWN)) : Optional.empty();
    }

    private static boolean memberAt(Bytes image, long at) {
        try {
            return image.holds(at, HEADER + TRAILER + 5)
                    && image.i32(at, LITTLE_ENDIAN, "ID string") == 0x50495a4c
                    && image.u8(at + 4, "VN") == 1
                    && (image.u8(at + 5, "DS") & 31) >= 12
                    && (image.u8(at + 5, "DS") & 31) <= 29
                    // The range coder's first byte.
                    && image.u8(at + HEADER, "LZMA stream") == 0;
        } catch (Malformed e) {
            return false;
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long at = claim.at();
        sink.header("dictionary size", Long.toString(dictionary(image, at)), 5, 1);
        Out payload = sink.payload("payload", 0);
        long next = at;
        long members = 0;
        do {
            next = member(image, next, at, payload, sink);
            members++;
        } while (memberAt(image, next));
        if (members > 1) {
            sink.header("members", Long.toString(members), -1, 0);
        }
        return next;
    }

    /// A power of two, less up to seven sixteenths of it.
    private static long dictionary(Bytes image, long at) throws Malformed {
        int coded = image.u8(at + 5, "DS");
        long base = 1L << (coded & 31);
        return base - base / 16 * (coded >>> 5);
    }

    private static long member(Bytes image, long from, long at, Out payload, Sink sink) throws Unreadable {
        Checked checked = new Checked(payload, new CRC32());
        long data = from + HEADER;
        long end = LzmaDecoder.decode(image, data, PROPERTIES, dictionary(image, from), LzmaDecoder.UNKNOWN, checked);
        long crc = image.u32(end, LITTLE_ENDIAN, "CRC32");
        if (crc != checked.value()) {
            throw new Malformed(
                    end,
                    "CRC32",
                    Long.toHexString(crc) + " stored, " + Long.toHexString(checked.value()) + " computed");
        }
        same(end + 4, "data size", image.i64(end + 4, LITTLE_ENDIAN, "data size"), checked.count());
        same(end + 12, "member size", image.i64(end + 12, LITTLE_ENDIAN, "member size"), end + TRAILER - from);
        sink.uses(Extent.Kind.STRUCTURE, from - at, HEADER);
        sink.uses(Extent.Kind.DATA, data - at, end - data);
        sink.uses(Extent.Kind.STRUCTURE, end - at, TRAILER);
        return end + TRAILER;
    }

    private static void same(long at, String field, long stored, long found) throws Malformed {
        if (stored != found) {
            throw new Malformed(at, field, Long.toUnsignedString(stored) + " stored, " + found + " found");
        }
    }
}
