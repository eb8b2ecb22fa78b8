package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A brotli file. It has neither magic nor checksum, so its name must end in `.br`, and only one that
/// decodes to the file's end counts.
public final class Brotli implements Format {
    @Override
    public Card card() {
        return new Card(
                "brotli",
                "brotli",
                List.of("RFC 7932"),
                List.of(
                        "Found by the ending .br of an entry's name only.",
                        "Large windows, which RFC 7932 doesn't know, are refused.",
                        "A damaged stream can't be told from another file and is not shown."));
    }

    @Override
    public List<Magic> magic() {
        return List.of();
    }

    @Override
    public List<String> endings() {
        return List.of(".br");
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        return at == 0 && image.size() > 0 ? Optional.of(Claim.weak(0, Claim.UNKNOWN)) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long end = org.vitrine.unpack.codec.Brotli.decode(image, claim.at(), sink.payload("payload", 0));
        sink.uses(Extent.Kind.DATA, 0, end - claim.at());
        return end;
    }
}
