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
import org.vitrine.unpack.format.sevenzip.Archive;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// An archive of 7-Zip, also behind a program that unpacks it.
public final class SevenZip implements Format {
    private static final int HEADER = 32;

    @Override
    public Card card() {
        return new Card(
                "sevenzip",
                "7-Zip archive",
                List.of("7-Zip, DOC/7zFormat.txt and DOC/Methods.txt"),
                List.of(
                        "Encrypted archives are refused; encrypted contents are named, not read.",
                        "Methods other than copy, LZMA, LZMA2, deflate and the x86 filter, such as bzip2 and PPMd,"
                                + " are not decoded.",
                        "Archives in several volumes are not put together."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("377abcaf271c00"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER)) {
            return Optional.empty();
        }
        CRC32 crc = new CRC32();
        crc.update(image.array(at + 12, 20, "StartHeader"));
        if (crc.getValue() != image.u32(at + 8, LITTLE_ENDIAN, "StartHeaderCRC")) {
            return Optional.empty();
        }
        long offset = image.u63(at + 12, LITTLE_ENDIAN, "NextHeaderOffset");
        long size = image.u63(at + 20, LITTLE_ENDIAN, "NextHeaderSize");
        long left = image.size() - at - HEADER;
        long needed = offset > left || size > left - offset ? left : offset + size;
        return Optional.of(Claim.strong(at, HEADER + needed));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes archive = image.slice(claim.at(), claim.length(), "archive");
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        out.header("version", archive.u8(6, "major") + "." + archive.u8(7, "minor"), 6, 2);
        long at = HEADER + archive.u63(12, LITTLE_ENDIAN, "NextHeaderOffset");
        long size = archive.u63(20, LITTLE_ENDIAN, "NextHeaderSize");
        CRC32 crc = new CRC32();
        archive.slice(at, size, "NextHeader").feed(crc::update);
        long stored = archive.u32(28, LITTLE_ENDIAN, "NextHeaderCRC");
        if (size > 0 && crc.getValue() != stored) {
            throw new Malformed(28, "NextHeaderCRC", "%08x stored, %08x computed".formatted(stored, crc.getValue()));
        }
        out.uses(Extent.Kind.STRUCTURE, at, size);
        new Archive(archive, out).read(at, size);
        return claim.end();
    }
}
