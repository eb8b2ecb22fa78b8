package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A zip archive, read by its central directory; by its local headers where that is missing.
public final class Zip implements Format {
    @Override
    public Card card() {
        return new Card(
                "zip",
                "zip archive",
                List.of(
                        ".ZIP File Format Specification (APPNOTE.TXT) 6.3.10",
                        "Info-ZIP, extra fields (proginfo/extrafld.txt)"),
                List.of(
                        "Deflate is decoded by the zlib of the Java platform, which is native code.",
                        "Encrypted entries, zstd, PPMd, WavPack, imploded, reduced and shrunk ones are named, not read.",
                        "Archives on several disks are not read.",
                        "A DOS time has no zone and counts steps of two seconds; it is taken as UTC.",
                        "Comments and attributes of single files are not kept, nor in which charset a name is."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("504b0304"), Magic.hex("504b0506"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (image.matches(at, ZipDirectory.END)) {
            return empty(image, at);
        }
        if (!ZipHeader.localAt(image, at)) {
            return Optional.empty();
        }
        long length = ZipDirectory.find(image, at)
                .map(directory -> directory.after() - at)
                .orElse(Claim.UNKNOWN);
        return Optional.of(Claim.strong(at, length));
    }

    private static Optional<Claim> empty(Bytes image, long at) throws Malformed {
        if (!image.holds(at, ZipDirectory.END_SIZE)) {
            return Optional.empty();
        }
        for (int i = 4; i < 20; i++) {
            if (image.u8(at + i, "end of central directory") != 0) {
                return Optional.empty();
            }
        }
        int comment = image.u16(at + 20, LITTLE_ENDIAN, "comment length");
        return image.holds(at + ZipDirectory.END_SIZE, comment)
                ? Optional.of(Claim.strong(at, ZipDirectory.END_SIZE + comment))
                : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        ZipReader reader = new ZipReader(image, claim.at(), sink);
        if (image.matches(claim.at(), ZipDirectory.END)) {
            return reader.comment(claim.at());
        }
        Optional<ZipDirectory> directory = ZipDirectory.find(image, claim.at());
        return directory.isPresent() ? reader.read(directory.get()) : reader.walk();
    }
}
