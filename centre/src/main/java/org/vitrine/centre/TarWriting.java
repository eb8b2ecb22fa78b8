package org.vitrine.centre;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Xattr;

/// What was chosen of a tree, as a tar archive.
final class TarWriting {
    private static final int LONGEST_PATH = 1 << 16;

    private final Tree tree;
    private final Extraction extraction;
    private final List<byte[]> paths = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Long, SortedMap<String, byte[]>> attributes = new HashMap<>();
    private long written;

    TarWriting(Tree tree, Extraction extraction) {
        this.tree = tree;
        this.extraction = extraction;
        for (Fact fact : tree.facts()) {
            if (fact instanceof Xattr xattr && !xattr.name().contains("=")) {
                attributes
                        .computeIfAbsent(xattr.artifact(), _ -> new TreeMap<>())
                        .put(xattr.name(), xattr.value().bytes());
            }
        }
    }

    long written() {
        return written;
    }

    List<String> notes() {
        return notes;
    }

    void write(OutputStream out) throws IOException {
        TarArchive archive = new TarArchive(out);
        for (Extraction.Item item : extraction.items()) {
            byte[] path = path(item);
            paths.add(path);
            if (path.length == 0) {
                notes.add(item.artifact().path() + ": left out, its path is longer than an archive's should be");
            } else {
                write(archive, item, path);
            }
        }
        archive.end();
    }

    /// Its bytes; none where it, or what it lies in, is too long.
    private byte[] path(Extraction.Item item) {
        byte[] folder = item.parent() < 0 ? new byte[0] : paths.get(item.parent());
        if (item.parent() >= 0 && folder.length == 0
                || folder.length + item.name().size() > LONGEST_PATH) {
            return new byte[0];
        }
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(folder);
        path.writeBytes(item.name().bytes());
        if (item.folder()) {
            path.write('/');
        }
        return path.toByteArray();
    }

    private void write(TarArchive archive, Extraction.Item item, byte[] path) throws IOException {
        Artifact artifact = item.artifact();
        byte[] link = new byte[0];
        Bytes content = Bytes.EMPTY;
        char type = '0';
        if (item.folder()) {
            type = '5';
        } else {
            switch (artifact.type()) {
                case FILE, PART, DIRECTORY -> content = tree.content(artifact);
                case HARDLINK -> {
                    Optional<byte[]> origin = extraction
                            .origin(artifact)
                            .filter(place -> place < paths.size())
                            .map(paths::get)
                            .filter(name -> name.length > 0);
                    type = origin.isPresent() ? '1' : '0';
                    link = origin.orElse(link);
                    content = origin.isPresent() ? content : tree.content(artifact);
                }
                case SYMLINK -> {
                    type = '2';
                    link = Display.raw(artifact.target());
                }
                case CHARACTER -> type = '3';
                case BLOCK -> type = '4';
                case FIFO -> type = '6';
                case SOCKET -> {
                    notes.add(artifact.path() + ": left out, an archive holds no sockets");
                    return;
                }
            }
        }
        Attributes own = Attributes.of(artifact, item.folder());
        archive.add(
                new TarArchive.Entry(
                        Name.of(path),
                        type,
                        own.mode(),
                        own.uid(),
                        own.gid(),
                        content.size(),
                        own.mtime(),
                        Name.of(link),
                        own.major(),
                        own.minor()),
                artifact.type() == ArtifactType.HARDLINK
                        ? new TreeMap<>()
                        : attributes.getOrDefault(artifact.id(), new TreeMap<>()),
                content);
        written++;
    }
}
