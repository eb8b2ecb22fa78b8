package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.yaffs.Layout;
import org.vitrine.unpack.format.yaffs.Volume;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// YAFFS2 in both byte orders, as an image of NAND pages with their spare bytes. It has no magic: it is
/// claimed where the header of an object in the root folder stands, and tags that go with it behind the
/// page, for this and the pages that follow.
public final class Yaffs2 implements Format {
    @Override
    public Card card() {
        return new Card(
                "yaffs2",
                "YAFFS2",
                List.of("C. Manning, How YAFFS Works, 2012", "https://yaffs.net/documents/yaffs-2-specification"),
                List.of(
                        "Images that start with anything but an object of the root folder are not claimed.",
                        "YAFFS1, extended attributes and compressed checkpoints are not read.",
                        "The error-correcting codes in the spare bytes are not verified."));
    }

    @Override
    public List<Magic> magic() {
        // The end of the parent's number, which is that of the root folder, and the checksum that is never
        // set: what stands before it begins with zeros, of which flash is full.
        return List.of(Magic.hex("00ffff", 7), Magic.hex("01ffff", 7));
    }

    /// Where a block of flash starts: 64 pages of 2 KiB, without and with their spare bytes. Programs hold tables of
    /// small numbers that look like the header of an object.
    @Override
    public List<Integer> boundaries() {
        return List.of(64 * 2048, 64 * (2048 + 64));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        Bytes rest = image.from(at, "yaffs2");
        Optional<Layout> layout = Layout.of(rest);
        return layout.isEmpty() ? Optional.empty() : Optional.of(Claim.strong(at, Volume.end(rest, layout.get())));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "yaffs2");
        Layout layout = Layout.of(content).orElseThrow(() -> new Malformed(0, "type", "is gone"));
        new Volume(content, layout, out).give();
        return claim.end();
    }
}
