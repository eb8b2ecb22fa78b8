package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.codec.Deflate;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// A gzip file: members one after another, each deflated, with a header and a CRC.
public final class Gzip implements Format {
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    /// What a name or comment may take: longer ones were never met, and each becomes a row.
    private static final int MAX_TEXT = 1 << 16;
    /// Members whose header fields become rows; a file may have millions.
    private static final int MAX_SHOWN = 16;

    @Override
    public Card card() {
        return new Card(
                "gzip",
                "gzip",
                List.of("RFC 1952", "RFC 1951"),
                List.of(
                        "Deflate is decoded by the zlib of the Java platform, which is native code.",
                        "Members that directly follow one another are one payload, as gzip itself reads them.",
                        "Header fields of the first 16 members are recorded."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("1f8b08"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        if (!memberAt(image, at)) {
            return Optional.empty();
        }
        try {
            int flags = image.u8(at + 3, "FLG");
            int extraFlags = image.u8(at + 8, "XFL");
            int system = image.u8(at + 9, "OS");
            boolean plain = flags == 0 || flags == FNAME;
            if (flags == 0 && !Deflate.plausible(image, at + 10)) {
                return Optional.empty();
            }
            boolean usual = (extraFlags == 0 || extraFlags == 2 || extraFlags == 4) && (system < 14 || system == 255);
            return Optional.of(
                    usual || plain && extraFlags == 0
                            ? Claim.strong(at, Claim.UNKNOWN)
                            : Claim.weak(at, Claim.UNKNOWN));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static boolean memberAt(Bytes image, long at) {
        try {
            return image.u16(at, LITTLE_ENDIAN, "ID") == 0x8b1f
                    && image.u8(at + 2, "CM") == 8
                    && (image.u8(at + 3, "FLG") & 0xe0) == 0
                    && image.holds(at, 18);
        } catch (Malformed e) {
            return false;
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        Out payload = sink.payload("payload", 0);
        long next = claim.at();
        long members = 0;
        do {
            long data = header(image, next, claim.at(), members < MAX_SHOWN, sink);
            Checked checked = new Checked(payload, new CRC32());
            long end = Deflate.decode(image, data, checked);
            sink.uses(Extent.Kind.STRUCTURE, next - claim.at(), data - next);
            sink.uses(Extent.Kind.DATA, data - claim.at(), end - data);
            sink.uses(Extent.Kind.STRUCTURE, end - claim.at(), Math.min(8, image.size() - end));
            next = trailer(image, end, checked);
            members++;
        } while (memberAt(image, next));
        if (members > 1) {
            sink.header("members", Long.toString(members), -1, 0);
        }
        return next;
    }

    private static long trailer(Bytes image, long at, Checked checked) throws Malformed {
        long crc = image.u32(at, LITTLE_ENDIAN, "CRC32");
        if (crc != checked.value()) {
            throw new Malformed(
                    at,
                    "CRC32",
                    Long.toHexString(crc) + " declared, " + Long.toHexString(checked.value()) + " decoded");
        }
        long size = image.u32(at + 4, LITTLE_ENDIAN, "ISIZE");
        if (size != (checked.count() & 0xffff_ffffL)) {
            throw new Malformed(at + 4, "ISIZE", size + " declared, " + checked.count() + " decoded (modulo 2^32)");
        }
        return at + 8;
    }

    /// Reads a member's header; returns where its data starts.
    private static long header(Bytes image, long at, long start, boolean shown, Sink sink) throws Malformed {
        int flags = image.u8(at + 3, "FLG");
        if (shown) {
            long time = image.u32(at + 4, LITTLE_ENDIAN, "MTIME");
            if (time != 0) {
                sink.header("MTIME", Instant.ofEpochSecond(time).toString(), at + 4 - start, 4);
            }
            sink.header("XFL", Integer.toString(image.u8(at + 8, "XFL")), at + 8 - start, 1);
            sink.header("OS", Integer.toString(image.u8(at + 9, "OS")), at + 9 - start, 1);
        }
        long next = at + 10;
        if ((flags & FEXTRA) != 0) {
            int length = image.u16(next, LITTLE_ENDIAN, "XLEN");
            byte[] extra = image.array(next + 2, length, "FEXTRA");
            if (shown) {
                sink.header("FEXTRA", HexFormat.of().formatHex(extra), next + 2 - start, length);
            }
            next += 2 + length;
        }
        if ((flags & FNAME) != 0) {
            next = text(image, next, start, "FNAME", shown, sink);
        }
        if ((flags & FCOMMENT) != 0) {
            next = text(image, next, start, "FCOMMENT", shown, sink);
        }
        if ((flags & FHCRC) != 0) {
            CRC32 crc = new CRC32();
            crc.update(image.array(at, next - at, "header"));
            int declared = image.u16(next, LITTLE_ENDIAN, "CRC16");
            if (declared != (crc.getValue() & 0xffff)) {
                throw new Malformed(next, "CRC16", "the header's checksum is wrong");
            }
            next += 2;
        }
        return next;
    }

    private static long text(Bytes image, long at, long start, String field, boolean shown, Sink sink)
            throws Malformed {
        long end = image.indexOf(new byte[1], at, at + MAX_TEXT);
        if (end < 0) {
            throw new Malformed(at, field, "no end within " + MAX_TEXT + " bytes");
        }
        if (shown) {
            byte[] raw = image.array(at, end - at, field);
            sink.header(field, Display.text(raw), at - start, end + 1 - at);
        }
        return end + 1;
    }
}
