package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Clusters;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A disk image of VirtualBox, dynamic or static.
public final class Vdi implements Format {
    private static final int HEADER = 0x1c8;
    private static final int DIFFERENCE = 4;
    private static final long UNUSED = 0xfffffffeL;

    @Override
    public Card card() {
        return new Card(
                "vdi",
                "VirtualBox disk image",
                List.of("VirtualBox, include/iprt/formats/vdi.h (VDIHEADER1, VDIHEADER1PLUS)"),
                List.of(
                        "Versions before 1.1 are not claimed.",
                        "What lies in the parent of a difference is not there."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("7f10dabe01000100", 0x40));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        boolean sane = at == 0
                && image.holds(0, HEADER)
                && image.i32(0x40, LITTLE_ENDIAN, "u32Signature") == 0xbeda107f
                && image.i32(0x44, LITTLE_ENDIAN, "u32Version") == 0x10001;
        return sane ? Optional.of(Claim.strong(0, image.size())) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        int type = image.i32(0x4c, LITTLE_ENDIAN, "u32Type");
        long map = image.u32(0x154, LITTLE_ENDIAN, "offBlocks");
        long data = image.u32(0x158, LITTLE_ENDIAN, "offData");
        long size = image.u63(0x170, LITTLE_ENDIAN, "cbDisk");
        long block = image.u32(0x178, LITTLE_ENDIAN, "cbBlock");
        long extra = image.u32(0x17c, LITTLE_ENDIAN, "cbBlockExtra");
        long blocks = image.u32(0x180, LITTLE_ENDIAN, "cBlocks");
        out.header("comment", HeaderText.of(image, 0x54, 256, "szComment"), 0x54, 256);
        out.header("type", Integer.toString(type), 0x4c, 4);
        out.header("size", Long.toString(size), 0x170, 8);
        out.header("block_size", Long.toString(block), 0x178, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        if (block < 512 || Long.bitCount(block) != 1 || extra > block || size > blocks * block) {
            throw new Malformed(0x178, "cbBlock", blocks + " blocks of " + block + " for " + size + " bytes");
        }
        if (type == DIFFERENCE) {
            out.problem(new Problem.Unsupported(0x4c, "u32Type", "what lies in the parent is not read"));
        }
        image.require(map, blocks * 4, "block map");
        out.uses(Extent.Kind.STRUCTURE, map, blocks * 4);
        Clusters clusters = new Clusters(image, Clusters.Packing.DEFLATE);
        for (long i = 0; i < blocks && clusters.size() < size; i++) {
            long number = image.u32(map + 4 * i, LITTLE_ENDIAN, "block map");
            long wanted = Math.min(block, size - clusters.size());
            if (number >= UNUSED) {
                clusters.hole(wanted);
            } else {
                clusters.raw(data + number * (block + extra) + extra, wanted);
            }
        }
        clusters.resize(size);
        clusters.give(out);
        return claim.end();
    }
}
