package org.vitrine.unpack.fidelity;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /// The entry that has an attribute, where it isn't the file named after its mode.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("1777", "sticky"),
            Map.entry("owner", "owned"),
            Map.entry("mtime", "owned"),
            Map.entry("relative link", "relative"),
            Map.entry("absolute link", "absolute"),
            Map.entry("hard link", "hard"),
            Map.entry("FIFO", "fifo"),
            Map.entry("character device", "character"),
            Map.entry("block device", "block"),
            Map.entry("user.*", "noted"),
            Map.entry("capability", "able"),
            Map.entry("non-UTF-8 name", "n\u00ff"),
            Map.entry("sparse file", "sparse"),
            Map.entry("empty file", "empty"));

    /// How an attribute was found again.
    enum Mark {
        RIGHT,
        WRONG,
        /// Its entry, or the attribute itself, is not there.
        LOST
    }

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

    /// How each attribute is found again.
    ///
    /// @param source the folder itself, as the disk has it
    /// @param found the same entries as somebody read them
    static Map<String, Mark> compare(Map<String, Seen> source, Map<String, Seen> found) {
        Map<String, Mark> marks = new LinkedHashMap<>();
        for (String attribute : ATTRIBUTES) {
            String name = NAMES.getOrDefault(attribute, "f" + attribute.replaceFirst("^0", ""));
            Seen expected = Objects.requireNonNull(source.get(name), name);
            Seen seen = found.get(name);
            marks.put(attribute, seen == null ? Mark.LOST : mark(attribute, expected, seen));
        }
        return marks;
    }

    private static Mark mark(String attribute, Seen expected, Seen seen) {
        boolean right = switch (attribute) {
            case "owner" -> seen.uid() == expected.uid() && seen.gid() == expected.gid();
            case "mtime" -> seen.mtime() == expected.mtime();
            case "relative link", "absolute link" -> seen.target().equals(expected.target());
            case "character device", "block device" -> seen.device().equals(expected.device());
            case "FIFO" -> true;
            case "user.*", "capability" -> {
                String name = attribute.equals("capability") ? "security.capability" : "user.note";
                if (!seen.attributes().containsKey(name)) {
                    yield false;
                }
                yield seen.attributes().get(name).equals(expected.attributes().get(name));
            }
            case "hard link", "non-UTF-8 name", "sparse file", "empty file" ->
                seen.content().equals(expected.content());
            default -> seen.mode() == expected.mode() && seen.content().equals(expected.content());
        };
        boolean absent = (attribute.equals("user.*") || attribute.equals("capability"))
                && seen.attributes().isEmpty();
        return right && seen.type() == expected.type() ? Mark.RIGHT : absent ? Mark.LOST : Mark.WRONG;
    }
}
