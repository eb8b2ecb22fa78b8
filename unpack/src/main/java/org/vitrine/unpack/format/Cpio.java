package org.vitrine.unpack.format;

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

/// A cpio archive, or several one after another as an initramfs has them: SVR4 without and with
/// checksums, POSIX.1 portable, and the old binary ones of both byte orders.
public final class Cpio implements Format {
    /// The longest name that a binary member may have to be believed.
    private static final int PLAUSIBLE_NAME = 256;

    @Override
    public Card card() {
        return new Card(
                "cpio",
                "cpio archive",
                List.of(
                        "Linux, Documentation/driver-api/early-userspace/buffer-format.rst",
                        "POSIX.1-2017, pax, cpio interchange format",
                        "cpio(5) of libarchive"),
                List.of(
                        "The checksum of a member is a sum of its bytes: it shows damage, not whether somebody altered it.",
                        "Hard links are told among the first 1,048,576 names of files with several.",
                        "Members of rpm's archives for files above 4 GiB, which have no sizes, are not read.",
                        "An archive of an old binary layout is only found if it is read to its end."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(
                Magic.text("070701", 0),
                Magic.text("070702", 0),
                Magic.text("070707", 0),
                Magic.hex("c771"),
                Magic.hex("71c7"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        try {
            CpioHeader header = CpioHeader.read(image, at);
            header.type();
            boolean ascii = header.kind() != CpioHeader.Kind.LITTLE && header.kind() != CpioHeader.Kind.BIG;
            if (ascii) {
                return Optional.of(Claim.strong(at, Claim.UNKNOWN));
            }
            return isPlausible(image, header) ? Optional.of(Claim.weak(at, Claim.UNKNOWN)) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static boolean isPlausible(Bytes image, CpioHeader header) throws Malformed {
        if (header.nameSize() < 2 || header.nameSize() > PLAUSIBLE_NAME || header.links() == 0 || header.mode() == 0) {
            return false;
        }
        byte[] name = header.name(image);
        for (byte each : name) {
            if (each >= 0 && each < ' ') {
                return false;
            }
        }
        return name.length == header.nameSize() - 1 && image.holds(header.data(), header.size());
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        return new CpioReader(image, claim.at(), sink).read();
    }
}
