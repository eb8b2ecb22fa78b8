package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Entry;

/// A node as a composition sees it.
///
/// @param lent the nodes whose contents were asked for: what comes back of them is known
record NodeMember(Node node, Map<Bytes, Node> lent) implements Composition.Member {
    @Override
    public Name name() {
        return node.name;
    }

    @Override
    public ArtifactType type() {
        return node.type;
    }

    @Override
    public String format() {
        return node.opened;
    }

    @Override
    public Bytes content() {
        lent.putIfAbsent(node.content, node);
        return node.content;
    }

    @Override
    public Digest sha256() {
        return node.findings == null ? Digest.NONE : node.findings.sha256();
    }

    @Override
    public Entry entry(List<Name> path) {
        return node.entry(path);
    }

    @Override
    public List<Composition.Member> members() {
        List<Composition.Member> members = new ArrayList<>(node.children.size());
        node.children.forEach(child -> members.add(new NodeMember(child, lent)));
        return members;
    }

    @Override
    public Optional<Composition.Member> member(Name name) {
        Node entry = node.entry(name);
        return entry == null ? Optional.empty() : Optional.of(new NodeMember(entry, lent));
    }
}
