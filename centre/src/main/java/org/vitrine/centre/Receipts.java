package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.ReceiptFiles;

/// A statement that is in a log, and what proves it: the files of `docs/reference/receipt.md`.
///
/// @param origin the log's
/// @param index the statement's place in it, from 0
/// @param size how many statements the checkpoint has
/// @param leaf the hash of the statement's leaf, by which other statements name it
/// @param files by name
public record Receipts(String origin, long index, long size, Hash leaf, Map<String, byte[]> files) {
    /// Copies the map.
    public Receipts {
        files = Map.copyOf(files);
    }

    /// Writes the files into a folder, each at once under its name; those of an earlier statement go.
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : ReceiptFiles.NAMES) {
            if (!files.containsKey(name)) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            put(folder, file.getKey(), file.getValue());
        }
    }

    /// Writes the files into a folder that is not there yet.
    public void into(Path target) throws IOException {
        write(folder(target));
    }

    /// Writes beside and then moves, so that a file under its name is always whole.
    static void put(Path folder, String name, byte[] content) throws IOException {
        Path beside = folder.resolve("." + name + ".part");
        Files.deleteIfExists(beside);
        Files.write(beside, content);
        Files.move(beside, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /// A new folder for them.
    ///
    /// @throws IOException when something stands there already
    static Path folder(Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new java.nio.file.FileSystemException(target.toString(), null, "stands there already");
        }
        return Files.createDirectories(target);
    }
}
