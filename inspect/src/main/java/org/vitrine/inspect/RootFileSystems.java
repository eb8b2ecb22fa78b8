package org.vitrine.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Layer;
import org.vitrine.evidence.Tree;
import org.vitrine.inspect.spi.RootFsFact;

/// Finds the root file systems of a tree: the nodes that a system boots from. The Filesystem Hierarchy Standard 3.0,
/// section 3, names the folders to be met there.
public final class RootFileSystems {
    private static final Set<String> FOLDERS = Set.of(
            "bin", "boot", "dev", "etc", "home", "lib", "lib64", "mnt", "opt", "proc", "root", "run", "sbin", "srv",
            "sys", "tmp", "usr", "var");

    private static final int ENOUGH = 4;

    private RootFileSystems() {}

    /// The root file systems of a tree in canonical order. A folder inside one that looks like another (a skeleton, a
    /// chroot) belongs to the outer one; a file system image inside one is a root of its own. Of the layers of a
    /// container image none is one: the view of them together is.
    public static List<RootFsFact> of(Tree tree) {
        List<RootFsFact> found = new ArrayList<>();
        Set<Long> inside = new HashSet<>();
        Set<Digest> layers = layers(tree);
        Set<Long> hidden = new HashSet<>();
        for (Artifact node : tree.artifacts()) {
            if (layers.contains(node.sha256()) || hidden.contains(node.parent())) {
                hidden.add(node.id());
                continue;
            }
            boolean covered = node.type() == ArtifactType.DIRECTORY && inside.contains(node.parent());
            if (covered) {
                inside.add(node.id());
                continue;
            }
            Set<String> met = new TreeSet<>();
            for (Artifact child : tree.children(node)) {
                boolean folder = child.type() == ArtifactType.DIRECTORY || child.type() == ArtifactType.SYMLINK;
                if (folder && FOLDERS.contains(child.name().toString())) {
                    met.add(child.name().toString());
                }
            }
            boolean programs = met.contains("bin") || met.contains("sbin") || met.contains("usr");
            if (met.contains("etc") && programs && met.size() >= ENOUGH) {
                inside.add(node.id());
                found.add(new RootFsFact(node.id(), "holds " + String.join(", ", met), entries(tree, node)));
            }
        }
        return found;
    }

    private static Set<Digest> layers(Tree tree) {
        Set<Digest> layers = new HashSet<>();
        for (Fact fact : tree.facts()) {
            if (fact instanceof Layer layer) {
                layers.add(layer.digest());
            }
        }
        return layers;
    }

    private static long entries(Tree tree, Artifact root) {
        long count = 0;
        List<Artifact> stack = new ArrayList<>(List.of(root));
        while (!stack.isEmpty()) {
            for (Artifact child : tree.children(stack.removeLast())) {
                if (child.type() != ArtifactType.PART) {
                    count++;
                    if (child.type() == ArtifactType.DIRECTORY) {
                        stack.add(child);
                    }
                }
            }
        }
        return count;
    }
}
