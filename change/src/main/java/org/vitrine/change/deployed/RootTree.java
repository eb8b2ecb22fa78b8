package org.vitrine.change.deployed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.change.Side;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Name;

/// A root file system of a release, asked by path as the running system would ask: links are followed inside of it.
public final class RootTree {
    /// More links than any kernel follows.
    private static final int MOST_LINKS = 40;

    private final Artifact root;
    private final Map<Long, Map<Name, Artifact>> entries = new HashMap<>();
    private final Map<Long, Artifact> parents = new HashMap<>();
    private final List<Artifact> all = new ArrayList<>();

    private RootTree(Side release, Artifact root) {
        this.root = root;
        index(release);
    }

    private void index(Side release) {
        // A stack, not recursion: an image decides how deep its folders go.
        List<Artifact> stack = new ArrayList<>(List.of(root));
        while (!stack.isEmpty()) {
            Artifact node = stack.removeLast();
            if (node.id() != root.id()) {
                all.add(node);
                if (node.type() != ArtifactType.DIRECTORY) {
                    // What was carved out of a file is reached by no path of this file system.
                    continue;
                }
            }
            Map<Name, Artifact> names = new HashMap<>();
            for (Artifact child : release.children(node)) {
                if (child.name().size() > 0) {
                    // Where a container names an entry twice, the later one is what stays.
                    names.put(child.name(), child);
                    parents.put(child.id(), node);
                }
            }
            entries.put(node.id(), names);
            for (Artifact child : release.children(node).reversed()) {
                if (child.equals(names.get(child.name()))) {
                    stack.add(child);
                }
            }
        }
    }

    /// The file system with the most files.
    public static Optional<RootTree> largest(Side release) {
        long[] files = new long[release.size()];
        for (int id = release.size() - 1; id > 0; id--) {
            Artifact artifact = release.artifact(id);
            boolean named = artifact.name().size() > 0;
            if (named && artifact.type() != ArtifactType.DIRECTORY) {
                files[(int) artifact.parent()]++;
            } else if (named) {
                files[(int) artifact.parent()] += files[id];
            }
        }
        Optional<Artifact> best = Optional.empty();
        long most = 0;
        for (Artifact artifact : release.artifacts()) {
            boolean container = artifact.type() != ArtifactType.DIRECTORY || artifact.parent() < 0;
            if (container && files[(int) artifact.id()] > most) {
                most = files[(int) artifact.id()];
                best = Optional.of(artifact);
            }
        }
        return best.map(found -> new RootTree(release, found));
    }

    /// The folder or container at a path of the release; empty where there is none.
    public static Optional<RootTree> at(Side release, String path) {
        return release.artifacts().stream()
                .filter(artifact -> artifact.path().equals(path)
                        && !release.children(artifact).isEmpty())
                .findFirst()
                .map(found -> new RootTree(release, found));
    }

    /// The node whose children are `bin`, `etc` ….
    public Artifact root() {
        return root;
    }

    /// Everything in it, in canonical order, without what lies inside its files.
    public List<Artifact> all() {
        return List.copyOf(all);
    }

    /// A node's path below the root.
    String path(Artifact artifact) {
        String path = artifact.path();
        return root.path().isEmpty()
                ? path
                : path.substring(Math.min(path.length(), root.path().length() + 1));
    }

    /// The node at a path; a slash at its start doesn't matter.
    ///
    /// @param follow whether a link at the path's end is followed, too
    Optional<Artifact> find(Name path, boolean follow) {
        Deque<Name> left = new ArrayDeque<>(Name.split(path.bytes()));
        Artifact at = root;
        int links = 0;
        while (!left.isEmpty()) {
            Name next = left.remove();
            if (next.is("..")) {
                at = parents.getOrDefault(at.id(), root);
                continue;
            }
            Artifact child = entries.getOrDefault(at.id(), Map.of()).get(next);
            if (child == null) {
                return Optional.empty();
            }
            if (child.type() == ArtifactType.SYMLINK && (follow || !left.isEmpty())) {
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                byte[] target = child.target().getBytes(StandardCharsets.UTF_8);
                at = target.length > 0 && target[0] == '/' ? root : at;
                Name.split(target).reversed().forEach(left::addFirst);
            } else {
                at = child;
            }
        }
        return at.equals(root) ? Optional.empty() : Optional.of(at);
    }
}
