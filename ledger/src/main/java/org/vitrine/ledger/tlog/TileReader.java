package org.vitrine.ledger.tlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.vitrine.ledger.tree.Hash;

/// Where a log's tiles and bundles come from: a folder, a web server, memory. What it gives is trusted
/// by nobody.
@FunctionalInterface
public interface TileReader {
    /// The bytes of a tile or bundle. Where a part is gone because the tile is full by now, the start
    /// of the full one, or all of it.
    ///
    /// @throws IOException when it can't be read
    byte[] read(Tile tile) throws IOException;

    /// The tiles below a folder, each at its path; a part that is gone is read from the full tile.
    static TileReader of(Path folder) {
        return tile -> {
            try {
                return bytes(folder, tile);
            } catch (NoSuchFileException e) {
                if (tile.isFull()) {
                    throw e;
                }
                return bytes(folder, tile.full());
            }
        };
    }

    private static byte[] bytes(Path folder, Tile tile) throws IOException {
        int most = tile.level() == Tile.ENTRIES
                ? tile.width() * (Short.BYTES + EntryBundle.LONGEST_ENTRY)
                : tile.width() * Hash.SIZE;
        try (InputStream file = Files.newInputStream(folder.resolve(tile.path()))) {
            byte[] bytes = file.readNBytes(most);
            if (file.read() >= 0) {
                throw new IOException(tile + " has more than " + most + " bytes");
            }
            return bytes;
        }
    }
}
