package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

/// The header of 128 bytes before the VxWorks images of small TP-Link routers: a length, and a table of the
/// pieces that follow each other up to it. It is claimed alone, so that the pieces are found where they are.
public final class Img0 implements Format {
    private static final int HEADER = 128;
    private static final int TABLE = 0x40;
    /// Pieces start at multiples of it.
    private static final int ALIGNMENT = 16;

    private static final long LARGEST = 256L << 20;

    private static final Card CARD = new Card(
            "img0",
            "TP-Link VxWorks image header (IMG0)",
            List.of("No specification is published; the layout was read off images"),
            List.of(
                    "Fields without a known meaning get no row.",
                    "The 20 bytes that stand before the first header of an upgrade file, 16 of them like a checksum, are"
                            + " not claimed: no known rule gives them."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("IMG0", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER)) {
            return Optional.empty();
        }
        long length = image.u32(at + 4, BIG_ENDIAN, "length");
        long end = HEADER;
        int pieces = pieces(image, at);
        for (int i = 0; i < pieces; i++) {
            long offset = image.u32(at + TABLE + 8L * i, BIG_ENDIAN, "piece offset");
            if (!follows(end, offset)) {
                return Optional.empty();
            }
            end = offset + image.u32(at + TABLE + 8L * i + 4, BIG_ENDIAN, "piece length");
        }
        return pieces > 0 && follows(end, length) && length <= LARGEST
                ? Optional.of(Claim.strong(at, HEADER))
                : Optional.empty();
    }

    private static boolean follows(long end, long next) {
        return next >= end && next - end < ALIGNMENT;
    }

    private static int pieces(Bytes image, long at) throws Malformed {
        int count = 0;
        while (count < (HEADER - TABLE) / 8
                && image.u32(at + TABLE + 8L * count + 4, BIG_ENDIAN, "piece length") != 0) {
            count++;
        }
        return count;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        long at = claim.at();
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        long length = image.u32(at + 4, BIG_ENDIAN, "length");
        out.header("length", Long.toString(length), 4, 4);
        out.header("hw_id", "0x" + HexFormat.of().toHexDigits(image.i32(at + 8, BIG_ENDIAN, "hw_id")), 8, 4);
        out.header("hw_rev", Long.toString(image.u32(at + 12, BIG_ENDIAN, "hw_rev")), 12, 4);
        for (int i = 0; i < pieces(image, at); i++) {
            long place = TABLE + 8L * i;
            String piece = "piece " + (i + 1);
            out.header(piece + " offset", Long.toString(image.u32(at + place, BIG_ENDIAN, piece)), place, 4);
            out.header(piece + " length", Long.toString(image.u32(at + place + 4, BIG_ENDIAN, piece)), place + 4, 4);
        }
        if (length > image.size() - at) {
            out.problem(new Problem.Malformed(
                    4,
                    "length",
                    length + " bytes from the header on are named, " + (image.size() - at) + " are there"));
        }
        return claim.end();
    }
}
