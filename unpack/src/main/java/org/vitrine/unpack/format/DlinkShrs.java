package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.HexFormat;
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
import org.vitrine.unpack.spi.Sink;

/// An encrypted image of D-Link's routers (SHRS): sizes, digests and signatures before AES data whose key lies in the
/// device. The digest of the encrypted data is verified, the data are given as they lie there.
public final class DlinkShrs implements Format {
    private static final int HEADER = 0x6dc;
    private static final int DIGESTS = 0x1c;
    private static final int DIGEST = 64;
    private static final int ENCRYPTED = DIGESTS + 2 * DIGEST;

    private static final Card CARD = new Card(
            "dlink-shrs",
            "D-Link encrypted image (SHRS)",
            List.of("0xricksanchez, dlink-decrypt (the published description of the header)"),
            List.of("The data are encrypted and not opened.", "Signatures in the header are not verified."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("SHRS", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || image.i32(at, BIG_ENDIAN, "magic") != 0x53485253) {
            return Optional.empty();
        }
        long plain = image.u32(at + 4, BIG_ENDIAN, "decrypted length");
        long length = image.u32(at + 8, BIG_ENDIAN, "encrypted length");
        // AES works on blocks of 16 bytes, and a digest follows.
        boolean sane = length > 0 && length % 16 == 0 && plain <= length && length - plain < 32;
        return sane ? Optional.of(Claim.strong(at, Math.min(HEADER + length, image.size() - at))) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "image");
        long length = all.u32(8, BIG_ENDIAN, "encrypted length");
        out.header("decrypted length", Long.toString(all.u32(4, BIG_ENDIAN, "decrypted length")), 4, 4);
        out.header("encrypted length", Long.toString(length), 8, 4);
        out.header("IV", HexFormat.of().formatHex(all.array(12, 16, "IV")), 12, 16);
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        Bytes data = all.from(HEADER, "encrypted data");
        if (data.size() < length) {
            out.problem(new Problem.Malformed(
                    8, "encrypted length", length + " bytes declared, " + data.size() + " are there"));
        } else {
            ContentHash.verify("SHA-512", data, all, ENCRYPTED, "SHA-512 of the encrypted data", out);
        }
        out.problem(new Problem.Unsupported(HEADER, "data", "encrypted; the key is not in the image"));
        if (data.size() > 0) {
            out.part("encrypted", HEADER, data);
        }
        return claim.end();
    }
}
