package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Lzw;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A .Z file of `compress`: three bytes of header, then LZW to the end of the file. Nothing in it
/// tells its end, so one is only looked for at the start of a content.
public final class Compress implements Format {
    private static final int HEADER = 3;

    @Override
    public Card card() {
        return new Card(
                "compress",
                "compress (.Z)",
                List.of("ncompress 5.0, compress(1)"),
                List.of(
                        "It has no length and no checksum: it is found at the start of a content only, and taken to its end.",
                        "Damage shows only where a code names what isn't there."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("1f9d"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        try {
            if (at != 0 || image.size() <= HEADER || image.u16(0, BIG_ENDIAN, "magic") != 0x1f9d) {
                return Optional.empty();
            }
            int flags = image.u8(2, "flags");
            int most = flags & 31;
            boolean right = (flags & 0x60) == 0
                    && most >= 9
                    && most <= 16
                    && Lzw.plausible(image, HEADER, most, (flags & 0x80) != 0);
            return right ? Optional.of(Claim.strong(0, image.size())) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        int flags = image.u8(2, "flags");
        sink.header("maxbits", Integer.toString(flags & 31), 2, 1);
        sink.header("block mode", (flags & 0x80) != 0 ? "1" : "0", 2, 1);
        sink.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        Lzw.decode(image, HEADER, flags & 31, (flags & 0x80) != 0, sink.payload("payload", 0));
        sink.uses(Extent.Kind.DATA, HEADER, image.size() - HEADER);
        return image.size();
    }
}
