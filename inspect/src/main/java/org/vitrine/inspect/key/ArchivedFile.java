package org.vitrine.inspect.key;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.inspect.shell.ShellCopies;
import org.vitrine.inspect.shell.ShellUnpacking;
import org.vitrine.inspect.spi.RootFs;

/// A file in an archive that lies in a root file system.
///
/// @param file the file
/// @param archive the archive's path from the root
/// @param inner the file's path in the archive; empty where it lies in an archive within that archive
record ArchivedFile(Artifact file, String archive, String inner) {
    /// Those among all files in archives of a root file system that are wanted, in canonical order.
    static List<ArchivedFile> of(RootFs root, Predicate<Artifact> wanted) {
        String prefix = root.root().path().isEmpty() ? "" : root.root().path() + "/";
        List<Artifact> files = root.tree().artifacts().stream()
                .filter(file -> RootFs.isFile(file) && file.path().startsWith(prefix) && wanted.test(file))
                .toList();
        if (files.isEmpty()) {
            return List.of();
        }
        Set<Long> own = new HashSet<>();
        root.all().forEach(artifact -> own.add(artifact.id()));
        return files.stream()
                .filter(file -> !own.contains(file.id()))
                .map(file -> of(root, file, own))
                .toList();
    }

    private static ArchivedFile of(RootFs root, Artifact file, Set<Long> own) {
        Deque<String> names = new ArrayDeque<>();
        boolean nested = false;
        Artifact at = file;
        while (!own.contains(at.id()) && at.id() != root.root().id()) {
            nested |= at.id() != file.id() && RootFs.isFile(at);
            if (at.type() != ArtifactType.PART) {
                names.addFirst(at.name().toString());
            }
            at = root.tree().artifact(at.parent());
        }
        return new ArchivedFile(file, root.pathOf(at), nested ? "" : String.join("/", names));
    }

    /// The line of a script that unpacks the archive.
    Optional<ShellUnpacking> unpacking(RootFs root) {
        return inner.isEmpty()
                ? Optional.empty()
                : ShellCopies.of(root).unpackings().stream()
                        .filter(line -> root.resolve(line.archive()).equals(archive))
                        .findFirst();
    }
}
