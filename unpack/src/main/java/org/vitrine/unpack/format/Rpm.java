package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

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

/// An rpm package: a lead, a signature header, a header of tags, and the payload, a compressed cpio
/// that opens by itself.
public final class Rpm implements Format {
    static final int LEAD = 96;

    @Override
    public Card card() {
        return new Card(
                "rpm",
                "rpm package",
                List.of("rpm 4.20, docs/manual/format_v4.md", "LSB 5.0 Core, Package file format"),
                List.of(
                        "Digests are verified, signatures are named only.",
                        "The payload of a package with files above 4 GiB has no sizes and is not opened further.",
                        "Rows about files are given for those of another owner than root, with a set-id bit or with "
                                + "capabilities, up to 4096.",
                        "Versions before rpm 4.0 and after format 4 are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("edabeedb"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        try {
            int major = image.u8(at + 4, "major");
            int type = image.u16(at + 6, BIG_ENDIAN, "type");
            if (image.i32(at, BIG_ENDIAN, "magic") != 0xedabeedb
                    || major < 3
                    || major > 4
                    || type > 1
                    || image.u16(at + 78, BIG_ENDIAN, "signature type") != 5) {
                return Optional.empty();
            }
            return Optional.of(Claim.strong(at, length(image, at)));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /// The whole length where the signature header tells it.
    private static long length(Bytes image, long at) {
        try {
            RpmHeader signature = RpmHeader.read(image, at + LEAD);
            long main = at + mainHeader(signature, at);
            long[] size = signature.numbers(RpmReader.SIZE);
            long[] wide = signature.numbers(RpmReader.LONG_SIZE);
            long rest = wide.length > 0 ? wide[0] : size.length > 0 ? size[0] : -1;
            return rest >= 0 && image.holds(main, rest) ? main + rest - at : Claim.UNKNOWN;
        } catch (Malformed e) {
            return Claim.UNKNOWN;
        }
    }

    /// Where the header starts: the signature before it is padded to a multiple of eight.
    static long mainHeader(RpmHeader signature, long at) {
        return signature.end() - at + 7 & ~7L;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long length = claim.measured() ? claim.length() : image.size() - claim.at();
        new RpmReader(image.slice(claim.at(), length, "package"), sink).read();
        return claim.at() + length;
    }
}
