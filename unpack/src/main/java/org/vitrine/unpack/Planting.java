package org.vitrine.unpack;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Content;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.RegionKind;
import org.vitrine.evidence.Release;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Xattr;

/// Makes the finished tree of the nodes: numbers them in the canonical walk, spells their paths, collects what
/// their containers said, and adds up how much of the release is understood.
final class Planting {
    private record Step(Node node, long parent, String prefix) {}

    private final List<Artifact> artifacts = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final Map<Digest, Content> unique = new LinkedHashMap<>();

    private Planting() {}

    static Tree plant(Node root) {
        Planting planting = new Planting();
        planting.number(root);
        planting.facts.addAll(planting.unique.values());
        planting.facts.add(planting.release(root));
        List<Bytes> contents = new ArrayList<>(planting.nodes.size());
        planting.nodes.forEach(node -> contents.add(node.content));
        return new Tree(planting.artifacts, contents, planting.facts);
    }

    private void number(Node root) {
        List<Step> stack = new ArrayList<>(List.of(new Step(root, -1, "")));
        while (!stack.isEmpty()) {
            Step step = stack.removeLast();
            Node node = step.node();
            long id = artifacts.size();
            String path = step.prefix() + node.segment;
            add(id, step.parent(), path, node);
            String prefix = path.isEmpty() ? "" : path + "/";
            for (Node child : node.children.reversed()) {
                stack.add(new Step(child, id, prefix));
            }
        }
    }

    private void add(long id, long parent, String path, Node node) {
        Digest sha256 = node.hasContent() && node.findings != null ? node.findings.sha256() : Digest.NONE;
        String format = formatOf(node);
        nodes.add(node);
        artifacts.add(new Artifact(
                id,
                parent,
                path,
                node.name,
                format,
                node.type,
                node.recorded,
                node.hasContent() ? node.content.size() : 0,
                sha256,
                node.mode,
                node.uid,
                node.gid,
                node.mtime,
                node.device,
                Display.text(node.target.bytes()),
                node.offset));
        if (node.hasContent() && node.findings != null) {
            unique.putIfAbsent(sha256, new Content(sha256, node.content.size(), node.findings.entropy(), format));
        }
        node.fields.forEach(field -> facts.add(new Header(
                id, field.format(), field.field(), Display.text(field.value()), field.offset(), field.length())));
        node.attributes.forEach(attribute ->
                facts.add(new Xattr(id, Display.text(attribute.name().bytes()), attribute.value())));
        extents(id, node);
        node.gaps.forEach(
                gap -> facts.add(new Region(id, gap.offset(), gap.length(), gap.kind(), gap.entropy(), gap.sha256())));
        node.problems.forEach(met -> facts.add(ProblemFact.of(id, met.reader(), met.problem())));
    }

    private void extents(long id, Node node) {
        node.rows.forEach(row -> facts.add(row.apply(id)));
        if (node.spans != null) {
            for (Spans.Span span : node.spans.over(node.content.size())) {
                switch (span.role()) {
                    case DATA -> facts.add(new Extent(id, span.offset(), span.length(), Extent.Kind.DATA));
                    case STRUCTURE -> facts.add(new Extent(id, span.offset(), span.length(), Extent.Kind.STRUCTURE));
                    case FREE, PART -> {}
                }
            }
        }
    }

    private static String formatOf(Node node) {
        if (!node.opened.isEmpty()) {
            return node.opened;
        }
        return switch (node.type) {
            case DIRECTORY -> "folder";
            case FILE, HARDLINK, PART -> node.leaf.isEmpty() ? Leaf.of(node.content) : node.leaf;
            case SYMLINK -> "link";
            case CHARACTER, BLOCK -> "device";
            case FIFO -> "fifo";
            case SOCKET -> "socket";
        };
    }

    /// Adds up, from the leaves to the root, which share of each content is understood. A container's share is
    /// that of what it holds, weighed by size: a stream that decodes to nothing known isn't understood. Where all
    /// that it holds lies in it as it is, the bytes between count as what the container says of them. A file
    /// that a file system or an archive names counts as understood when its format is known or it lies there
    /// under its own name.
    private Release release(Node root) {
        long[] weight = new long[nodes.size()];
        long[] known = new long[nodes.size()];
        long[] understood = new long[nodes.size()];
        boolean[] decodes = new boolean[nodes.size()];
        for (int id = nodes.size() - 1; id >= 0; id--) {
            Node node = nodes.get(id);
            long size = Math.max(node.declared, node.content.size());
            if (node.type == ArtifactType.DIRECTORY) {
                understood[id] = known[id];
                size = weight[id];
            } else if (node.opened.equals("raw") || node.opened.isEmpty()) {
                understood[id] = node.content.size() - unexplained(node);
                if (node.opened.equals("raw")) {
                    // What the parts hold counts in their place, not on top.
                    understood[id] -= weight[id] - known[id];
                }
            } else {
                long explained = node.content.size() - unexplained(node);
                if (weight[id] == 0) {
                    understood[id] = whenEmpty(node, explained);
                } else if (decodes[id]) {
                    understood[id] = share(explained, known[id], weight[id]);
                } else {
                    // Parts that lie in it as they are say nothing of what lies between them.
                    understood[id] = explained - (weight[id] - known[id]);
                }
            }
            int parent = (int) artifacts.get(id).parent();
            if (parent >= 0 && node.type != ArtifactType.HARDLINK) {
                weight[parent] += size;
                known[parent] += Math.max(0, understood[id]);
                decodes[parent] |= node.type != ArtifactType.PART || node.offset < 0;
            }
        }
        boolean folder = root.type == ArtifactType.DIRECTORY;
        long size = folder ? weight[0] : root.content.size();
        return new Release(
                folder ? listing() : artifacts.getFirst().sha256(),
                size,
                folder ? Release.Kind.FOLDER : Release.Kind.FILE,
                Math.clamp(understood[0], 0, size));
    }

    /// A container that holds no bytes explains itself, unless it could not be read.
    private static long whenEmpty(Node node, long explained) {
        return node.problems.isEmpty() ? explained : 0;
    }

    private static long unexplained(Node node) {
        return node.gaps.stream()
                .filter(gap -> gap.kind() != RegionKind.PADDING)
                .mapToLong(Gap::length)
                .sum();
    }

    /// `size · known / weight` without overflow, rounded down.
    private static long share(long size, long known, long weight) {
        long high = Math.multiplyHigh(size, known);
        if (high == 0 && size * known >= 0) {
            return size * known / weight;
        }
        return BigInteger.valueOf(size)
                .multiply(BigInteger.valueOf(known))
                .divide(BigInteger.valueOf(weight))
                .longValueExact();
    }

    /// The digest of a folder: of its lines `path type mode uid gid target sha256`, in canonical order, nothing
    /// else.
    private Digest listing() {
        MessageDigest sha256 = Digest.sha256();
        for (Artifact artifact : artifacts) {
            if (artifact.type() != ArtifactType.PART) {
                String line = String.join(
                        "\t",
                        artifact.path(),
                        artifact.type().name(),
                        Integer.toOctalString(artifact.mode()),
                        Long.toString(artifact.uid()),
                        Long.toString(artifact.gid()),
                        artifact.device(),
                        artifact.target(),
                        artifact.sha256().toString());
                sha256.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return Digest.of(sha256.digest());
    }
}
