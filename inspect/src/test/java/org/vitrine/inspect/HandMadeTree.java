package org.vitrine.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// A root file system that a test makes of paths, or of a folder on the host.
public final class HandMadeTree {
    private static final class Node {
        final Map<String, Node> children = new TreeMap<>();
        ArtifactType type = ArtifactType.DIRECTORY;
        int mode = 0755;
        String target = "";
        Bytes content = Bytes.EMPTY;
    }

    private final Node root = new Node();
    private final List<Fact> contentFacts = new ArrayList<>();

    /// An empty tree.
    public HandMadeTree() {}

    /// Plants a file.
    public HandMadeTree file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Plants a file.
    public HandMadeTree file(String path, byte[] bytes) {
        return file(path, 0644, bytes);
    }

    private HandMadeTree file(String path, int mode, byte[] bytes) {
        Node node = node(path);
        node.type = ArtifactType.FILE;
        node.mode = mode;
        node.content = Bytes.of(bytes);
        return this;
    }

    /// Plants files that only need to be there: something like an ELF.
    public HandMadeTree programs(String... paths) {
        for (String path : paths) {
            file(path, ("\u007fELF\0" + path).getBytes(StandardCharsets.ISO_8859_1));
        }
        return this;
    }

    /// Plants a symbolic link.
    public HandMadeTree link(String path, String target) {
        Node node = node(path);
        node.type = ArtifactType.SYMLINK;
        node.mode = 0777;
        node.target = target;
        return this;
    }

    /// Adds what a content inspector would have found.
    public HandMadeTree fact(Fact fact) {
        contentFacts.add(fact);
        return this;
    }

    private Node node(String path) {
        Node at = root;
        for (String segment : path.split("/", -1)) {
            at = at.children.computeIfAbsent(segment, _ -> new Node());
        }
        return at;
    }

    /// Plants all folders, files and links of a folder on the host.
    public static HandMadeTree of(Path folder) throws IOException {
        HandMadeTree tree = new HandMadeTree();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted().toList()) {
                String name = folder.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    tree.link(name, Files.readSymbolicLink(path).toString());
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    tree.file(name, 0755, Files.readAllBytes(path));
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !path.equals(folder)) {
                    tree.node(name);
                }
            }
        }
        return tree;
    }

    /// The tree.
    public Tree build() {
        List<Artifact> artifacts = new ArrayList<>();
        List<Bytes> contents = new ArrayList<>();
        add(root, "", "", -1, artifacts, contents);
        return new Tree(artifacts, contents, List.of());
    }

    /// The root file system, with the facts that were added.
    public RootFs root() {
        Tree tree = build();
        return new RootFs(tree, tree.artifact(0), contentFacts);
    }

    private static void add(
            Node node, String name, String path, long parent, List<Artifact> artifacts, List<Bytes> contents) {
        long id = artifacts.size();
        boolean file = node.type == ArtifactType.FILE;
        artifacts.add(new Artifact(
                id,
                parent,
                path,
                Name.of(name),
                file ? "data" : "",
                node.type,
                Recorded.MODE_OWNER_TIME,
                node.content.size(),
                file ? Digest.ofContent(node.content) : Digest.NONE,
                node.mode,
                0,
                0,
                0,
                "",
                node.target,
                -1));
        contents.add(node.content);
        node.children.forEach((childName, child) -> {
            String segment = Name.of(childName).toString();
            add(child, childName, path.isEmpty() ? segment : path + "/" + segment, id, artifacts, contents);
        });
    }

    /// What a tree inspector finds when the content inspectors have looked at each file before.
    public List<Fact> inspect(TreeInspector inspector, ContentInspector... before) {
        Tree tree = build();
        List<Fact> known = new ArrayList<>(contentFacts);
        for (ContentInspector each : before) {
            Set<Digest> seen = new HashSet<>();
            for (Artifact artifact : tree.artifacts()) {
                if (artifact.type() == ArtifactType.FILE && seen.add(artifact.sha256())) {
                    try {
                        each.inspect(artifact.sha256(), tree.content(artifact), known::add);
                    } catch (Unreadable e) {
                        // What was found before is kept.
                    }
                }
            }
        }
        List<Fact> facts = new ArrayList<>();
        inspector.inspect(new RootFs(tree, tree.artifact(0), known), facts::add);
        return facts;
    }

    /// The same, of one kind of fact.
    public <F extends Fact> List<F> inspect(Class<F> kind, TreeInspector inspector, ContentInspector... before) {
        return inspect(inspector, before).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
