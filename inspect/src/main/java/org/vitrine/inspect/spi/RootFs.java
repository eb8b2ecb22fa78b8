package org.vitrine.inspect.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Tree;

/// A root file system in a tree, asked as the running system would ask: by path, links followed inside it. Paths
/// here are relative to the root and have no leading slash: `etc/passwd`, in display form. Safe for several threads.
public final class RootFs {
    /// More links than any kernel follows.
    private static final int MAXIMUM_LINKS = 40;

    private final Tree tree;
    private final Artifact root;
    private final Map<Long, Map<Name, Artifact>> names = new HashMap<>();
    private final List<Artifact> all = new ArrayList<>();
    private final List<Fact> contentFacts;
    private final Map<Class<?>, Once> known = new ConcurrentHashMap<>();

    /// A view of one root file system.
    ///
    /// @param tree the tree it is in
    /// @param root the node whose children are `bin`, `etc` …
    /// @param contentFacts what the content inspectors found anywhere in the tree
    public RootFs(Tree tree, Artifact root, List<Fact> contentFacts) {
        this.tree = tree;
        this.root = root;
        this.contentFacts = List.copyOf(contentFacts);
        index(root);
    }

    private void index(Artifact top) {
        // A stack, not recursion: an image decides how deep its folders go.
        List<Artifact> stack = new ArrayList<>(List.of(top));
        while (!stack.isEmpty()) {
            Artifact node = stack.removeLast();
            if (node.id() != top.id()) {
                all.add(node);
            }
            if (node.id() != top.id() && node.type() != ArtifactType.DIRECTORY) {
                continue;
            }
            Map<Name, Artifact> entries = new HashMap<>();
            // What was carved out of a file, or decoded from it, is not reached by a path of this file system.
            List<Artifact> children = list(node);
            // Where a container names an entry twice, the later one is what an extraction leaves.
            children.forEach(child -> entries.put(child.name(), child));
            names.put(node.id(), entries);
            stack.addAll(children.reversed());
        }
    }

    /// The node whose children are `bin`, `etc` ….
    public Artifact root() {
        return root;
    }

    /// The tree it is in.
    public Tree tree() {
        return tree;
    }

    /// Everything in it, in canonical order, without what lies inside its files.
    public List<Artifact> all() {
        return List.copyOf(all);
    }

    /// What the content inspectors found anywhere in the tree.
    public List<Fact> contentFacts() {
        return contentFacts;
    }

    /// What several inspectors need of this root, made when the first of them asks and kept as long as the root. It
    /// must not change after that, and making it must not ask for its own kind.
    ///
    /// @param kind stands for what is made: there is one of each kind
    public <T> T once(Class<T> kind, Function<RootFs, T> make) {
        // Not made inside of the map: what is made may ask for another kind.
        return kind.cast(known.computeIfAbsent(kind, _ -> new Once()).value(() -> make.apply(this)));
    }

    private static final class Once {
        private @Nullable Object value;

        synchronized Object value(Supplier<?> make) {
            Object made = value == null ? make.get() : value;
            value = made;
            return made;
        }
    }

    /// The path of an artifact from this root, printable: `etc/passwd`.
    public String pathOf(Artifact artifact) {
        String path = artifact.path();
        String prefix = root.path();
        return prefix.isEmpty() || path.length() <= prefix.length() ? path : path.substring(prefix.length() + 1);
    }

    /// The content of a file; empty for what has none.
    public Bytes content(Artifact file) {
        return tree.content(file);
    }

    /// The entries of a folder in canonical order.
    public List<Artifact> list(Artifact folder) {
        return tree.children(folder).stream()
                .filter(child -> child.type() != ArtifactType.PART)
                .toList();
    }

    /// What a path leads to, links on the way and at the end followed as in a system booted from this root. Empty
    /// when it leads nowhere: to nothing, out of the image, in a circle.
    public Optional<Artifact> find(String path) {
        return walk(path, true, _ -> {});
    }

    /// What a path names, links followed on the way but not at the end.
    public Optional<Artifact> findLink(String path) {
        return walk(path, false, _ -> {});
    }

    /// The regular file a path leads to.
    public Optional<Artifact> findFile(String path) {
        return find(path).filter(RootFs::isFile);
    }

    /// Where a link leads, as a path from this root, whether or not something is there: `etc/passwd` as a link to
    /// `/var/passwd` gives `var/passwd`. For what is no link its own path.
    public String resolve(String path) {
        String[] end = {path};
        walk(path, true, reached -> end[0] = reached);
        return end[0];
    }

    /// Whether it is a regular file, by any of its names.
    public static boolean isFile(Artifact artifact) {
        return artifact.type() == ArtifactType.FILE || artifact.type() == ArtifactType.HARDLINK;
    }

    private Optional<Artifact> walk(String path, boolean followLast, Consumer<String> reached) {
        List<Name> left = new ArrayList<>(Name.split(Display.raw(path)));
        List<Artifact> at = new ArrayList<>(List.of(root));
        int links = 0;
        while (!left.isEmpty()) {
            Name segment = left.removeFirst();
            if (segment.is("..")) {
                if (at.size() > 1) {
                    at.removeLast();
                }
                continue;
            }
            Artifact next = names.getOrDefault(at.getLast().id(), Map.of()).get(segment);
            if (next == null) {
                reached.accept(join(at, segment, left));
                return Optional.empty();
            }
            if (next.type() == ArtifactType.SYMLINK && (followLast || !left.isEmpty())) {
                if (++links > MAXIMUM_LINKS) {
                    return Optional.empty();
                }
                if (next.target().startsWith("/")) {
                    at = new ArrayList<>(List.of(root));
                }
                left.addAll(0, Name.split(Display.raw(next.target())));
                continue;
            }
            at.add(next);
        }
        reached.accept(pathOf(at.getLast()));
        return Optional.of(at.getLast());
    }

    private String join(List<Artifact> at, Name missing, List<Name> left) {
        StringBuilder path = new StringBuilder(at.size() > 1 ? pathOf(at.getLast()) + "/" : "").append(missing);
        left.forEach(segment -> path.append('/').append(segment));
        return path.toString();
    }
}
