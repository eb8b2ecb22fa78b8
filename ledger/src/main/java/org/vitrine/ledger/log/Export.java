package org.vitrine.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.vitrine.ledger.tlog.EntryBundle;
import org.vitrine.ledger.tlog.Tile;

/// A log's public files at one checkpoint, copied so that any web server can serve them and any client
/// of C2SP tlog-tiles can read them: the tiles and bundles of exactly this size, and the checkpoint
/// last. The log may be written to meanwhile.
public final class Export {
    private static final int MOST = Tile.FULL * (Short.BYTES + EntryBundle.LONGEST_ENTRY);

    private Export() {}

    /// Copies what is published.
    ///
    /// @param from the log's disk
    /// @param to where `checkpoint` and `tile/` go, not below `public/`; files of the same names are
    ///     replaced
    /// @return how many tiles and bundles were copied
    /// @throws IOException when a tile is missing or cut off, or a disk fails
    public static long run(Disk from, Published published, Disk to) throws IOException {
        long copied = 0;
        for (int level = Tile.ENTRIES; published.size() >>> Math.max(level, 0) * Tile.HEIGHT > 0; level++) {
            long count = published.size() >>> Math.max(level, 0) * Tile.HEIGHT;
            for (long at = 0; at < count; at += Tile.FULL) {
                Tile tile = Tile.holding(level, at, published.size());
                to.write(tile.path(), ByteBuffer.wrap(bytes(from, tile)));
                copied++;
            }
        }
        to.write("checkpoint.new", ByteBuffer.wrap(published.note().encode()));
        to.rename("checkpoint.new", "checkpoint");
        return copied;
    }

    /// A tile as wide as it is named. Where it is full by now, a part of it is cut from that.
    private static byte[] bytes(Disk from, Tile tile) throws IOException {
        try {
            return from.read(Published.name(tile), MOST);
        } catch (NoSuchFileException e) {
            if (tile.isFull()) {
                throw e;
            }
            return OwnTiles.part(from.read(Published.name(tile.full()), MOST), tile);
        }
    }
}
