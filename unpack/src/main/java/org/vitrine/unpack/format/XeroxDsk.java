package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
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
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// A flash file of Xerox's printers (DSK 1.0): a header of 24 bytes, then the content in lines of base64.
public final class XeroxDsk implements Format {
    private static final byte[] MAGIC = "\u001bDSK1.0\0".getBytes(ISO_8859_1);
    private static final int HEADER = 24;
    private static final int LENGTH = 12;

    private static final Card CARD = new Card(
            "xerox-dsk",
            "Xerox flash file (DSK 1.0)",
            List.of("No specification is published; the layout was read off images"),
            List.of("Fields without a known meaning get no row; what stands before the header is not read."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("1b44534b312e3000"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || !image.matches(at, MAGIC)) {
            return Optional.empty();
        }
        long length = HEADER + image.u32(at + LENGTH, LITTLE_ENDIAN, "length");
        return Optional.of(Claim.strong(at, Math.min(length, image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "file");
        long length = all.u32(LENGTH, LITTLE_ENDIAN, "length");
        out.header("length", Long.toString(length), LENGTH, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        Bytes text = all.from(HEADER, "content");
        out.uses(Extent.Kind.DATA, HEADER, text.size());
        if (length > text.size()) {
            out.problem(
                    new Problem.Malformed(LENGTH, "length", length + " bytes declared, " + text.size() + " are there"));
        }
        Out payload = out.payload("payload", HEADER);
        byte[] window = new byte[1 << 14];
        try (InputStream decoded = Base64.getMimeDecoder().wrap(text.stream())) {
            for (int filled = decoded.read(window); filled >= 0; filled = decoded.read(window)) {
                payload.write(window, 0, filled);
            }
        } catch (IOException e) {
            throw new Malformed(HEADER, "base64", "doesn't end as it should");
        }
        return claim.end();
    }
}
