package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

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

/// The image of DrayTek's Vigor modems that starts with `2RDH`: a header with the image's and the root file system's
/// sizes, then the root file system.
public final class DrayTek implements Format {
    private static final int HEADER = 0x100;
    private static final int SIZE = 8;
    private static final int ROOTFS = 0x54;

    private static final Card CARD = new Card(
            "draytek",
            "DrayTek Vigor image (2RDH)",
            List.of("No specification is published; the layout was read off images"),
            List.of("Fields without a known meaning get no row; a kernel in its own field was not met."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("3252444800000100"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || image.i32(at, BIG_ENDIAN, "magic") != 0x32524448) {
            return Optional.empty();
        }
        // The reserved fields between the two sizes.
        for (byte each : image.array(at + 16, 0x40, "header")) {
            if (each != 0) {
                return Optional.empty();
            }
        }
        long size = image.u32(at + SIZE, BIG_ENDIAN, "image size");
        return Optional.of(Claim.strong(at, Math.min(Math.max(size, HEADER), image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "image");
        long size = all.u32(SIZE, BIG_ENDIAN, "image size");
        long rootfs = all.u32(ROOTFS, BIG_ENDIAN, "rootfs size");
        out.header("image size", Long.toString(size), SIZE, 4);
        out.header("rootfs size", Long.toString(rootfs), ROOTFS, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        if (size != all.size()) {
            out.problem(
                    new Problem.Malformed(SIZE, "image size", size + " bytes declared, " + all.size() + " are there"));
        }
        long there = all.size() - HEADER;
        if (rootfs != there) {
            out.problem(new Problem.Malformed(
                    ROOTFS, "rootfs size", rootfs + " bytes declared, " + there + " behind the header"));
        }
        if (there > 0) {
            boolean fits = rootfs > 0 && rootfs <= there;
            out.part("rootfs", HEADER, all.slice(HEADER, fits ? rootfs : there, "rootfs"));
        }
        return claim.end();
    }
}
