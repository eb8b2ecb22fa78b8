package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Spill;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// Collects what one container gives, apart from the tree: it joins the tree once the container proved to
/// be one.
final class Collector implements Sink {
    private final String format;
    private final Charge charge;
    private final Spill spill;
    private final int pathLength;
    /// Bytes of the container, for the ratio.
    private final long encoded;
    /// Contents that were opened before, by identity.
    private final Map<Bytes, Node> known;
    private long given;

    /// Stands for the container; its children, problems and fields are what was collected.
    final Node root = new Node(Name.EMPTY, "", ArtifactType.PART);
    private final Spans spans = new Spans();
    private final List<Node> links = new ArrayList<>();
    private final Map<Node, Integer> depths = new HashMap<>();
    private @Nullable Store payload;
    private @Nullable Node payloadNode;

    /// A collector for a container of its own bytes.
    Collector(String format, Charge charge, Spill spill, int pathLength, long encoded) {
        this(format, charge, spill, pathLength, encoded, Map.of());
    }

    /// A collector for what gives contents that were opened before.
    ///
    /// @param known the nodes those contents are of
    Collector(String format, Charge charge, Spill spill, int pathLength, long encoded, Map<Bytes, Node> known) {
        this.known = known;
        this.format = format;
        this.charge = charge;
        this.spill = spill;
        this.pathLength = pathLength;
        this.encoded = encoded;
        root.spans = spans;
    }

    /// How many unpacked bytes it gave.
    long given() {
        return given;
    }

    @Override
    public void entry(Entry entry) throws LimitReached {
        if (entry.type() == ArtifactType.FILE) {
            file(entry, Bytes.EMPTY);
            return;
        }
        if (entry.path().isEmpty()) {
            root.describe(entry);
            return;
        }
        Node folder = folderOf(entry.path());
        Name last = checked(entry.path().getLast());
        Node known = folder.entry(last);
        if (entry.type() == ArtifactType.DIRECTORY && known != null && known.type == ArtifactType.DIRECTORY) {
            known.describe(entry);
            return;
        }
        Node node = add(folder, new Node(last, last.toString(), entry.type()));
        node.describe(entry);
        checked(entry.target());
        if (entry.type() == ArtifactType.HARDLINK) {
            links.add(node);
        }
    }

    @Override
    public void file(Entry entry, Bytes content) throws LimitReached {
        Node node = fileNode(entry);
        holes(content);
        node.content = content;
        node.declared = content.size();
        Node origin = known.get(content);
        if (origin != null) {
            node.known = true;
            node.findings = origin.findings;
            node.leaf = origin.opened.isEmpty() ? origin.leaf : origin.opened;
        }
    }

    @Override
    public void file(Entry entry, long size, Decoder content) throws LimitReached {
        Node node = fileNode(entry);
        charge.bytes(size, given, encoded);
        given += size;
        node.declared = size;
        node.decoder = content;
    }

    private Node fileNode(Entry entry) throws LimitReached {
        if (entry.path().isEmpty()) {
            throw new IllegalArgumentException("a file needs a name");
        }
        Name last = checked(entry.path().getLast());
        Node node = add(folderOf(entry.path()), new Node(last, last.toString(), entry.type()));
        node.describe(entry);
        return node;
    }

    @Override
    public void part(String what, long offset, Bytes bytes) throws LimitReached {
        assembled(what, offset, bytes).offset = offset;
        spans.addPart(offset, bytes.size());
    }

    @Override
    public void volume(String what, long offset, Bytes bytes) throws LimitReached {
        assembled(what, offset, bytes);
    }

    /// More than the container itself has is holes, which cost nothing to give and much to digest.
    private void holes(Bytes content) throws LimitReached {
        if (known.isEmpty() && content.size() > encoded) {
            charge.bytes(content.size(), given, encoded);
            given += content.size();
        }
    }

    private Node assembled(String what, long offset, Bytes bytes) throws LimitReached {
        holes(bytes);
        Node node = add(root, Node.part(what, offset));
        node.content = bytes;
        node.declared = bytes.size();
        return node;
    }

    @Override
    public Out payload(String what, long offset) throws LimitReached {
        if (payload != null) {
            throw new IllegalStateException(format + " opened two payloads");
        }
        Store store = new Store(spill, Claim.UNKNOWN);
        payload = store;
        payloadNode = add(root, Node.part(what, offset));
        return new Out() {
            private void charge(long length) throws LimitReached {
                charge.bytes(length, given, encoded);
                given += length;
            }

            @Override
            public void write(byte[] source, int from, int length) throws LimitReached {
                charge(length);
                store.write(source, from, length);
            }

            @Override
            public void hole(long length) throws LimitReached {
                charge(length);
                store.hole(length);
            }
        };
    }

    @Override
    public void header(String field, String value, long offset, long length) {
        root.say(new Node.Field(format, field, value, offset, length));
    }

    @Override
    public void fact(LongFunction<Fact> row) {
        root.say(row);
    }

    @Override
    public void uses(Extent.Kind kind, long offset, long length) {
        spans.add(kind, offset, length);
    }

    @Override
    public void problem(Problem problem) {
        root.met(format, problem);
    }

    /// Ends the collecting: the payload becomes a content, and hard links take that of their targets.
    void close() {
        if (payload != null && payloadNode != null) {
            payloadNode.content = payload.content();
            payloadNode.declared = payload.size();
            payloadNode.findings = payload.findings();
        }
    }

    /// Gives hard links the content of what they name; to be called once that has been decoded.
    void link() {
        for (Node link : links) {
            Node target = lookUp(link.target);
            for (int hops = 0; target != null && target.type == ArtifactType.HARDLINK && hops < 40; hops++) {
                target = lookUp(target.target);
            }
            if (target == null || target.type != ArtifactType.FILE) {
                link.met(format, new Problem.Malformed(-1, "link target", "names no file of this container"));
            } else {
                link.content = target.content;
                link.findings = target.findings;
                link.declared = target.content.size();
            }
        }
    }

    private @Nullable Node lookUp(Name path) {
        Node at = root;
        for (Name segment : Name.split(path.bytes())) {
            Node next = at.entry(segment);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private Name checked(Name name) throws LimitReached {
        if (name.size() > charge.budget().name()) {
            throw new LimitReached("name", charge.budget().name(), name.size());
        }
        return name;
    }

    private Node folderOf(List<Name> path) throws LimitReached {
        Node at = root;
        for (Name segment : path.subList(0, path.size() - 1)) {
            Node next = at.entry(segment);
            if (next == null || next.type != ArtifactType.DIRECTORY) {
                next = add(at, new Node(checked(segment), segment.toString(), ArtifactType.DIRECTORY));
            }
            at = next;
        }
        return at;
    }

    private Node add(Node folder, Node child) throws LimitReached {
        int length = depths.getOrDefault(folder, pathLength) + 1 + child.segment.length();
        charge.entry(length);
        Node added = folder.add(child);
        if (added.type == ArtifactType.DIRECTORY) {
            depths.put(added, length);
        }
        return added;
    }
}
