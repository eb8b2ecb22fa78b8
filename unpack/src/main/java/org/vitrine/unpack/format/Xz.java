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
import org.vitrine.unpack.codec.XzStream;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// An .xz file: one stream or several, with padding between them.
public final class Xz implements Format {
    /// Bytes of a stream's header, and of its footer.
    private static final int HEADER = 12;

    @Override
    public Card card() {
        return new Card(
                "xz",
                "xz",
                List.of("The .xz File Format 1.2.1, https://tukaani.org/xz/xz-file-format.txt"),
                List.of(
                        "Dictionaries of more than 128 MiB are refused.",
                        "Checks other than CRC32, CRC64 and SHA-256 are refused; no encoder is known to write one.",
                        "Zeros behind the last stream are left to the container around it."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("fd377a585a00"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!XzStream.startsAt(image, at)) {
            return Optional.empty();
        }
        CRC32 crc = new CRC32();
        crc.update(image.array(at + 6, 2, "stream flags"));
        if (crc.getValue() != image.u32(at + 8, LITTLE_ENDIAN, "CRC32")) {
            throw new Malformed(at + 8, "CRC32", "the stream header's checksum is wrong");
        }
        return Optional.of(Claim.strong(at, Claim.UNKNOWN));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        int check = image.u8(claim.at() + 7, "check");
        String name = switch (check) {
            case 0 -> "none";
            case 1 -> "CRC32";
            case 4 -> "CRC64";
            case 10 -> "SHA-256";
            default -> Integer.toString(check);
        };
        sink.header("check", name, 7, 1);
        sink.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        long end = XzStream.decode(image, claim.at(), sink.payload("payload", 0));
        long length = end - claim.at();
        sink.uses(Extent.Kind.DATA, HEADER, length - 2 * HEADER);
        sink.uses(Extent.Kind.STRUCTURE, length - HEADER, HEADER);
        return end;
    }
}
