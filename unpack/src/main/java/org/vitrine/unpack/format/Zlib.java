package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.Adler32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.codec.Deflate;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A bare zlib stream. Its two bytes of header are met by chance, so only one whose Adler-32 is right counts.
public final class Zlib implements Format {
    private static final List<Magic> MAGIC = headers();

    /// All headers of deflate (CM 8) for every window size and level, without a preset dictionary.
    private static List<Magic> headers() {
        List<Magic> headers = new ArrayList<>();
        for (int window = 7; window >= 0; window--) {
            for (int level = 3; level >= 0; level--) {
                int header = (window << 4 | 8) << 8 | level << 6;
                header += 31 - header % 31;
                headers.add(Magic.hex(HexFormat.of().toHexDigits((short) header)));
            }
        }
        return List.copyOf(headers);
    }

    @Override
    public Card card() {
        return new Card(
                "zlib",
                "zlib stream",
                List.of("RFC 1950", "RFC 1951"),
                List.of(
                        "Deflate is decoded by the zlib of the Java platform, which is native code.",
                        "Streams with a preset dictionary are not opened.",
                        "A damaged stream can't be told from chance and is not shown."));
    }

    @Override
    public List<Magic> magic() {
        return MAGIC;
    }

    @Override
    public boolean doubtful() {
        return true;
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        try {
            int header = image.u16(at, BIG_ENDIAN, "CMF");
            boolean right = header % 31 == 0 && (header >> 8 & 15) == 8 && header >> 12 < 8 && (header & 0x20) == 0;
            return right && image.holds(at, 8) && Deflate.plausible(image, at + 2)
                    ? Optional.of(Claim.weak(at, Claim.UNKNOWN))
                    : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        Checked payload = new Checked(sink.payload("payload", 0), new Adler32());
        long end = Deflate.decode(image, claim.at() + 2, payload);
        long adler = image.u32(end, BIG_ENDIAN, "ADLER32");
        if (adler != payload.value()) {
            throw new Malformed(
                    end,
                    "ADLER32",
                    Long.toHexString(adler) + " declared, " + Long.toHexString(payload.value()) + " decoded");
        }
        sink.header("CMF", HexFormat.of().toHexDigits((byte) image.u8(claim.at(), "CMF")), 0, 1);
        sink.header("FLG", HexFormat.of().toHexDigits((byte) image.u8(claim.at() + 1, "FLG")), 1, 1);
        sink.uses(Extent.Kind.STRUCTURE, 0, 2);
        sink.uses(Extent.Kind.DATA, 2, end - claim.at() - 2);
        sink.uses(Extent.Kind.STRUCTURE, end - claim.at(), 4);
        return end + 4;
    }
}
