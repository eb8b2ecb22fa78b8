package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The software image of Matter: a header in TLV with vendor, product, version and the payload's digest, then the
/// payload.
public final class MatterOta implements Format {
    private static final int HEADER = 16;
    private static final int LARGEST_TLV = 1 << 16;
    private static final int STRUCTURE = 0x15;
    private static final int SHA256 = 1;
    private static final List<String> FIELDS = List.of(
            "VendorID",
            "ProductID",
            "SoftwareVersion",
            "SoftwareVersionString",
            "PayloadSize",
            "MinApplicableSoftwareVersion",
            "MaxApplicableSoftwareVersion",
            "ReleaseNotesURL",
            "ImageDigestType",
            "ImageDigest");

    private static final Card CARD = new Card(
            "matter-ota",
            "Matter software image",
            List.of("Matter Core Specification 1.2, 11.21 (Over-the-Air Software Update File Format)"),
            List.of("Digests other than SHA-256 are given, not verified."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("1ef1ee1b"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER + 1) || image.i32(at, LITTLE_ENDIAN, "FileIdentifier") != 0x1beef11e) {
            return Optional.empty();
        }
        long size = image.i64(at + 4, LITTLE_ENDIAN, "TotalSize");
        long header = image.u32(at + 12, LITTLE_ENDIAN, "HeaderSize");
        boolean sane = header > 0
                && header <= LARGEST_TLV
                && size >= HEADER + header
                && size >>> 40 == 0
                && image.u8(at + HEADER, "header") == STRUCTURE;
        return sane ? Optional.of(Claim.strong(at, Math.min(size, image.size() - at))) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "image");
        long size = all.i64(4, LITTLE_ENDIAN, "TotalSize");
        long header = HEADER + all.u32(12, LITTLE_ENDIAN, "HeaderSize");
        all.require(0, header, "HeaderSize");
        out.uses(Extent.Kind.STRUCTURE, 0, header);
        if (size > all.size()) {
            out.problem(new Problem.Malformed(4, "TotalSize", size + " bytes declared, " + all.size() + " are there"));
        }
        Bytes payload = all.from(header, "payload");
        fields(all, header, payload, out);
        if (payload.size() > 0) {
            out.part("payload", header, payload);
        }
        return claim.end();
    }

    /// Elements of the outermost structure, each with a context tag.
    private static void fields(Bytes all, long end, Bytes payload, Sink out) throws Unreadable {
        long at = HEADER + 1;
        int digestType = 0;
        while (at < end && all.u8(at, "control") != 0x18) {
            int control = all.u8(at, "control");
            int tag = all.u8(at + 1, "tag");
            int type = control & 0x1f;
            if (control >> 5 != 1 || type > 0x13 || type > 7 && type < 0x0c) {
                out.problem(new Problem.Unsupported(at, "control", "0x%02x".formatted(control)));
                return;
            }
            String field = tag < FIELDS.size() ? FIELDS.get(tag) : "tag " + tag;
            int width = 1 << (type & 3);
            long value = number(all, at + 2, width);
            long start = at + 2 + width;
            if (type < 8) {
                out.header(field, Long.toUnsignedString(value), at, start - at);
                digestType = tag == 8 ? (int) value : digestType;
                at = start;
                continue;
            }
            if (value < 0 || value > end - start) {
                throw new Malformed(at + 2, field, value + " bytes of " + (end - start));
            }
            byte[] text = all.array(start, value, field);
            out.header(
                    field, type < 0x10 ? Display.text(text) : HexFormat.of().formatHex(text), at, start + value - at);
            if (tag == 9 && digestType == SHA256 && value == 32) {
                ContentHash.verify("SHA-256", payload, all, start, field, out);
            }
            at = start + value;
        }
    }

    private static long number(Bytes all, long at, int width) throws Malformed {
        return switch (width) {
            case 1 -> all.u8(at, "value");
            case 2 -> all.u16(at, LITTLE_ENDIAN, "value");
            case 4 -> all.u32(at, LITTLE_ENDIAN, "value");
            default -> all.i64(at, LITTLE_ENDIAN, "value");
        };
    }
}
