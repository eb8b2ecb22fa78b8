package org.vitrine.change.deployed;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Name;

/// What an element has installed, held against a release.
public final class Deployment {
    private final RootTree root;
    private final BitSet listed = new BitSet();

    private Deployment(RootTree root) {
        this.root = root;
    }

    /// What is said of one path.
    ///
    /// @param state what came of comparing it
    /// @param path of the element, printable
    /// @param artifact its path in the release, where a link was followed, too; empty where it has none
    /// @param executable whether it is a program: YES, NO, or UNKNOWN where the release doesn't have it
    /// @param reason in words; empty where it is the same
    /// @param line in the manifest; 0 where it isn't in it
    public record Row(State state, String path, String artifact, Executable executable, String reason, int line) {}

    /// What came of comparing a path.
    public enum State {
        /// The element has what the release has.
        SAME,
        /// The element has something else.
        ALTERED,
        /// The release has it, the element doesn't.
        MISSING,
        /// The element has it, the release doesn't.
        EXTRA,
        /// The manifest says too little.
        UNCOMPARED
    }

    /// Whether a file is a program.
    public enum Executable {
        YES,
        NO,
        UNKNOWN
    }

    /// Compares a manifest with a root file system.
    ///
    /// @param root the release's
    /// @param format the manifest's form
    /// @param lines what it says
    /// @return the manifest's paths in its order, then what is missing from it in the tree's
    public static List<Row> compare(RootTree root, ManifestFormat format, List<ManifestLine> lines) {
        Deployment deployment = new Deployment(root);
        List<Row> rows = new ArrayList<>();
        for (ManifestLine line : lines) {
            // The root itself is listed by some, and is no path below it.
            if (!Name.split(line.path().bytes()).isEmpty()) {
                rows.add(deployment.row(line));
            }
        }
        if (format.isComplete()) {
            boolean links = lines.stream().anyMatch(line -> line.type().isPresent());
            for (Artifact artifact : root.all()) {
                boolean counts = isFile(artifact) || links && artifact.type() != ArtifactType.PART;
                if (counts && !deployment.listed.get((int) artifact.id())) {
                    rows.add(new Row(
                            State.MISSING,
                            "/" + root.path(artifact),
                            artifact.path(),
                            executable(artifact),
                            "the release has it, the manifest doesn't list it",
                            0));
                }
            }
        }
        return rows;
    }

    private static boolean isFile(Artifact artifact) {
        return artifact.type() == ArtifactType.FILE || artifact.type() == ArtifactType.HARDLINK;
    }

    private Row row(ManifestLine line) {
        // A digest is of what a link leads to; what is said of a link itself is not.
        boolean follow = line.type().isEmpty();
        Optional<Artifact> found = root.find(line.path(), follow);
        String path = Display.text(line.path().bytes());
        if (found.isEmpty()) {
            State state = line.word() == ManifestLine.Word.MISSING ? State.UNCOMPARED : State.EXTRA;
            String reason = line.note().isEmpty() || state == State.EXTRA ? "the release doesn't have it" : line.note();
            Executable executable =
                    line.mode().isPresent() && line.type().orElse(ArtifactType.FILE) == ArtifactType.FILE
                            ? (line.mode().getAsInt() & 0111) != 0 ? Executable.YES : Executable.NO
                            : Executable.UNKNOWN;
            return new Row(state, path, "", executable, reason, line.line());
        }
        Artifact artifact = found.get();
        listed.set((int) artifact.id());
        List<String> differences = differences(line, artifact);
        State state;
        String reason;
        if (line.word() != ManifestLine.Word.THERE) {
            state = line.word() == ManifestLine.Word.MISSING ? State.MISSING : State.ALTERED;
            reason = line.note();
        } else if (!differences.isEmpty()) {
            state = State.ALTERED;
            reason = String.join(", ", differences);
        } else {
            state = line.note().isEmpty() ? State.SAME : State.UNCOMPARED;
            reason = line.note();
        }
        return new Row(state, path, artifact.path(), executable(artifact), reason, line.line());
    }

    private static List<String> differences(ManifestLine line, Artifact artifact) {
        List<String> differences = new ArrayList<>();
        ArtifactType type = artifact.type() == ArtifactType.HARDLINK ? ArtifactType.FILE : artifact.type();
        if (line.type().isPresent() && line.type().get() != type) {
            differences.add("type " + type + " -> " + line.type().get());
            return differences;
        }
        if (line.sha256().isPresent() && !line.sha256().get().equals(artifact.sha256())) {
            differences.add(type == ArtifactType.FILE ? "content" : "type " + type + " -> a file");
        }
        if (line.size().isPresent() && line.size().getAsLong() != artifact.size()) {
            differences.add("size " + artifact.size() + " -> " + line.size().getAsLong());
        }
        boolean owner = artifact.recorded().hasOwner();
        boolean mode = artifact.recorded().hasMode();
        // A link's own mode is nothing that a system looks at, and archives write what they like.
        if (mode
                && type != ArtifactType.SYMLINK
                && line.mode().isPresent()
                && line.mode().getAsInt() != artifact.mode()) {
            differences.add(
                    "mode %04o -> %04o".formatted(artifact.mode(), line.mode().getAsInt()));
        }
        if (owner && line.uid().isPresent() && line.uid().getAsLong() != artifact.uid()) {
            differences.add("uid " + artifact.uid() + " -> " + line.uid().getAsLong());
        }
        if (owner && line.gid().isPresent() && line.gid().getAsLong() != artifact.gid()) {
            differences.add("gid " + artifact.gid() + " -> " + line.gid().getAsLong());
        }
        if (type == ArtifactType.SYMLINK && line.target().isPresent()) {
            String target = Display.text(line.target().get().bytes());
            if (!target.equals(artifact.target())) {
                differences.add("target " + artifact.target() + " -> " + target);
            }
        }
        return differences;
    }

    private static Executable executable(Artifact artifact) {
        boolean program = artifact.format().equals("elf") || isFile(artifact) && (artifact.mode() & 0111) != 0;
        return program ? Executable.YES : Executable.NO;
    }
}
