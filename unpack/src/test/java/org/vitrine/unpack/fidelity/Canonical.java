package org.vitrine.unpack.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Xattr;
import org.vitrine.testing.Tool;

/// One folder that has everything a file system can say of a file, and what of it can be found again.
final class Canonical {
    /// What is looked for, in the order of the table.
    static final List<String> ATTRIBUTES = List.of(
            "0644",
            "0755",
            "0600",
            "0700",
            "4755",
            "2755",
            "1777",
            "owner",
            "mtime",
            "relative link",
            "absolute link",
            "hard link",
            "FIFO",
            "character device",
            "block device",
            "user.*",
            "capability",
            "non-UTF-8 name",
            "sparse file",
            "empty file");

    private static final long SPARSE = (1 << 20) + 1;

    private Canonical() {}

    /// Makes it as `t` in a folder. Needs root, for the devices, the owners and the capability.
    static void make(Path room) {
        Tool.of("sh", "-ec", """
                        mkdir t t/sticky
                        chmod 755 t
                        cd t
                        for mode in 644 755 600 700 4755 2755; do echo "of $mode" >f$mode; done
                        truncate -s 1048576 sparse
                        echo >>sparse
                        : >empty
                        echo odd >"$(printf 'n\\377')"
                        echo owned >owned
                        echo noted >noted
                        echo able >able
                        ln -s f644 relative
                        ln -s /bin/f755 absolute
                        ln f600 hard
                        mkfifo fifo
                        mknod character c 4 64
                        mknod block b 7 3
                        chown 1234:5678 owned
                        for mode in 644 755 600 700 4755 2755; do chmod $mode f$mode; done
                        chmod 1777 sticky
                        setfattr -n user.note -v hello noted
                        setcap cap_net_raw+ep able
                        touch -d @1000000000 owned
                        """).in(room).succeed();
    }

    /// The attributes that the walk found, wherever in the tree the folder lies.
    static Set<String> found(Tree tree) throws Malformed {
        TreeSet<String> found = new TreeSet<>();
        Map<String, Artifact> entries = entries(tree);
        for (String mode : List.of("644", "755", "600", "700", "4755", "2755")) {
            Artifact file = entries.get("f" + mode);
            if (file != null && holds(tree, file, "of " + mode + "\n") && file.mode() == Integer.parseInt(mode, 8)) {
                found.add("0".repeat(4 - mode.length()) + mode);
            }
        }
        entries.forEach((name, artifact) -> {
            String attribute = switch (name) {
                case "sticky" -> artifact.mode() == 01777 ? "1777" : "";
                case "relative" -> artifact.target().equals("f644") ? "relative link" : "";
                case "absolute" -> artifact.target().equals("/bin/f755") ? "absolute link" : "";
                case "fifo" -> artifact.type() == ArtifactType.FIFO ? "FIFO" : "";
                case "character" ->
                    artifact.type() == ArtifactType.CHARACTER
                                    && artifact.device().equals("4:64")
                            ? "character device"
                            : "";
                case "block" ->
                    artifact.type() == ArtifactType.BLOCK && artifact.device().equals("7:3") ? "block device" : "";
                case "empty" -> artifact.type() == ArtifactType.FILE && artifact.size() == 0 ? "empty file" : "";
                default -> "";
            };
            found.add(attribute);
        });
        contents(tree, entries, found);
        for (Xattr attribute : xattrs(tree)) {
            String name = tree.artifact(attribute.artifact()).path();
            if (name.endsWith("noted") && attribute.name().equals("user.note")) {
                found.add("user.*");
            } else if (name.endsWith("able") && attribute.name().equals("security.capability")) {
                found.add("capability");
            }
        }
        found.remove("");
        return found;
    }

    private static void contents(Tree tree, Map<String, Artifact> entries, Set<String> found) throws Malformed {
        Artifact owned = entries.get("owned");
        if (owned != null && owned.uid() == 1234 && owned.gid() == 5678) {
            found.add("owner");
        }
        if (owned != null && owned.mtime() == 1_000_000_000) {
            found.add("mtime");
        }
        Artifact hard = entries.get("hard");
        if (hard != null && holds(tree, hard, "of 600\n")) {
            found.add("hard link");
        }
        Artifact odd = entries.get("\ufffd");
        if (odd != null && holds(tree, odd, "odd\n")) {
            found.add("non-UTF-8 name");
        }
        Artifact sparse = entries.get("sparse");
        if (sparse != null && sparse.size() == SPARSE && tree.content(sparse).array(SPARSE - 2, 2, "end")[1] == '\n') {
            found.add("sparse file");
        }
    }

    private static List<Xattr> xattrs(Tree tree) {
        return tree.facts().stream()
                .filter(Xattr.class::isInstance)
                .map(Xattr.class::cast)
                .toList();
    }

    private static boolean holds(Tree tree, Artifact file, String text) throws Malformed {
        byte[] content = text.getBytes(UTF_8);
        return file.size() == content.length
                && Arrays.equals(tree.content(file).array(0, content.length, "content"), content);
    }

    /// The entries of the folder by name, the odd one as U+FFFD.
    private static Map<String, Artifact> entries(Tree tree) {
        Map<String, Artifact> entries = new LinkedHashMap<>();
        Name odd = Name.of(new byte[] {'n', (byte) 0xff});
        Map<Long, List<Artifact>> folders = new HashMap<>();
        for (Artifact artifact : tree.artifacts()) {
            folders.computeIfAbsent(artifact.parent(), _ -> new ArrayList<>()).add(artifact);
        }
        for (Artifact artifact : tree.artifacts()) {
            if (artifact.name().toString().equals("f644")) {
                for (Artifact sibling : folders.getOrDefault(artifact.parent(), List.of())) {
                    entries.put(
                            sibling.name().equals(odd)
                                    ? "\ufffd"
                                    : sibling.name().toString(),
                            sibling);
                }
                return entries;
            }
        }
        return entries;
    }
}
