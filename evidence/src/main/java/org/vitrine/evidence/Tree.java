package org.vitrine.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Everything that was opened: artifacts in canonical order, the content of each, and what their containers said.
/// Immutable; safe for several threads as long as the spill file behind it is open.
public final class Tree {
    private final List<Artifact> artifacts;
    private final List<Bytes> contents;
    private final List<Fact> facts;
    private final List<List<Artifact>> children;

    /// A tree of these nodes.
    ///
    /// @param artifacts by id, without gaps; a parent comes before its children
    /// @param contents by id; [Bytes#EMPTY] for what has none
    /// @param facts what the containers said: regions, problems, headers, attributes
    public Tree(List<Artifact> artifacts, List<Bytes> contents, List<Fact> facts) {
        this.artifacts = List.copyOf(artifacts);
        this.contents = List.copyOf(contents);
        this.facts = List.copyOf(facts);
        List<List<Artifact>> below = new ArrayList<>(Collections.nCopies(artifacts.size(), List.of()));
        for (int i = 0; i < this.artifacts.size(); i++) {
            Artifact artifact = this.artifacts.get(i);
            if (artifact.id() != i || artifact.parent() >= i) {
                throw new IllegalArgumentException("artifact " + artifact.id() + " stands at place " + i);
            }
            if (artifact.parent() >= 0) {
                int parent = (int) artifact.parent();
                if (below.get(parent).isEmpty()) {
                    below.set(parent, new ArrayList<>());
                }
                below.get(parent).add(artifact);
            }
        }
        this.children = below;
    }

    /// All artifacts in canonical order, which is the order of their ids.
    public List<Artifact> artifacts() {
        return artifacts;
    }

    /// The artifact with this id.
    public Artifact artifact(long id) {
        return artifacts.get(Math.toIntExact(id));
    }

    /// The artifacts directly inside this one, in canonical order.
    public List<Artifact> children(Artifact parent) {
        return Collections.unmodifiableList(children.get(Math.toIntExact(parent.id())));
    }

    /// The content of an artifact; empty for what has none.
    public Bytes content(Artifact artifact) {
        return contents.get(Math.toIntExact(artifact.id()));
    }

    /// What the containers said of themselves, and what could not be read, in canonical order.
    public List<Fact> facts() {
        return facts;
    }
}
