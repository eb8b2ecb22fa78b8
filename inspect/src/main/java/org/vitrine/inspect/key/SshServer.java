package org.vitrine.inspect.key;

import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.inspect.spi.RootFs;

/// The SSH servers of a root file system: programs of their names where programs lie.
final class SshServer {
    private static final Set<String> FOLDERS = Set.of("bin", "sbin", "libexec");

    private SshServer() {}

    /// The path of the first program of one of these names.
    static Optional<String> find(RootFs root, Set<String> names) {
        for (Artifact file : root.all()) {
            if ((RootFs.isFile(file) || file.type() == ArtifactType.SYMLINK)
                    && names.contains(file.name().toString())) {
                String path = root.pathOf(file);
                int slash = path.lastIndexOf('/');
                String folder = slash < 0 ? "" : path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
                if (FOLDERS.contains(folder)) {
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }

    /// The path of the first SSH server of any kind.
    static Optional<String> find(RootFs root) {
        return find(root, Set.of("sshd", "dropbear", "dropbearmulti"));
    }
}
