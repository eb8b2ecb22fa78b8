package org.vitrine.centre;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Tree;

/// What is to be written out of an opened release, each thing with its place: a name in a folder that
/// stands before it. The names are those of the image wherever the place can hold them.
public final class Extraction {
    private static final byte[] CONTENTS = {'.', 'd'};

    private final Tree tree;
    private final boolean containers;
    private final Naming naming;
    private final List<Item> items = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Integer, Set<Name>> used = new HashMap<>();
    private final Map<Integer, Map<Name, Integer>> counters = new HashMap<>();
    private final Map<String, Integer> files = new HashMap<>();

    private Extraction(Tree tree, boolean containers, Naming naming) {
        this.tree = tree;
        this.containers = containers;
        this.naming = naming;
    }

    /// A thing to be written.
    ///
    /// @param parent the place in the list of the folder it goes to; -1 for the target itself
    /// @param name its name there
    /// @param artifact what it is
    /// @param folder whether a folder is made for it: what is one, and what stands for a
    ///     container's contents
    record Item(int parent, Name name, Artifact artifact, boolean folder) {}

    /// The names that a place can hold.
    interface Naming {
        /// The name itself where the place can hold it, else one that it can hold.
        Name fit(Name name);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /// Chooses what is to be written.
    ///
    /// @param paths of artifacts, as `tree` prints them; what a path that ends with a slash names
    ///     gives its contents, every other one itself under its last name. None: the contents of the
    ///     release
    /// @param containers whether a file that is a container is followed by a folder `NAME.d` with
    ///     its contents
    /// @throws NoSuchFileException when there is no such path
    static Extraction of(Tree tree, List<String> paths, boolean containers, Naming naming) throws NoSuchFileException {
        Extraction extraction = new Extraction(tree, containers, naming);
        for (String path : paths.isEmpty() ? List.of("/") : paths) {
            boolean contents = path.endsWith("/") || path.equals(".") || path.isEmpty();
            String wanted = path.equals(".") ? "" : path.replaceFirst("/+$", "");
            Artifact artifact = tree.artifacts().stream()
                    .filter(candidate -> candidate.path().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(wanted));
            extraction.choose(artifact, contents && !tree.children(artifact).isEmpty());
        }
        return extraction;
    }

    List<Item> items() {
        return items;
    }

    /// What is written under another name, each in a line.
    List<String> notes() {
        return notes;
    }

    /// The place of the file that a hard link names, where it is written too.
    Optional<Integer> origin(Artifact link) {
        Artifact container = tree.artifact(link.parent());
        while (container.type() == ArtifactType.DIRECTORY && container.parent() >= 0) {
            container = tree.artifact(container.parent());
        }
        StringBuilder path = new StringBuilder(container.path());
        for (Name segment : Name.split(Display.raw(link.target()))) {
            path.append(path.isEmpty() ? "" : "/").append(segment);
        }
        return Optional.ofNullable(files.get(path.toString()));
    }

    /// An artifact, and the place of the folder it goes to.
    private record Due(Artifact artifact, int parent) {}

    private void choose(Artifact chosen, boolean contents) {
        Deque<Due> due = new ArrayDeque<>();
        if (contents) {
            below(due, chosen, -1);
        } else {
            due.push(new Due(chosen, -1));
        }
        while (!due.isEmpty()) {
            Due next = due.pop();
            Artifact artifact = next.artifact();
            boolean opened = !tree.children(artifact).isEmpty();
            boolean folder =
                    artifact.type() == ArtifactType.DIRECTORY || artifact.type() == ArtifactType.PART && opened;
            Name name = nameOf(artifact);
            int place = add(next.parent(), name, artifact, folder);
            if (folder) {
                below(due, artifact, place);
            } else if (opened && containers) {
                below(due, artifact, add(next.parent(), Name.of(joined(name.bytes(), CONTENTS)), artifact, true));
            }
        }
    }

    /// The first is taken first.
    private void below(Deque<Due> due, Artifact artifact, int place) {
        for (Artifact child : tree.children(artifact).reversed()) {
            due.push(new Due(child, place));
        }
    }

    /// Its name in the image; for what we named, the last segment of its path.
    private static Name nameOf(Artifact artifact) {
        if (artifact.name().size() > 0) {
            return artifact.name();
        }
        String path = artifact.path();
        return Name.of(path.isEmpty() ? "release" : path.substring(path.lastIndexOf('/') + 1));
    }

    private int add(int parent, Name wanted, Artifact artifact, boolean folder) {
        Name fitting = naming.fit(wanted);
        Set<Name> taken = used.computeIfAbsent(parent, _ -> new HashSet<>());
        Name name = fitting;
        while (!taken.add(name)) {
            int number = counters.computeIfAbsent(parent, _ -> new HashMap<>()).merge(fitting, 1, Integer::sum) + 1;
            name = naming.fit(Name.of(joined(fitting.bytes(), ("~" + number).getBytes(StandardCharsets.US_ASCII))));
        }
        if (!name.equals(wanted)) {
            notes.add(artifact.path() + ": written as " + name);
        }
        items.add(new Item(parent, name, artifact, folder));
        if (artifact.type() == ArtifactType.FILE && !folder) {
            files.put(artifact.path(), items.size() - 1);
        }
        return items.size() - 1;
    }
}
