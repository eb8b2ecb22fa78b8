package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.DtbHeader;
import org.vitrine.structure.DtbNode;
import org.vitrine.structure.DtbProperty;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A flattened devicetree: holds no file, but says which machine a kernel is built for and with which arguments it
/// is started. One that holds images is a [Fit].
public final class Dtb implements Format {
    private static final Card CARD = new Card(
            "dtb",
            "Flattened devicetree",
            List.of("Devicetree Specification v0.4, chapter 5, https://www.devicetree.org/specifications"),
            List.of(
                    "Versions before 16 are not opened.",
                    "Nodes nested deeper than 64, and more than 524,288 nodes and properties, are refused.",
                    "Of the properties only those of the root that name the machine and those of /chosen get a row.",
                    "Overlays are given as they are, not applied."));

    /// What names the machine.
    private static final List<String> ROOT = List.of("model", "compatible", "serial-number");

    /// What a boot loader hands to a kernel.
    private static final List<String> CHOSEN = List.of("bootargs", "stdout-path", "linux,stdout-path");

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("d00dfeed"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        return DtbHeader.at(image, at).map(header -> Claim.strong(at, Math.min(header.totalSize(), image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes blob = image.slice(claim.at(), claim.length(), "devicetree");
        org.vitrine.structure.Dtb tree = org.vitrine.structure.Dtb.open(blob);
        blocks(tree, blob, out);
        for (String name : ROOT) {
            row(tree.root(), name, "", out);
        }
        Optional<DtbNode> chosen = tree.root().child("chosen");
        if (chosen.isPresent()) {
            for (String name : CHOSEN) {
                row(chosen.get(), name, "chosen/", out);
            }
        }
        return claim.end();
    }

    /// Tells the blocks a blob consists of, and what is wrong with its size.
    static void blocks(org.vitrine.structure.Dtb tree, Bytes blob, Sink out) {
        DtbHeader header = tree.header();
        if (header.totalSize() > blob.size()) {
            out.problem(new Problem.Malformed(
                    4, "totalsize", header.totalSize() + " bytes declared, " + blob.size() + " left in the image"));
        }
        out.header("version", Long.toString(header.version()), 20, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, header.version() > 16 ? DtbHeader.SIZE : DtbHeader.SIZE - 4);
        out.uses(
                Extent.Kind.STRUCTURE,
                header.reservations(),
                16L * (tree.reservations().size() + 1));
        out.uses(Extent.Kind.STRUCTURE, header.structure(), tree.structureEnd() - header.structure());
        out.uses(Extent.Kind.STRUCTURE, header.strings(), header.stringsSize());
    }

    private static void row(DtbNode node, String name, String prefix, Sink out) {
        Optional<DtbProperty> property = node.property(name);
        String text = property.map(DtbProperty::text).orElse("");
        if (property.isPresent() && !text.isEmpty()) {
            out.header(
                    prefix + name,
                    text,
                    property.get().at(),
                    property.get().value().size());
        }
    }
}
