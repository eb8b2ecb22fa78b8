package org.vitrine.centre;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Tree;

/// A release's tree, or some of it, written out: to a folder or to a tar archive. What is written
/// stands under its name only when it is complete, nothing that stood there before is touched, and
/// links in the image are never followed.
///
/// @param written how many things were written
/// @param notes what was left out or is written under another name, each in a line
public record Unpacking(long written, List<String> notes) {
    /// What is wanted beyond names, contents, modes, times and links.
    ///
    /// @param containers beside a file that is a container, a folder `NAME.d` with its contents
    /// @param devices devices and FIFOs, in a folder
    /// @param setuid the bits setuid and setgid, in a folder
    /// @param owners the numeric owners, in a folder
    public record Wanted(boolean containers, boolean devices, boolean setuid, boolean owners) {}

    /// Writes to a folder that is not there yet, or is empty.
    ///
    /// @param paths of artifacts; one that ends with a slash stands for its contents; none for
    ///     those of the release
    /// @throws IOException when a path is none of the tree's, or the folder can't be written; then
    ///     nothing stands there
    public static Unpacking toFolder(Tree tree, List<String> paths, Path target, Wanted wanted) throws IOException {
        Extraction extraction = Extraction.of(tree, paths, wanted.containers(), HostNames.FOLDER);
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = parent(absolute);
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(absolute)) {
            throw new FileSystemException(target.toString(), null, "is no empty folder, and nothing is overwritten");
        }
        Path folder = Files.createTempDirectory(parent, ".vitrine-");
        try (FolderWriting writing = new FolderWriting(tree, extraction, folder, wanted)) {
            writing.write();
            writing.deliver(absolute);
            return new Unpacking(writing.written(), notes(extraction, writing.notes()));
        }
    }

    /// Writes to a tar archive that is not there yet, with everything that such an archive can say.
    ///
    /// @param paths as for a folder
    /// @throws IOException as for a folder
    public static Unpacking toTar(Tree tree, List<String> paths, Path target, Wanted wanted) throws IOException {
        Extraction extraction = Extraction.of(tree, paths, wanted.containers(), HostNames.ARCHIVE);
        Path absolute = target.toAbsolutePath().normalize();
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(target.toString(), null, "stands there already, and nothing is overwritten");
        }
        Path file = Files.createTempFile(parent(absolute), ".vitrine-", ".tar");
        try {
            TarWriting writing = new TarWriting(tree, extraction);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                writing.write(out);
            }
            Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(file, absolute);
            return new Unpacking(writing.written(), notes(extraction, writing.notes()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<String> notes(Extraction extraction, List<String> more) {
        List<String> notes = new ArrayList<>(extraction.notes());
        notes.addAll(more);
        return List.copyOf(notes);
    }

    private static Path parent(Path absolute) throws FileSystemException {
        Path parent = absolute.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new FileSystemException(String.valueOf(parent), null, "is no folder");
        }
        return parent;
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }
}
