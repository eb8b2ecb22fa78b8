package org.vitrine.change.equivalence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vitrine.change.Side;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Name;

/// The files of a Debian package (deb(5)) by their paths: what lies in `data.tar` beside the `control.tar` that
/// a file of the package's own description stands in.
final class PackageFiles {
    private static final String DATA = "data.tar";
    private static final String CONTROL = "control.tar";
    /// `control.tar.xz` in the package, the stream's payload in it.
    private static final int DEEPEST = 3;

    private final PackageSums.Reader reader;
    private final Map<String, Optional<Artifact>> files = new HashMap<>();
    private final Map<Long, String> sums = new HashMap<>();

    private PackageFiles(PackageSums.Reader reader) {
        this.reader = reader;
    }

    /// Those of the package that a file of `control.tar` belongs to; none where it belongs to no package.
    static PackageFiles beside(Opened file, PackageSums.Reader reader) {
        PackageFiles found = new PackageFiles(reader);
        Side side = file.half().side();
        Artifact at = side.artifact(file.artifact().parent());
        for (int depth = 0; depth < DEEPEST && at.parent() >= 0; depth++) {
            Artifact above = side.artifact(at.parent());
            if (above.format().equals("ar")) {
                if (at.name().toString().startsWith(CONTROL)) {
                    side.children(above).stream()
                            .filter(member -> member.name().toString().startsWith(DATA))
                            .forEach(member -> found.take(side, member));
                }
                return found;
            }
            at = above;
        }
        return found;
    }

    /// Takes what lies in a member, compressed or not.
    private void take(Side side, Artifact member) {
        Deque<Map.Entry<String, Artifact>> open = new ArrayDeque<>();
        Artifact archive = member;
        if (!member.format().equals("tar")) {
            archive = side.children(member).stream()
                    .filter(child -> child.format().equals("tar"))
                    .findFirst()
                    .orElse(member);
        }
        open.add(Map.entry("", archive));
        while (!open.isEmpty()) {
            Map.Entry<String, Artifact> folder = open.remove();
            for (Artifact child : side.children(folder.getValue())) {
                String path = folder.getKey() + "/" + child.name();
                if (child.type() == ArtifactType.DIRECTORY) {
                    open.add(Map.entry(path, child));
                } else if (child.type() == ArtifactType.FILE) {
                    // Two entries of one name: which of them the sum is of, nobody can tell.
                    files.merge(path, Optional.of(child), (_, _) -> Optional.empty());
                }
            }
        }
    }

    /// Whether the package holds a file of this path whose MD5 is this, in lower-case hexadecimal.
    boolean has(byte[] path, String md5) {
        String key = Name.split(path).stream().map(name -> "/" + name).collect(Collectors.joining());
        Optional<Artifact> file = files.getOrDefault(key, Optional.empty());
        return file.isPresent()
                && sums.computeIfAbsent(file.get().id(), _ -> sum(file.get())).equals(md5);
    }

    private String sum(Artifact file) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            reader.content(file).feed(md5::update);
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }
}
