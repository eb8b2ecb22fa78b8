package org.vitrine.inspect.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/// A root file system built by hand for a test, or read from a folder that a tool extracted.
public final class TreeOf {
    private record Node(ArtifactType type, Bytes content, int mode, String target) {}

    private final Map<String, Node> nodes = new TreeMap<>();
    private final List<Fact> contentFacts = new ArrayList<>();

    private TreeOf() {}

    /// An empty root.
    public static TreeOf nothing() {
        return new TreeOf();
    }

    /// A folder of the host, links kept as links.
    public static TreeOf folder(Path folder) throws IOException {
        TreeOf tree = new TreeOf();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                if (!path.equals(folder)) {
                    tree.add(folder.relativize(path).toString(), path);
                }
            }
        }
        return tree;
    }

    private void add(String name, Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            link(name, Files.readSymbolicLink(path).toString());
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            put(name, new Node(ArtifactType.DIRECTORY, Bytes.EMPTY, 0755, ""));
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            put(name, new Node(ArtifactType.FILE, Bytes.of(Files.readAllBytes(path)), 0755, ""));
        }
    }

    /// A text file.
    public TreeOf file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A file.
    public TreeOf file(String path, byte[] bytes) {
        return put(path, new Node(ArtifactType.FILE, Bytes.of(bytes), 0644, ""));
    }

    /// Files that only need to be there: something like an ELF.
    public TreeOf programs(String... paths) {
        for (String path : paths) {
            file(path, ("\u007fELF\0" + path).getBytes(StandardCharsets.ISO_8859_1));
        }
        return this;
    }

    /// A symbolic link.
    public TreeOf link(String path, String target) {
        return put(path, new Node(ArtifactType.SYMLINK, Bytes.EMPTY, 0777, target));
    }

    /// A fact of the content inspectors.
    public TreeOf fact(Fact fact) {
        contentFacts.add(fact);
        return this;
    }

    private TreeOf put(String path, Node node) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            nodes.putIfAbsent(path.substring(0, slash), new Node(ArtifactType.DIRECTORY, Bytes.EMPTY, 0755, ""));
        }
        nodes.put(path, node);
        return this;
    }

    /// The root file system.
    public RootFs root() {
        List<Artifact> artifacts = new ArrayList<>();
        List<Bytes> contents = new ArrayList<>();
        Map<String, Long> ids = new HashMap<>();
        artifacts.add(artifact(0, -1, "", new Node(ArtifactType.DIRECTORY, Bytes.EMPTY, 0755, "")));
        contents.add(Bytes.EMPTY);
        ids.put("", 0L);
        // Parents sort before what is in them.
        nodes.forEach((path, node) -> {
            long id = artifacts.size();
            int slash = path.lastIndexOf('/');
            Long parent = ids.get(slash < 0 ? "" : path.substring(0, slash));
            if (parent == null) {
                throw new UncheckedIOException(new IOException("no folder for " + path));
            }
            artifacts.add(artifact(id, parent, path, node));
            contents.add(node.content);
            ids.put(path, id);
        });
        return new RootFs(new Tree(artifacts, contents, List.of()), artifacts.getFirst(), contentFacts);
    }

    private static Artifact artifact(long id, long parent, String path, Node node) {
        boolean file = node.type == ArtifactType.FILE;
        return new Artifact(
                id,
                parent,
                path,
                Name.of(path.substring(path.lastIndexOf('/') + 1)),
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
                -1);
    }
}
