package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Bzip2Decoder;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A bzip2 file: one stream or several, one after another.
public final class Bzip2 implements Format {
    @Override
    public Card card() {
        return new Card(
                "bzip2",
                "bzip2",
                List.of("bzip2 and libbzip2 1.0.8, https://sourceware.org/bzip2/"),
                List.of("Streams that directly follow one another are one payload, as bzip2 itself reads them."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("BZh", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        return Bzip2Decoder.startsAt(image, at) ? Optional.of(Claim.strong(at, Claim.UNKNOWN)) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        int level = image.u8(claim.at() + 3, "level") - '0';
        sink.header("level", Integer.toString(level), 3, 1);
        sink.uses(Extent.Kind.STRUCTURE, 0, 4);
        long end = Bzip2Decoder.decode(image, claim.at(), sink.payload("payload", 0));
        sink.uses(Extent.Kind.DATA, 4, end - claim.at() - 4);
        return end;
    }
}
