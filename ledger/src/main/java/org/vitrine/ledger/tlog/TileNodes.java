package org.vitrine.ledger.tlog;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.Nodes;
import org.vitrine.ledger.tree.Subtree;

/// The nodes of a log's tree, read from its tiles, and none that the checkpoint doesn't vouch for. The
/// tiles of the right edge must hash to the checkpoint's root; every other tile must hash to what the
/// tile above it says.
public final class TileNodes implements Nodes {
    /// How many levels of tiles the largest tree has.
    private static final int LEVELS = Long.SIZE / Tile.HEIGHT;

    /// How many tiles are kept; their hashes take 2 MiB.
    private static final int KEPT = 256;

    private final long size;
    private final TileReader reader;
    /// Those that are known to be true.
    private final Map<Tile, byte[]> tiles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, byte[]> eldest) {
            return size() > KEPT;
        }
    };
    /// Those of the right edge, one for each level.
    private final Map<Tile, byte[]> edge = new LinkedHashMap<>();

    private TileNodes(long size, TileReader reader) {
        this.size = size;
        this.reader = reader;
    }

    /// The nodes of the tree with this checkpoint. Reads the tiles of its right edge.
    ///
    /// @throws Refused when they have another root
    /// @throws IOException when one can't be read
    public static TileNodes of(Checkpoint checkpoint, TileReader reader) throws Refused, IOException {
        TileNodes nodes = new TileNodes(checkpoint.size(), reader);
        for (int level = 0; level < LEVELS; level++) {
            long count = checkpoint.size() >>> level * Tile.HEIGHT;
            if (count % Tile.FULL != 0) {
                Tile tile = Tile.holding(level, count - 1, checkpoint.size());
                nodes.edge.put(tile, nodes.read(tile));
            }
        }
        if (!new Subtree(0, checkpoint.size()).root(nodes).equals(checkpoint.root())) {
            throw new Refused("tiles: those of the right edge don't lead to the checkpoint's root");
        }
        return nodes;
    }

    /// {@inheritDoc}
    ///
    /// @throws IOException when a tile can't be read; or is not the one that the checkpoint vouches
    ///     for, then its cause is a [Refused]
    @Override
    public synchronized Hash node(int level, long index) throws IOException {
        if (level < 0 || level >= Long.SIZE - 1 || index < 0 || index >= size >>> level) {
            throw new IndexOutOfBoundsException("a tree of " + size + " leaves has no node " + index + " at " + level);
        }
        int tileLevel = level / Tile.HEIGHT;
        int inside = level % Tile.HEIGHT;
        long at = index << inside;
        return hash(tile(Tile.holding(tileLevel, at, size)), (int) (at % Tile.FULL), 1 << inside);
    }

    /// The bundle of entries that one entry is in, as wide as this tree has it. Every entry is hashed.
    ///
    /// @param index the entry's place in the log
    /// @throws Refused when they are malformed, or one is not the entry that the checkpoint vouches for
    /// @throws IOException as [#node]
    public EntryBundle entries(long index) throws Refused, IOException {
        Tile tile = Tile.holding(Tile.ENTRIES, index, size);
        EntryBundle bundle = EntryBundle.decode(reader.read(tile), tile);
        long first = tile.index() * Tile.FULL;
        for (int i = 0; i < bundle.size(); i++) {
            if (!Hash.ofLeaf(bundle.entry(i)).equals(node(0, first + i))) {
                throw new Refused("tiles: entry " + (first + i) + " is not the one that the checkpoint vouches for");
            }
        }
        return bundle;
    }

    /// The bytes of a tile, which its parents vouch for.
    private byte[] tile(Tile tile) throws IOException {
        byte[] known = edge.containsKey(tile) ? edge.get(tile) : tiles.get(tile);
        if (known != null) {
            return known;
        }
        // At most seven levels stand above it, and the highest is on the right edge.
        byte[] parent = tile(Tile.holding(tile.level() + 1, tile.index(), size));
        byte[] read = read(tile);
        if (!hash(read, 0, Tile.FULL).equals(hash(parent, (int) (tile.index() % Tile.FULL), 1))) {
            throw untrue(tile + " is not the tile that the checkpoint vouches for");
        }
        tiles.put(tile, read);
        return read;
    }

    private byte[] read(Tile tile) throws IOException {
        byte[] read = reader.read(tile);
        if (read.length != tile.width() * Hash.SIZE && read.length != Tile.FULL * Hash.SIZE) {
            throw untrue(tile + " has " + read.length + " bytes, not " + tile.width() * Hash.SIZE);
        }
        return Arrays.copyOf(read, tile.width() * Hash.SIZE);
    }

    private static IOException untrue(String reason) {
        return new IOException(reason, new Refused("tiles: " + reason));
    }

    /// The root of some hashes, a power of two of them.
    private static Hash hash(byte[] tile, int from, int count) {
        Hash[] level = new Hash[count];
        for (int i = 0; i < count; i++) {
            level[i] = Hash.of(tile, (from + i) * Hash.SIZE, Hash.SIZE);
        }
        for (int left = count / 2; left > 0; left /= 2) {
            for (int i = 0; i < left; i++) {
                level[i] = Hash.ofNode(level[2 * i], level[2 * i + 1]);
            }
        }
        return level[0];
    }
}
