package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.ubi.Attached;
import org.vitrine.unpack.format.ubi.Layout;
import org.vitrine.unpack.format.ubi.Volumes;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// UBI, the volumes of raw flash: each physical erase block says itself which logical block of which volume it is.
/// Blocks that newer ones outdo, and what stands in blocks that belong to no volume, are not explained.
public final class Ubi implements Format {
    @Override
    public Card card() {
        return new Card(
                "ubi",
                "UBI image",
                List.of(
                        "Linux kernel, drivers/mtd/ubi/ubi-media.h",
                        "http://www.linux-mtd.infradead.org/doc/ubidesign/ubidesign.pdf"),
                List.of(
                        "The fastmap is not read: all blocks are looked at, as without one.",
                        "Out-of-band data between the pages of raw NAND dumps is not taken away."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("5542492301"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        Bytes rest = image.from(at, "ubi");
        Optional<Layout> layout = Layout.of(rest);
        return layout.map(found -> Claim.strong(at, Math.min(found.length(), rest.size())));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "ubi");
        Layout layout =
                Layout.of(image.from(claim.at(), "ubi")).orElseThrow(() -> new Malformed(0, "magic", "is gone"));
        if (layout.length() > content.size()) {
            out.problem(new Problem.Malformed(
                    -1,
                    "peb",
                    layout.blocks() + " blocks need " + layout.length() + " bytes, " + content.size() + " left"));
        }
        Attached attached = new Attached(content, layout, out);
        new Volumes(attached, content.size(), out).give();
        attached.headers();
        return claim.end();
    }
}
