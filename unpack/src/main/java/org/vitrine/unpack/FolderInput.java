package org.vitrine.unpack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Spill;
import org.vitrine.unpack.spi.Entry;

/// A folder of the host as a release: an image that somebody else has opened already. Links are kept, not
/// followed; devices are named, not opened. Times are the host's and are left out.
final class FolderInput {
    /// Smaller files are copied to the spill file: a process can't map any number of files.
    private static final long MAPPED_FROM = 1 << 20;

    private final Spill spill;
    private final Charge charge;

    FolderInput(Spill spill, Charge charge) {
        this.spill = spill;
        this.charge = charge;
    }

    private record Step(Path folder, Node node, int length) {}

    Node read(Path folder) throws IOException {
        Node root = new Node(Name.EMPTY, "", ArtifactType.DIRECTORY);
        root.opened = "folder";
        // The folder itself must be readable; what is inside it may not be.
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        List<Step> steps = new ArrayList<>(List.of(new Step(folder, root, 0)));
        try {
            while (!steps.isEmpty()) {
                list(steps.removeLast(), steps);
            }
        } catch (LimitReached e) {
            root.met("folder", e.problem());
        }
        return root;
    }

    private void list(Step step, List<Step> steps) throws LimitReached {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(step.folder())) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            step.node().met("folder", new Problem.Unavailable("folder", "can't be listed"));
            return;
        }
        record Named(Name name, Path path) {}
        List<Named> named = new ArrayList<>();
        entries.forEach(entry -> named.add(new Named(nameOf(entry), entry)));
        named.sort(Comparator.comparing(Named::name));
        List<Step> below = new ArrayList<>();
        for (Named entry : named) {
            int length = step.length() + 1 + entry.name().toString().length();
            charge.entry(length);
            Node node = step.node().add(take(entry.path(), entry.name()));
            if (node.type == ArtifactType.DIRECTORY) {
                below.add(new Step(entry.path(), node, length));
            }
        }
        steps.addAll(below.reversed());
    }

    private static Name nameOf(Path path) {
        return Name.of(String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8));
    }

    private Node take(Path path, Name name) {
        try {
            Map<String, Object> stat = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) number(stat, "mode");
            ArtifactType type = ArtifactType.ofMode(mode).orElse(ArtifactType.FILE);
            Node node = new Node(name, name.toString(), type);
            Entry entry = Entry.of(List.of(name), type).owned(mode, number(stat, "uid"), number(stat, "gid"), 0);
            if (type == ArtifactType.CHARACTER || type == ArtifactType.BLOCK) {
                long device = number(stat, "rdev");
                entry = entry.device(device >>> 8 & 0xfff, device & 0xff | device >>> 12 & 0xfff00);
            }
            if (type == ArtifactType.SYMLINK) {
                entry = entry.to(Name.of(Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8)));
            }
            node.describe(entry);
            node.recorded = Recorded.MODE_OWNER;
            if (type == ArtifactType.FILE) {
                read(path, node);
            }
            return node;
        } catch (IOException e) {
            Node node = new Node(name, name.toString(), ArtifactType.FILE);
            node.met("folder", new Problem.Unavailable("attributes", "can't be read"));
            return node;
        }
    }

    private void read(Path path, Node node) {
        try {
            if (Files.size(path) >= MAPPED_FROM) {
                node.content = Bytes.map(path);
            } else {
                byte[] bytes = Files.readAllBytes(path);
                node.content = spill.put(bytes, 0, bytes.length);
            }
            node.declared = node.content.size();
        } catch (IOException e) {
            node.met("folder", new Problem.Unavailable("content", "can't be read"));
        }
    }

    private static long number(Map<String, Object> stat, String attribute) {
        return stat.get(attribute) instanceof Number number ? number.longValue() : 0;
    }
}
