package org.vitrine.unpack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Format;

/// Opens a release completely: from a file or a folder to a [Tree].
///
/// The order of things is what makes the same bytes come out for any number of threads. The walk itself runs in
/// one thread, depth first, in each container's own order: it claims, unpacks and charges the budget. What
/// costs time, the decoding and digesting of a container's files, depends on nothing but those files and runs
/// in many.
public final class Walk {
    /// So many hits are looked at before a content is scanned further.
    private static final int HITS = 4096;

    /// So many bytes are looked through before the rest.
    private static final long FRONT = 1 << 20;

    private final Run run;
    private final Spill spill;
    private final MagicIndex index;
    /// Without the formats that are only looked for in bytes whose kind nobody knows.
    private final MagicIndex certain;
    /// Those that are also looked for by the name of an entry.
    private final List<Format> named;

    private final List<Composition> compositions;
    private final Charge charge;

    private Walk(Run run, Spill spill, List<Format> formats, List<Composition> compositions) {
        this.run = run;
        this.spill = spill;
        this.index = new MagicIndex(formats);
        this.certain = new MagicIndex(
                formats.stream().filter(format -> !format.doubtful()).toList());
        this.named =
                formats.stream().filter(format -> !format.endings().isEmpty()).toList();
        this.compositions = compositions;
        this.charge = new Charge(run.budget());
    }

    /// Opens a file or a folder with all [Formats].
    ///
    /// @param input a regular file, or a folder
    /// @param spill where unpacked contents go; the tree can be read as long as it is open
    /// @throws IOException when the input itself can't be read
    public static Tree open(Path input, Run run, Spill spill) throws IOException {
        return open(input, run, spill, Formats.ALL, Formats.COMPOSITIONS);
    }

    /// Opens a file or a folder with these formats.
    ///
    /// @throws IOException when the input itself can't be read
    public static Tree open(Path input, Run run, Spill spill, List<Format> formats, List<Composition> compositions)
            throws IOException {
        Walk walk = new Walk(run, spill, formats, compositions);
        Node root;
        if (Files.isDirectory(input)) {
            root = new FolderInput(spill, walk.charge).read(input);
            walk.openEntries(root, 0, 0);
        } else {
            root = new Node(Name.EMPTY, "", ArtifactType.FILE);
            root.supplied = true;
            root.content = supplied(input);
            root.declared = root.content.size();
            walk.pass(List.of(root));
            walk.openContent(root, 0, 0);
        }
        return Planting.plant(root);
    }

    /// A device, a pipe or a socket may have no end.
    private static Bytes supplied(Path input) throws IOException {
        Path real = input.toRealPath();
        if (!Files.isRegularFile(real)) {
            throw new FileSystemException(input.toString(), null, "is neither a file nor a folder");
        }
        return Bytes.map(real);
    }

    /// Decodes, digests and then opens everything below a node, in canonical order.
    private void openEntries(Node container, int depth, int pathLength) {
        List<Node> nodes = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        gather(container, pathLength, nodes, lengths);
        pass(nodes);
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (!node.known && (node.type == ArtifactType.FILE || node.type == ArtifactType.PART)) {
                openContent(node, depth, lengths.get(i));
            }
        }
        compose(container, depth, pathLength);
    }

    /// All nodes below a container, in canonical order, and the length of each one's path.
    private static void gather(Node container, int pathLength, List<Node> nodes, List<Integer> lengths) {
        record Step(Node node, int length) {}
        List<Step> stack = new ArrayList<>(List.of(new Step(container, pathLength)));
        while (!stack.isEmpty()) {
            Step step = stack.removeLast();
            if (step.node() != container) {
                nodes.add(step.node());
                lengths.add(step.length());
            }
            for (Node child : step.node().children.reversed()) {
                stack.add(new Step(child, step.length() + 1 + child.segment.length()));
            }
        }
    }

    /// Decodes and digests contents, on all threads; the outcome depends on none of them.
    private void pass(List<Node> nodes) {
        run.each(nodes, node -> {
            if (node.hasContent() && node.leaf.isEmpty() && node.type != ArtifactType.HARDLINK) {
                decode(node);
                run.progress().at("unpack", charge.bytes(), 0, node.segment);
            }
        });
    }

    private void decode(Node node) {
        if (node.findings != null) {
            // A payload was digested while its stream was decoded.
        } else if (node.decoder == null) {
            node.findings = ContentPass.over(node.content, 0, node.content.size());
        } else {
            Store store = new Store(spill, node.declared);
            try {
                node.decoder.decode(new DeclaredOut(store, node.declared));
                if (store.size() < node.declared) {
                    String reason = node.declared + " declared, " + store.size() + " decoded";
                    node.met("unpack", new Problem.Malformed(-1, "size", reason));
                }
            } catch (Unreadable e) {
                node.met("unpack", e.problem());
            } catch (UncheckedIOException e) {
                throw e;
            } catch (RuntimeException e) {
                node.met("unpack", failed(e));
            }
            node.decoder = null;
            node.content = store.content();
            node.findings = store.findings();
        }
        node.leaf = Leaf.of(node.content);
    }

    /// A reader that failed where it should have refused: a fault of ours that ends neither the run nor the
    /// trust in the rest.
    static Problem failed(RuntimeException e) {
        return new Problem.Unavailable("reader", "failed with " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    /// Opens one content: as the container it is from end to end, or as the raw bytes that containers are carved
    /// from.
    private void openContent(Node node, int depth, int pathLength) {
        Bytes image = node.content;
        if (image.size() == 0) {
            return;
        }
        Carving carving = new Carving(node);
        if (!byName(node, carving, depth, pathLength)) {
            carving.end();
            return;
        }
        MagicIndex patterns = node.leaf.equals(Leaf.DATA) ? index : certain;
        boolean told =
                !node.leaf.equals(Leaf.DATA) && !patterns.ofKind(node.leaf).isEmpty();
        if (told && !askAtStart(node, patterns, carving, depth, pathLength)) {
            carving.end();
            return;
        }
        long from = told ? Math.max(1, carving.position) : 0;
        while (from < image.size()) {
            // Most contents that are containers are so from their start: nothing further is looked for then.
            long to = from < FRONT ? Math.min(FRONT, image.size()) : image.size();
            MagicIndex.Stretch stretch = patterns.scan(image, from, to, HITS);
            for (MagicIndex.Hit hit : stretch.hits()) {
                if (hit.start() >= carving.position
                        && !attempt(node, patterns.format(hit), hit.start(), carving, depth, pathLength)) {
                    carving.end();
                    return;
                }
            }
            from = Math.max(stretch.end(), carving.position);
        }
        if (!told) {
            ask(node, patterns.ofKind(node.leaf), carving, depth, pathLength);
        }
        carving.end();
    }

    /// Asks at the start of a content of a known kind: those whose pattern stands there, then those that want to be
    /// asked at that kind. False when nothing further is to be looked for in this content.
    private boolean askAtStart(Node node, MagicIndex patterns, Carving carving, int depth, int pathLength) {
        List<Format> formats = new ArrayList<>(patterns.atStart(node.content));
        formats.addAll(patterns.ofKind(node.leaf));
        return ask(node, formats, carving, depth, pathLength);
    }

    private boolean ask(Node node, List<Format> formats, Carving carving, int depth, int pathLength) {
        for (Format format : formats) {
            if (carving.position == 0 && !attempt(node, format, 0, carving, depth, pathLength)) {
                return false;
            }
        }
        return true;
    }

    /// Tries the formats that go by the ending of an entry's name. False when nothing further is to be looked for.
    private boolean byName(Node node, Carving carving, int depth, int pathLength) {
        if (node.type != ArtifactType.FILE || node.supplied || !node.leaf.equals(Leaf.DATA)) {
            return true;
        }
        String name = node.segment.toLowerCase(Locale.ROOT);
        for (Format format : named) {
            if (format.endings().stream().anyMatch(name::endsWith)
                    && !attempt(node, format, 0, carving, depth, pathLength)) {
                return false;
            }
        }
        return true;
    }

    /// Tries one hit. False when nothing further is to be looked for in this content.
    private boolean attempt(Node node, Format format, long start, Carving carving, int depth, int pathLength) {
        Bytes image = node.content;
        Optional<Claim> claimed;
        try {
            claimed = format.claim(image, start);
        } catch (Malformed e) {
            // Deep inside other data this is most likely no container at all.
            if (start == 0) {
                node.met(format.card().name(), e.problem());
            }
            return true;
        }
        // Every picture holds deflated data, every program bytes that could start a stream: inside a content whose
        // kind is known, only what can't stand there by chance is a container.
        boolean doubtful = claimed.isPresent() && claimed.get().strength() == Claim.Strength.WEAK;
        if (claimed.isEmpty() || doubtful && !node.leaf.equals(Leaf.DATA)) {
            return true;
        }
        return open(node, format, claimed.get(), start, carving, depth, pathLength);
    }

    /// Opens what a format claimed.
    ///
    /// @return false when nothing further is to be looked for in the content
    private boolean open(
            Node node, Format format, Claim claim, long start, Carving carving, int depth, int pathLength) {
        Bytes image = node.content;
        String name = format.card().name();
        if (depth >= charge.budget().depth()) {
            node.met(name, new LimitReached("depth", charge.budget().depth(), depth + 1L).problem());
            return false;
        }
        if (carving.wasted > image.size() * 16 + (64L << 20)) {
            node.met(name, new LimitReached("attempts", image.size() * 16 + (64L << 20), carving.wasted).problem());
            return false;
        }
        long bytesBefore = charge.bytes();
        long entriesBefore = charge.entries();
        long pathsBefore = charge.paths();
        boolean inside = start > 0;
        String segment = name + "@" + start;
        int length = pathLength + (inside ? 1 + segment.length() : 0);
        long reach = claim.measured() ? Math.min(claim.length(), image.size() - start) : image.size() - start;
        Collector collector = new Collector(name, charge, spill, length, Math.max(1, reach));
        long end = -1;
        try {
            end = format.unpack(image, claim, collector);
        } catch (LimitReached e) {
            collector.root.met(name, e.problem());
        } catch (Unreadable e) {
            if (claim.strength() == Claim.Strength.WEAK) {
                carving.wasted += collector.given() + 1024;
                charge.restore(bytesBefore, entriesBefore, pathsBefore);
                return true;
            }
            collector.root.met(name, e.problem());
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            collector.root.met(name, failed(e));
        }
        collector.close();
        boolean whole = end > start && end <= image.size();
        if (whole) {
            reach = end - start;
        } else if (end >= 0) {
            collector.root.met(
                    name,
                    new Problem.Malformed(-1, "length", "ends " + (end - image.size()) + " bytes behind the data"));
            whole = true;
        }
        if (!inside && whole && carving.isPadding(reach)) {
            node.opened = name;
            carving.adopt(collector.root, reach);
            openEntries(node, depth + 1, pathLength);
            collector.link();
            return false;
        }
        Node part = new Node(Name.EMPTY, segment, ArtifactType.PART);
        try {
            charge.entry(length);
        } catch (LimitReached e) {
            // What was given out before is kept, and so the node that holds it.
            if (collector.root.children.isEmpty()) {
                node.met(name, e.problem());
                return false;
            }
        }
        part.offset = start;
        part.opened = name;
        carving.take(part, collector.root, reach, whole || claim.measured());
        openEntries(part, depth + 1, length);
        collector.link();
        return true;
    }

    private void compose(Node container, int depth, int pathLength) {
        if (!compositions.isEmpty()) {
            for (Composing.Composed found : new Composing(compositions, charge, spill).compose(container, pathLength)) {
                openEntries(found.part(), depth + 1, found.pathLength());
                found.collector().link();
            }
        }
    }
}
