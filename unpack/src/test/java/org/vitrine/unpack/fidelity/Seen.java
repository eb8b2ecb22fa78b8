package org.vitrine.unpack.fidelity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Xattr;
import org.vitrine.testing.Tool;

/// An entry of a folder, as a disk has it or as Vitrine's tree says it.
///
/// @param mode the 12 permission bits
/// @param mtime seconds since 1970-01-01 UTC
/// @param device `major:minor`, else empty
/// @param content SHA-256 of a file's content, else empty
/// @param attributes extended attributes, the values in hex
record Seen(
        ArtifactType type,
        int mode,
        long uid,
        long gid,
        long mtime,
        String target,
        String device,
        String content,
        Map<String, String> attributes) {

    /// The entries of every folder of a tree that holds an `f644`, by their raw names as Latin-1.
    static List<Map<String, Seen>> in(Tree tree) {
        Map<Long, Map<String, String>> attributes = new HashMap<>();
        for (var fact : tree.facts()) {
            if (fact instanceof Xattr xattr) {
                attributes
                        .computeIfAbsent(xattr.artifact(), _ -> new TreeMap<>())
                        .put(
                                xattr.name(),
                                HexFormat.of().formatHex(xattr.value().bytes()));
            }
        }
        List<Map<String, Seen>> folders = new ArrayList<>();
        for (Artifact first : tree.artifacts()) {
            if (first.name().is("f644")) {
                Map<String, Seen> folder = new LinkedHashMap<>();
                for (Artifact each : tree.children(tree.artifact(first.parent()))) {
                    String name = new String(each.name().bytes(), ISO_8859_1);
                    folder.put(name, of(each, attributes.getOrDefault(each.id(), Map.of())));
                }
                folders.add(folder);
            }
        }
        packaged(tree, folders);
        return folders;
    }

    private static Seen of(Artifact artifact, Map<String, String> attributes) {
        boolean file = artifact.type() == ArtifactType.FILE || artifact.type() == ArtifactType.HARDLINK;
        return new Seen(
                file ? ArtifactType.FILE : artifact.type(),
                artifact.mode(),
                artifact.uid(),
                artifact.gid(),
                artifact.mtime(),
                artifact.target(),
                artifact.device(),
                file ? artifact.sha256().toString() : "",
                attributes);
    }

    /// An rpm says in its header who owns a file and what it is capable of, its payload doesn't:
    /// rows `PATH USER:GROUP MODE [CAPABILITIES]`.
    private static void packaged(Tree tree, List<Map<String, Seen>> folders) {
        for (var fact : tree.facts()) {
            if (fact instanceof Header header && header.field().equals("file")) {
                String[] row = header.value().split(" ", 4);
                String[] owner = row[1].split(":", 2);
                String name = row[0].substring(row[0].lastIndexOf('/') + 1);
                for (Map<String, Seen> folder : folders) {
                    folder.computeIfPresent(name, (_, seen) -> seen.with(owner, row.length > 3 ? row[3] : ""));
                }
            }
        }
    }

    private Seen with(String[] owner, String capabilities) {
        Map<String, String> all = new TreeMap<>(attributes);
        if (capabilities.equals("cap_net_raw=ep")) {
            // The attribute of that meaning, of version 2: linux/capability.h, struct vfs_cap_data.
            all.put("security.capability", "0100000200200000000000000000000000000000");
        }
        boolean numbers = Stream.of(owner).allMatch(each -> each.matches("[0-9]+"));
        return new Seen(
                type,
                mode,
                numbers ? Long.parseLong(owner[0]) : uid,
                numbers ? Long.parseLong(owner[1]) : gid,
                mtime,
                target,
                device,
                content,
                all);
    }

    /// The entries of every folder below one of the disk that holds an `f644`, by their raw names as
    /// Latin-1.
    static List<Map<String, Seen>> below(Path top) throws IOException {
        List<Path> firsts;
        try (Stream<Path> all = Files.walk(top)) {
            firsts = all.filter(each -> name(each).equals("f644")).sorted().toList();
        }
        List<Map<String, Seen>> folders = new ArrayList<>();
        for (Path first : firsts) {
            folders.add(on(first.resolveSibling("")));
        }
        return folders;
    }

    /// The entries of a folder of the disk, by their raw names as Latin-1.
    static Map<String, Seen> on(Path folder) throws IOException {
        Map<String, Map<String, String>> attributes = new HashMap<>();
        String dump = Tool.of("sh", "-c", "getfattr -h -d -m - -e hex -- * 2>/dev/null; true")
                .in(folder)
                .succeed()
                .text();
        String name = "";
        for (String line : dump.lines().toList()) {
            if (line.startsWith("# file: ")) {
                name = line.substring(8);
            } else if (!line.isEmpty()) {
                int equals = line.indexOf('=');
                String value = equals < 0 ? "" : line.substring(equals + 1).replaceFirst("^0x", "");
                attributes
                        .computeIfAbsent(name, _ -> new TreeMap<>())
                        .put(equals < 0 ? line : line.substring(0, equals), value);
            }
        }
        Map<String, Seen> entries = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.sorted().toList()) {
                entries.put(name(each), of(each, attributes.getOrDefault(name(each), Map.of())));
            }
        }
        return entries;
    }

    private static Seen of(Path file, Map<String, String> attributes) throws IOException {
        Map<String, Object> stat = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) number(stat, "mode");
        ArtifactType type = switch (mode >>> 12) {
            case 1 -> ArtifactType.FIFO;
            case 2 -> ArtifactType.CHARACTER;
            case 4 -> ArtifactType.DIRECTORY;
            case 6 -> ArtifactType.BLOCK;
            case 10 -> ArtifactType.SYMLINK;
            default -> ArtifactType.FILE;
        };
        boolean device = type == ArtifactType.CHARACTER || type == ArtifactType.BLOCK;
        long number = number(stat, "rdev");
        return new Seen(
                type,
                mode & 07777,
                number(stat, "uid"),
                number(stat, "gid"),
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS),
                type == ArtifactType.SYMLINK ? Files.readSymbolicLink(file).toString() : "",
                device ? (number >>> 8 & 0xfff) + ":" + (number & 0xff) : "",
                type == ArtifactType.FILE
                        ? Digest.of(Digest.sha256().digest(Files.readAllBytes(file)))
                                .toString()
                        : "",
                attributes);
    }

    private static long number(Map<String, Object> stat, String field) {
        return ((Number) Objects.requireNonNull(stat.get(field), field)).longValue();
    }

    /// The last segment's raw bytes: only the URI still has them.
    private static String name(Path file) {
        String path = file.toUri().getRawPath();
        String last = path.replaceFirst("/$", "");
        String raw = last.substring(last.lastIndexOf('/') + 1);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                name.append((char) Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                name.append(raw.charAt(i));
            }
        }
        return name.toString();
    }
}
