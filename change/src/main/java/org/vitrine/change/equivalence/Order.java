package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Name;

/// The order of a container's parts: which kernel or root file system stands first is no matter of packing.
final class Order {
    private Order() {}

    /// Whether the parts of two containers that are held to be the same thing follow one another alike.
    ///
    /// @param twins the id of the newer twin of each older artifact that has one
    static boolean isKept(Half old, Artifact was, Half current, Artifact is, Map<Long, Long> twins) {
        List<Artifact> before = parts(old, was);
        List<Artifact> after = parts(current, is);
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (twins.getOrDefault(before.get(i).id(), -1L) != after.get(i).id()) {
                return false;
            }
        }
        return true;
    }

    private static List<Artifact> parts(Half half, Artifact artifact) {
        List<Artifact> parts = new ArrayList<>();
        for (Artifact child : half.side().children(artifact)) {
            if (child.type() == ArtifactType.PART && child.name().equals(Name.EMPTY)) {
                parts.add(child);
            }
        }
        parts.sort(Comparator.comparingLong(Artifact::offset).thenComparingLong(Artifact::id));
        return parts;
    }
}
