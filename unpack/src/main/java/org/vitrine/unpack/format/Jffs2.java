package org.vitrine.unpack.format;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.flash.Folders;
import org.vitrine.unpack.format.jffs2.Log;
import org.vitrine.unpack.format.jffs2.NodeHeader;
import org.vitrine.unpack.format.jffs2.Scan;
import org.vitrine.unpack.format.jffs2.Volume;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// JFFS2 in both byte orders: a log of nodes over the erase blocks of raw flash. It has no header and no length; it
/// is claimed at a node whose checksum is right, and read as a mount would show it. Nodes that newer ones outdo are
/// not explained: what was deleted or overwritten may still be read in them.
public final class Jffs2 implements Format {
    private static final Card CARD = new Card(
            "jffs2",
            "JFFS2",
            List.of(
                    "Linux kernel, include/uapi/linux/jffs2.h",
                    "D. Woodhouse, JFFS: The Journalling Flash File System, 2001",
                    "OpenWrt, the LZMA compressor (JFFS2_COMPR_LZMA)"),
            List.of(
                    "Two file systems of the same byte order with nothing but erased flash between them are read as one.",
                    "What deleted files held stays in regions; it is counted, but not put together again.",
                    "Out-of-band data between the pages of raw NAND dumps is not taken away."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("8519"), Magic.hex("1985"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        Optional<NodeHeader> first = first(image, at, order(image, at));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Scan scan = new Scan(image.from(at, "jffs2"), order(image, at));
        while (scan.next().isPresent()) {
            // To the last one.
        }
        return scan.convincing() ? Optional.of(Claim.strong(at, scan.end())) : Optional.empty();
    }

    private static Optional<NodeHeader> first(Bytes image, long at, ByteOrder order) {
        return NodeHeader.at(image, at, order).filter(NodeHeader::known);
    }

    private static ByteOrder order(Bytes image, long at) throws Malformed {
        return image.u8(at, "magic") == 0x85 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "jffs2");
        Log log = new Log(content, order(content, 0), out);
        Volume volume = new Volume(log);
        new Folders(volume, out).walk(Volume.ROOT, volume.describesRoot());
        log.headers();
        Scan.endMark(content).ifPresent(at -> {
            out.header("end_of_file_system", "0xdeadc0de", at, 4);
            out.uses(Extent.Kind.STRUCTURE, at, 4);
        });
        return claim.end();
    }
}
