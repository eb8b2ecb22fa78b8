package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Dtb;
import org.vitrine.structure.DtbHeader;
import org.vitrine.structure.DtbNode;
import org.vitrine.structure.DtbProperty;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// U-Boot's flattened image tree: a devicetree whose `images` node holds kernels, trees and ramdisks, either
/// within or behind the tree, with hashes that are verified and signatures that are told.
public final class Fit implements Format {
    private static final Card CARD = new Card(
            "fit",
            "U-Boot flattened image tree (FIT)",
            List.of(
                    "Flattened Image Tree Specification v0.8, https://fitspec.osfw.foundation",
                    "U-Boot, doc/usage/fit/source_file_format.rst and signature.rst"),
            List.of(
                    "Signatures are told (algorithm, key's name, signer) but not verified; hashes are.",
                    "A hash shows damage: without a verified signature it does not show who made the image.",
                    "Enciphered images are given as they lie there.",
                    "A tree whose first node below the root is neither images nor configurations is taken for a plain"
                            + " devicetree."));

    private static final int BEGIN_NODE = 1;
    private static final int PROPERTY = 3;
    private static final int NOP = 4;

    /// Properties before the first node that are skipped at a claim; the specification has three.
    private static final int MOST_SKIPPED = 64;

    /// What the data of an image without a name is called.
    private static final String NAMELESS = "image";

    private static final List<String> FIELDS = List.of(
            "description",
            "type",
            "arch",
            "os",
            "compression",
            "fdt",
            "kernel",
            "ramdisk",
            "firmware",
            "loadables",
            "default",
            "compatible");
    private static final List<String> ADDRESSES = List.of("load", "entry");
    private static final List<String> SIGNATURE =
            List.of("algo", "key-name-hint", "sign-images", "hashed-nodes", "padding", "signer-name", "signer-version");

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("d00dfeed"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        Optional<DtbHeader> header = DtbHeader.at(image, at);
        return header.isPresent() && isImageTree(image, at + header.get().structure())
                ? Optional.of(Claim.strong(at, Math.min(header.get().totalSize(), image.size() - at)))
                : Optional.empty();
    }

    /// Looks at the root's first child only: a claim must be cheap.
    private static boolean isImageTree(Bytes image, long structure) throws Malformed {
        boolean rooted = false;
        long at = structure;
        for (int i = 0; i < MOST_SKIPPED && image.holds(at, 24); i++) {
            switch (image.i32(at, BIG_ENDIAN, "token")) {
                case NOP -> at += 4;
                case BEGIN_NODE -> {
                    if (rooted) {
                        String name = HeaderText.of(image, at + 4, 16, "node name");
                        return name.equals("images") || name.equals("configurations");
                    }
                    rooted = true;
                    at += 8;
                }
                case PROPERTY -> at += 12 + (image.u32(at + 4, BIG_ENDIAN, "length") + 3 & ~3L);
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    /// An image's data.
    private record Data(String name, long offset, Bytes bytes) {}

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes blob = image.slice(claim.at(), claim.length(), "image tree");
        Dtb tree = Dtb.open(blob);
        org.vitrine.unpack.format.Dtb.blocks(tree, blob, out);
        row(tree.root(), "description", "", out);
        timestamp(tree.root(), "", out);
        long base = tree.header().totalSize() + 3 & ~3L;
        List<Data> all = new ArrayList<>();
        Bytes rest = image.from(claim.at(), "image");
        FitHashes hashes = new FitHashes(rest.size());
        for (DtbNode node : nodes(tree.root(), "images")) {
            describe(node, "images/" + node.name() + "/", out);
            Data data = data(node, rest, base, out);
            if (data != null) {
                all.add(data);
                hashes.verify(node, data.bytes(), out);
            }
        }
        tree.root().child("configurations").ifPresent(node -> row(node, "default", "configurations/", out));
        for (DtbNode node : nodes(tree.root(), "configurations")) {
            describe(node, "configurations/" + node.name() + "/", out);
        }
        long end = claim.at() + give(all, claim, out);
        // mkimage fills up to a multiple of four.
        while ((end - claim.at()) % 4 != 0 && image.holds(end, 1) && image.u8(end, "padding") == 0) {
            end++;
        }
        return end;
    }

    private static List<DtbNode> nodes(DtbNode root, String group) {
        return root.child(group).map(DtbNode::children).orElse(List.of());
    }

    /// Gives out the data in the order of its offsets, and says where the last one ends, from the
    /// start of the container.
    private static long give(List<Data> all, Claim claim, Sink out) throws Unreadable {
        all.sort(Comparator.comparingLong(Data::offset));
        long end = claim.length();
        long before = 0;
        for (Data data : all) {
            if (data.offset() < before && data.bytes().size() > 0) {
                out.problem(new Problem.Unsafe(
                        data.offset(),
                        "data-offset",
                        "the data of " + data.name() + " overlaps that of another image"));
            }
            out.part(data.name(), data.offset(), data.bytes());
            before = Math.max(before, data.offset() + data.bytes().size());
        }
        return Math.max(end, before);
    }

    /// The data of an image: within the tree, or at an offset behind it.
    private static @Nullable Data data(DtbNode node, Bytes rest, long base, Sink out) throws Malformed {
        String name = node.name().toString();
        if (name.isEmpty()) {
            out.problem(new Problem.Malformed(node.at(), "name", "the node of an image has none"));
            name = NAMELESS;
        }
        Optional<DtbProperty> inline = node.property("data");
        if (inline.isPresent()) {
            return new Data(name, inline.get().at(), inline.get().value());
        }
        Optional<DtbProperty> position = node.property("data-position");
        Optional<DtbProperty> offset = node.property("data-offset");
        Optional<DtbProperty> size = node.property("data-size");
        Optional<DtbProperty> place = position.isPresent() ? position : offset;
        if (place.isEmpty() || size.isEmpty()) {
            out.problem(
                    new Problem.Malformed(node.at(), "data", "the image " + name + " has neither data nor a place"));
            return null;
        }
        try {
            long at = place.get().number() + (position.isPresent() ? 0 : base);
            long length = size.get().number();
            if (!rest.holds(at, length)) {
                out.problem(new Problem.Malformed(
                        size.get().at(),
                        "data-size",
                        "the image " + name + " has " + length + " bytes, " + Math.max(0, rest.size() - at)
                                + " are left from its place on"));
                length = rest.size() - at;
                if (at < 0 || length <= 0) {
                    return null;
                }
            }
            return new Data(name, at, rest.slice(at, length, "data"));
        } catch (Malformed e) {
            out.problem(e.problem());
            return null;
        }
    }

    private static void describe(DtbNode node, String prefix, Sink out) {
        FIELDS.forEach(field -> row(node, field, prefix, out));
        for (String field : ADDRESSES) {
            node.property(field)
                    .filter(address ->
                            address.value().size() == 4 || address.value().size() == 8)
                    .ifPresent(address -> out.header(
                            prefix + field,
                            "0x" + bytes(address),
                            address.at(),
                            address.value().size()));
        }
        for (DtbNode child : node.children()) {
            String name = child.name().toString();
            if (name.startsWith("hash")) {
                String inner = prefix + name + "/";
                row(child, "algo", inner, out);
                value(child, inner, out);
            } else if (name.startsWith("signature")) {
                String inner = prefix + name + "/";
                SIGNATURE.forEach(field -> row(child, field, inner, out));
                timestamp(child, inner, out);
                value(child, inner, out);
            } else if (name.startsWith("cipher")) {
                row(child, "algo", prefix + name + "/", out);
                row(child, "key-name-hint", prefix + name + "/", out);
            }
        }
    }

    private static void value(DtbNode node, String prefix, Sink out) {
        node.property("value")
                .filter(value -> value.value().size() <= 1024)
                .ifPresent(value -> out.header(
                        prefix + "value",
                        bytes(value),
                        value.at(),
                        value.value().size()));
    }

    private static void timestamp(DtbNode node, String prefix, Sink out) {
        node.property("timestamp").filter(time -> time.value().size() == 4).ifPresent(time -> {
            try {
                out.header(
                        prefix + "timestamp",
                        Instant.ofEpochSecond(time.number()).toString(),
                        time.at(),
                        4);
            } catch (Malformed e) {
                out.problem(e.problem());
            }
        });
    }

    private static void row(DtbNode node, String name, String prefix, Sink out) {
        node.property(name)
                .filter(property -> !property.text().isEmpty())
                .ifPresent(property -> out.header(
                        prefix + name,
                        property.text(),
                        property.at(),
                        property.value().size()));
    }

    private static String bytes(DtbProperty property) {
        try {
            return HexFormat.of()
                    .formatHex(property.value().array(0, property.value().size(), "value"));
        } catch (Malformed e) {
            throw new IllegalStateException("a value is as long as it is", e);
        }
    }
}
