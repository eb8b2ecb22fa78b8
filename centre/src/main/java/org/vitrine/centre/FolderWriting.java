package org.vitrine.centre;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Tree;

/// What was chosen of a tree, as a folder of the host. It is written into a folder that only this
/// process knows, where every folder is made here and every name was checked; links come last, so that
/// nothing can go through one. Closed before it was delivered, it leaves nothing.
final class FolderWriting implements AutoCloseable {
    private static final int LONGEST_PATH = 3500;
    private static final int SETUID_SETGID = 06000;

    private final Tree tree;
    private final Extraction extraction;
    private final Path folder;
    private final Unpacking.Wanted wanted;
    private final List<@Nullable Path> paths = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long written;
    private boolean delivered;

    FolderWriting(Tree tree, Extraction extraction, Path folder, Unpacking.Wanted wanted) {
        this.tree = tree;
        this.extraction = extraction;
        this.folder = folder;
        this.wanted = wanted;
    }

    long written() {
        return written;
    }

    List<String> notes() {
        return notes;
    }

    void write() throws IOException {
        List<Extraction.Item> items = extraction.items();
        for (Extraction.Item item : items) {
            paths.add(place(item));
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).folder() || hasContent(items.get(i).artifact())) {
                make(i);
            }
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).folder() && !hasContent(items.get(i).artifact())) {
                make(i);
            }
        }
        // From the deepest up: a mode may forbid to write, and writing changes a folder's time.
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i).folder()) {
                describe(i);
            }
        }
    }

    private static boolean hasContent(Artifact artifact) {
        return artifact.type() == ArtifactType.FILE || artifact.type() == ArtifactType.PART;
    }

    /// Its path; none where the host's paths are too short for it, or its folder has none.
    private @Nullable Path place(Extraction.Item item) {
        Path parent = item.parent() < 0 ? folder : paths.get(item.parent());
        if (parent == null) {
            return null;
        }
        try {
            Path path = parent.resolve(new String(item.name().bytes(), StandardCharsets.UTF_8));
            if (path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Said below, as of those that are too long.
        }
        notes.add(item.artifact().path() + ": left out with what lies in it, the host has no such path");
        return null;
    }

    private void make(int index) throws IOException {
        Extraction.Item item = extraction.items().get(index);
        Path path = paths.get(index);
        if (path == null) {
            return;
        }
        Artifact artifact = item.artifact();
        boolean made = true;
        if (item.folder()) {
            Files.createDirectory(path);
        } else {
            switch (artifact.type()) {
                case FILE, PART, DIRECTORY -> copy(tree.content(artifact), path);
                case HARDLINK -> hardLink(artifact, path);
                case SYMLINK -> made = link(artifact, path);
                case CHARACTER, BLOCK, FIFO -> made = node(artifact, path);
                case SOCKET -> {
                    notes.add(artifact.path() + ": left out, a socket");
                    made = false;
                }
            }
        }
        if (!made) {
            paths.set(index, null);
            return;
        }
        written++;
        if (!item.folder() && artifact.type() != ArtifactType.HARDLINK) {
            describe(index);
        }
    }

    private static void copy(Bytes content, Path path) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < content.size(); ) {
                int count = content.copyAvailable(at, buffer, 0, buffer.length);
                out.write(buffer, 0, count);
                at += count;
            }
        }
    }

    private void hardLink(Artifact artifact, Path path) throws IOException {
        Optional<Path> origin = extraction.origin(artifact).map(paths::get);
        if (origin.isPresent()) {
            Files.createLink(path, origin.get());
        } else {
            copy(tree.content(artifact), path);
        }
    }

    private boolean link(Artifact artifact, Path path) throws IOException {
        byte[] target = Display.raw(artifact.target());
        String text = new String(target, StandardCharsets.UTF_8);
        boolean exact = java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), target);
        if (exact && target.length > 0 && target.length < LONGEST_PATH && text.indexOf(0) < 0) {
            try {
                // As the image has it: a double slash or one at the end is text too, but the JDK's
                // paths drop it.
                Files.createSymbolicLink(path, Path.of(text));
                return true;
            } catch (InvalidPathException e) {
                // Said below.
            }
        }
        notes.add(artifact.path() + ": left out, the host has no link to " + artifact.target());
        return false;
    }

    private boolean node(Artifact artifact, Path path) throws IOException {
        if (!wanted.devices()) {
            notes.add(
                    artifact.path() + ": left out, " + (artifact.type() == ArtifactType.FIFO ? "a FIFO" : "a device"));
            return false;
        }
        Attributes own = Attributes.of(artifact, false);
        List<String> command = new ArrayList<>(List.of("mknod", "-m", "600", path.toString()));
        if (artifact.type() == ArtifactType.FIFO) {
            command.add("p");
        } else {
            command.add(artifact.type() == ArtifactType.CHARACTER ? "c" : "b");
            command.add(Long.toString(own.major()));
            command.add(Long.toString(own.minor()));
        }
        try {
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new FileSystemException(artifact.path(), null, "mknod was not allowed to make it");
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileSystemException(artifact.path(), null, "interrupted");
        }
    }

    /// Gives owner, time and mode, in this order: a new owner takes setuid away, and a mode may forbid
    /// to set a time.
    private void describe(int index) throws IOException {
        Extraction.Item item = extraction.items().get(index);
        Path path = paths.get(index);
        if (path == null) {
            return;
        }
        Attributes own = Attributes.of(item.artifact(), item.folder());
        if (wanted.owners()) {
            Files.setAttribute(path, "unix:uid", (int) own.uid(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", (int) own.gid(), LinkOption.NOFOLLOW_LINKS);
        }
        FileTime time = FileTime.from(own.mtime(), TimeUnit.SECONDS);
        switch (item.artifact().type()) {
            case SYMLINK -> {
                linkTime(path, time);
                return;
            }
            // To set a time the JDK opens the file, and opening one of these does something.
            case CHARACTER, BLOCK, FIFO, SOCKET -> {}
            case FILE, PART, DIRECTORY, HARDLINK -> Files.setLastModifiedTime(path, time);
        }
        int mode = wanted.setuid() ? own.mode() : own.mode() & ~SETUID_SETGID;
        if (mode != own.mode()) {
            notes.add(item.artifact().path() + ": written without setuid or setgid");
        }
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static void linkTime(Path path, FileTime time) throws IOException {
        BasicFileAttributeView view =
                Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setTimes(time, null, null);
        }
    }

    /// Gives the folder its name.
    void deliver(Path target) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        delivered = true;
    }

    @Override
    public void close() throws IOException {
        if (delivered) {
            return;
        }
        for (Path path : paths) {
            if (path != null && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
        }
        for (Path path : paths.reversed()) {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        }
        Files.deleteIfExists(folder);
    }
}
