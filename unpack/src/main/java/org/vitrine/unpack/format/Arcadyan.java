package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// LZMA data as Arcadyan hides it: two blocks of 32 bytes are swapped, and the one with the LZMA header has the
/// halves of its bytes and the bytes of its pairs swapped too.
public final class Arcadyan implements Format {
    private static final int FIRST = 4;
    private static final int BLOCK = 32;
    private static final int SECOND = 0x68;
    private static final byte[] LZMA = {0x5d, 0, 0, (byte) 0x80, 0};

    private static final Card CARD = new Card(
            "arcadyan",
            "Arcadyan obfuscated LZMA",
            List.of("Craig Heffner, devttys0.com: Reversing the WRT120N's Firmware Obfuscation, 2014"),
            List.of(
                    "Found only with LZMA of the usual properties and a dictionary of 8 MiB, at the start of a content.",
                    "The four bytes before the data have no known meaning."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("00d508", SECOND));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (at != 0 || !image.holds(0, SECOND + BLOCK)) {
            return Optional.empty();
        }
        return Bytes.of(plain(image)).matches(0, LZMA) ? Optional.of(Claim.strong(0, image.size())) : Optional.empty();
    }

    /// The data's first block.
    private static byte[] plain(Bytes image) throws Malformed {
        byte[] block = image.array(SECOND, BLOCK, "second block");
        byte[] plain = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int value = block[i ^ 1] & 0xff;
            plain[i] = (byte) (value << 4 | value >> 4);
        }
        return plain;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes data = Stitched.of(List.of(
                Bytes.of(plain(image)),
                image.slice(FIRST + BLOCK, SECOND - FIRST - BLOCK, "data"),
                image.slice(FIRST, BLOCK, "first block"),
                image.from(SECOND + BLOCK, "data")));
        out.uses(Extent.Kind.DATA, FIRST, data.size());
        out.file(Entry.of(List.of(Name.of("data.lzma")), ArtifactType.FILE), data);
        return claim.end();
    }
}
