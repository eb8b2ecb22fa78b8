package org.vitrine.change;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Xattr;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;

/// One of the two releases: its tree, as its dossier tells it. Immutable.
public final class Side {
    private final List<Artifact> artifacts;
    private final List<List<Artifact>> children;
    private final Map<Long, Map<String, Name>> attributes = new HashMap<>();
    private final BitSet troubled = new BitSet();

    private Side(List<Artifact> artifacts, List<Xattr> xattrs, List<ProblemFact> problems) throws DossierRefused {
        this.artifacts = List.copyOf(artifacts);
        this.children = new ArrayList<>(Collections.nCopies(artifacts.size(), List.of()));
        for (int id = 0; id < artifacts.size(); id++) {
            Artifact artifact = artifacts.get(id);
            if (artifact.id() != id || artifact.parent() >= id || artifact.parent() < (id == 0 ? -1 : 0)) {
                throw new DossierRefused("the artifacts are no tree: one at place " + id + " is out of order");
            }
            if (id > 0) {
                int parent = (int) artifact.parent();
                if (children.get(parent).isEmpty()) {
                    children.set(parent, new ArrayList<>());
                }
                children.get(parent).add(artifact);
            }
        }
        if (artifacts.isEmpty()) {
            throw new DossierRefused("there is no artifact in it");
        }
        for (Xattr xattr : xattrs) {
            attributes.computeIfAbsent(xattr.artifact(), _ -> new TreeMap<>()).put(xattr.name(), xattr.value());
        }
        for (ProblemFact problem : problems) {
            if (problem.artifact() >= 0 && problem.artifact() < artifacts.size()) {
                troubled.set((int) problem.artifact());
            }
        }
    }

    /// A side of a tree that is at hand.
    ///
    /// @throws DossierRefused when it is no tree
    static Side of(List<Artifact> artifacts) throws DossierRefused {
        return new Side(artifacts, List.of(), List.of());
    }

    /// One side of two dossiers that were opened as a pair.
    ///
    /// @param prefix `old_` or `new_`
    /// @throws DossierRefused when its tables don't make a tree
    public static Side of(Dossier pair, String prefix) throws IOException, DossierRefused {
        return new Side(
                pair.facts(prefix + "artifact", Artifact.class),
                pair.facts(prefix + "xattr", Xattr.class),
                pair.facts(prefix + "problem", ProblemFact.class));
    }

    /// All artifacts by id.
    public List<Artifact> artifacts() {
        return artifacts;
    }

    /// The artifact with this id.
    public Artifact artifact(long id) {
        return artifacts.get(Math.toIntExact(id));
    }

    /// How many artifacts there are.
    public int size() {
        return artifacts.size();
    }

    /// What lies directly in this one, in canonical order.
    public List<Artifact> children(Artifact parent) {
        return children.get(Math.toIntExact(parent.id()));
    }

    /// Its extended attributes by name.
    public Map<String, Name> attributes(Artifact artifact) {
        return attributes.getOrDefault(artifact.id(), Map.of());
    }

    /// Whether something in it could not be read.
    public boolean troubled(Artifact artifact) {
        return troubled.get(Math.toIntExact(artifact.id()));
    }
}
