package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.vitrine.ledger.verify.ReceiptFiles;

/// A folder that appears under its name only when it is complete. An older dossier of that name is replaced;
/// anything else that stands there is left alone.
final class Delivery implements AutoCloseable {
    private final Path target;
    private final Path folder;
    private boolean complete;

    private Delivery(Path target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    static Delivery into(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new FileSystemException(target.toString(), null, "is no place for a dossier");
        }
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) && !isDossier(absolute)) {
            throw new FileSystemException(target.toString(), null, "stands there already and is no dossier");
        }
        if (!Files.isDirectory(parent)) {
            throw new FileSystemException(parent.toString(), null, "is no folder");
        }
        // Its secret opens what stands in a log for good, and lies nowhere else.
        if (Files.exists(absolute.resolve(ReceiptFiles.STATEMENT), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    target.toString(), null, "is sealed, and is not replaced: its secret and receipts would be lost");
        }
        return new Delivery(absolute, Files.createTempDirectory(parent, "." + absolute.getFileName() + "-"));
    }

    private static boolean isDossier(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return Files.isRegularFile(folder.resolve("dossier.json"))
                    || !entries.iterator().hasNext();
        }
    }

    /// Where to write until then.
    Path folder() {
        return folder;
    }

    /// Gives the folder its name.
    void complete() throws IOException {
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Path old = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-old-");
            Files.move(target, old.resolve("dossier"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
            delete(old);
        } else {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        }
        complete = true;
    }

    @Override
    public void close() throws IOException {
        if (!complete) {
            delete(folder);
        }
    }

    /// Removes a folder and what is in it.
    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
