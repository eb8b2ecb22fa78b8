package org.vitrine.ledger.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.EntryBundle;
import org.vitrine.ledger.tlog.Tile;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.Nodes;

/// The tree of one size, read from its tiles and bundles. A part that is missing is read from the full
/// tile that superseded it, or made from the tiles below it.
final class OwnTiles implements Nodes {
    private static final int TILE = Tile.FULL * Hash.SIZE;
    static final int BUNDLE = Tile.FULL * (Short.BYTES + EntryBundle.LONGEST_ENTRY);

    private final Disk disk;
    private final long size;

    OwnTiles(Disk disk, long size) {
        this.disk = disk;
        this.size = size;
    }

    /// How many entries the tree has.
    long size() {
        return size;
    }

    /// The root of the tree at a size up to this one's.
    Hash root(long at) throws IOException {
        return Frontier.of(at, this).root();
    }

    /// The hash of one leaf.
    Hash leaf(long index) throws IOException {
        return node(0, index);
    }

    @Override
    public Hash node(int level, long index) throws IOException {
        int width = 1 << level % Tile.HEIGHT;
        Tile tile = Tile.holding(level / Tile.HEIGHT, index * width + width - 1, size);
        return TileWriter.root(hashes(tile), (int) (index * width % Tile.FULL), width);
    }

    /// One entry.
    byte[] entry(long index) throws IOException {
        Tile tile = Tile.holding(Tile.ENTRIES, index, size);
        int at = (int) (index % Tile.FULL);
        try {
            EntryBundle bundle = EntryBundle.decode(bytes(tile));
            if (bundle.size() <= at) {
                throw new IOException(tile + " has only " + bundle.size() + " entries");
            }
            return bundle.entry(at);
        } catch (Refused e) {
            throw new IOException(tile + ": " + e.getMessage(), e);
        }
    }

    /// The beginning of a full tile or bundle.
    ///
    /// @param tile how much of it
    /// @throws IOException when it is shorter
    static byte[] part(byte[] full, Tile tile) throws IOException {
        int end = 0;
        for (int i = 0; i < tile.width(); i++) {
            if (tile.level() == Tile.ENTRIES && end + 1 < full.length) {
                end += (full[end] & 0xff) << Byte.SIZE | full[end + 1] & 0xff;
                end += Short.BYTES;
            } else {
                end += Hash.SIZE;
            }
        }
        if (end > full.length) {
            throw new IOException(tile.full() + " has only " + full.length + " bytes");
        }
        return Arrays.copyOf(full, end);
    }

    private byte[] hashes(Tile tile) throws IOException {
        byte[] hashes;
        try {
            hashes = bytes(tile);
        } catch (NoSuchFileException e) {
            if (tile.level() == 0) {
                throw e;
            }
            hashes = new byte[tile.width() * Hash.SIZE];
            for (int i = 0; i < tile.width(); i++) {
                byte[] below = hashes(new Tile(tile.level() - 1, tile.index() * Tile.FULL + i, Tile.FULL));
                TileWriter.root(below, 0, Tile.FULL).copyTo(hashes, i * Hash.SIZE);
            }
        }
        if (hashes.length < tile.width() * Hash.SIZE) {
            throw new IOException(tile + " has only " + hashes.length + " bytes");
        }
        return hashes;
    }

    /// The bytes of a tile or bundle, or of the full one that superseded it.
    byte[] bytes(Tile tile) throws IOException {
        int most = tile.level() == Tile.ENTRIES ? BUNDLE : TILE;
        try {
            return disk.read(Published.name(tile), most);
        } catch (NoSuchFileException e) {
            if (tile.isFull()) {
                throw e;
            }
            return disk.read(Published.name(tile.full()), most);
        }
    }
}
