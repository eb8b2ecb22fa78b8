package org.vitrine.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.ledger.tlog.Tile;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.Nodes;

/// The growing right edge of the tree, and the files that it leaves behind: tiles of hashes and bundles
/// of entries (C2SP tlog-tiles). It keeps the last, unfinished tile of each level and nothing else.
final class TileWriter {
    private static final int TILE = Tile.FULL * Hash.SIZE;
    /// How a part of a tile is named: its width.
    static final String PART = "[1-9][0-9]{0,2}";

    private final Disk disk;
    private final Frontier frontier;
    private final List<Growing> levels = new ArrayList<>();
    private final Growing bundle = new Growing();
    /// Full tiles and bundles that are not written yet.
    private final List<Written> ready = new ArrayList<>();
    private final List<Tile> full = new ArrayList<>();
    private final List<Tile> parts = new ArrayList<>();
    private long rounded;
    private Hash roundedRoot;

    private TileWriter(Disk disk, Frontier frontier) {
        this.disk = disk;
        this.frontier = frontier;
        this.rounded = frontier.size();
        this.roundedRoot = frontier.root();
    }

    /// The edge of the empty tree.
    static TileWriter empty(Disk disk) {
        return new TileWriter(disk, new Frontier());
    }

    /// The edge at a size where no tile of level 0 is cut through, from the full tiles to the left of
    /// it.
    ///
    /// @throws IOException when one of them is missing
    static TileWriter at(Disk disk, long size) throws IOException {
        List<Growing> levels = new ArrayList<>();
        for (int level = 0; size >>> level * Tile.HEIGHT > 0; level++) {
            Growing growing = new Growing();
            long count = size >>> level * Tile.HEIGHT;
            for (long i = count - count % Tile.FULL; i < count; i++) {
                byte[] below = disk.read(Published.name(new Tile(level - 1, i, Tile.FULL)), TILE);
                growing.add(root(below, 0, Tile.FULL));
            }
            levels.add(growing);
        }
        Nodes edge = (height, index) -> {
            Growing growing = levels.get(height / Tile.HEIGHT);
            int width = 1 << height % Tile.HEIGHT;
            return root(growing.bytes, (int) (index * width % Tile.FULL), width);
        };
        TileWriter writer = new TileWriter(disk, Frontier.of(size, edge));
        writer.levels.addAll(levels);
        return writer;
    }

    /// How many entries the tree has.
    long size() {
        return frontier.size();
    }

    /// Its root.
    Hash root() {
        return frontier.root();
    }

    /// The last size at which no tile of level 0 was cut through.
    long rounded() {
        return rounded;
    }

    /// The root at that size.
    Hash roundedRoot() {
        return roundedRoot;
    }

    /// Adds an entry. Nothing is written before [#write].
    void add(byte[] entry, Hash leaf) {
        bundle.addEntry(entry);
        if (bundle.width() == Tile.FULL) {
            finish(bundle, Tile.ENTRIES, frontier.size() / Tile.FULL);
        }
        frontier.add(leaf, (height, index, hash) -> {
            if (height % Tile.HEIGHT == 0) {
                int level = height / Tile.HEIGHT;
                if (level == levels.size()) {
                    levels.add(new Growing());
                }
                Growing growing = levels.get(level);
                growing.add(hash);
                if (growing.width() == Tile.FULL) {
                    finish(growing, level, index / Tile.FULL);
                }
            }
        });
        if (frontier.size() % Tile.FULL == 0) {
            rounded = frontier.size();
            roundedRoot = frontier.root();
        }
    }

    /// Writes the tiles and bundles that were finished since the last time.
    ///
    /// @param again whether they may have been there before, so that somebody may be reading them
    void write(boolean again) throws IOException {
        for (Written each : ready) {
            write(each.tile, each.content, again);
            full.add(each.tile);
            if (again) {
                adopt(each.tile);
            }
        }
        ready.clear();
    }

    /// Whether tiles or bundles were finished since the last [#write].
    boolean fills() {
        return !ready.isEmpty();
    }

    /// Writes what the tree of this size has of unfinished tiles and bundles.
    void writeParts() throws IOException {
        writePart(bundle, Tile.ENTRIES, bundle.width(), false);
        for (int level = 0; level < levels.size(); level++) {
            Growing growing = levels.get(level);
            if (growing.changed) {
                writePart(growing, level, growing.width(), false);
                growing.changed = false;
            }
        }
    }

    /// Writes the unfinished tiles and bundles of this size and of smaller ones again, as far as they
    /// are not superseded.
    ///
    /// @param sizes of trees for which checkpoints were signed
    void writePartsAgain(List<Long> sizes) throws IOException {
        for (long size : sizes) {
            if (size > rounded) {
                writePart(bundle, Tile.ENTRIES, (int) (size - rounded), true);
                writePart(levels.getFirst(), 0, (int) (size - rounded), true);
            }
        }
        for (int level = 1; level < levels.size(); level++) {
            Growing growing = levels.get(level);
            for (int width = 1; width <= growing.width(); width++) {
                Tile tile = tile(level, width);
                if (!isThere(tile, growing.bytes, growing.ends[width])) {
                    write(tile, ByteBuffer.wrap(growing.bytes, 0, growing.ends[width]), true);
                }
                parts.add(tile);
            }
            growing.changed = false;
        }
        if (!levels.isEmpty()) {
            levels.getFirst().changed = false;
        }
    }

    /// The full tiles and bundles written since the last call.
    List<Tile> takeFull() {
        List<Tile> taken = List.copyOf(full);
        full.clear();
        return taken;
    }

    /// The parts that a full tile or bundle has superseded, once each.
    List<Tile> takeSuperseded() {
        List<Tile> taken = parts.stream()
                .filter(part -> part.index() < count(part.level()) / Tile.FULL)
                .toList();
        parts.removeIf(part -> part.index() < count(part.level()) / Tile.FULL);
        return taken;
    }

    /// The root of neighbours in a tile.
    ///
    /// @param from the first one's place
    /// @param width how many, a power of two
    static Hash root(byte[] tile, int from, int width) {
        if (width == 1) {
            return Hash.of(tile, from * Hash.SIZE, Hash.SIZE);
        }
        int half = width / 2;
        return Hash.ofNode(root(tile, from, half), root(tile, from + half, half));
    }

    private void finish(Growing growing, int level, long index) {
        byte[] bytes = Arrays.copyOf(growing.bytes, growing.ends[growing.width]);
        ready.add(new Written(new Tile(level, index, Tile.FULL), ByteBuffer.wrap(bytes)));
        growing.clear();
    }

    private long count(int level) {
        return frontier.size() >>> Math.max(level, 0) * Tile.HEIGHT;
    }

    private Tile tile(int level, int width) {
        return new Tile(level, count(level) / Tile.FULL, width);
    }

    private void writePart(Growing growing, int level, int width, boolean again) throws IOException {
        if (width > 0) {
            Tile tile = tile(level, width);
            write(tile, ByteBuffer.wrap(growing.bytes, 0, growing.ends[width]), again);
            parts.add(tile);
        }
    }

    /// Deletes parts beside the tree's edge that are of no tree of this log: those of a batch that never
    /// became durable, which filled no tile, and torn ones.
    void dropStrayParts() throws IOException {
        dropStrayParts(bundle, Tile.ENTRIES);
        if (!levels.isEmpty()) {
            dropStrayParts(levels.getFirst(), 0);
        }
    }

    private void dropStrayParts(Growing growing, int level) throws IOException {
        String folder = Published.name(tile(level, Tile.FULL)) + ".p";
        for (String name : disk.list(folder)) {
            if (name.matches(PART)) {
                int width = Integer.parseInt(name);
                if (width > growing.width() || !isThere(tile(level, width), growing.bytes, growing.ends[width])) {
                    disk.delete(folder + "/" + name);
                }
            }
        }
    }

    private void write(Tile tile, ByteBuffer content, boolean again) throws IOException {
        String name = Published.name(tile);
        if (again) {
            String temporary = Log.TEMPORARY + "/tile";
            disk.write(temporary, content);
            disk.rename(temporary, name);
        } else {
            disk.write(name, content);
        }
    }

    private boolean isThere(Tile tile, byte[] bytes, int length) throws IOException {
        try {
            byte[] there = disk.read(Published.name(tile), OwnTiles.BUNDLE);
            return Arrays.equals(there, 0, there.length, bytes, 0, length);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// Parts of a finished tile that were written before a crash.
    private void adopt(Tile tile) throws IOException {
        String folder = Published.name(tile) + ".p";
        for (String name : disk.list(folder)) {
            if (name.matches(PART)) {
                int width = Integer.parseInt(name);
                if (width < Tile.FULL) {
                    parts.add(new Tile(tile.level(), tile.index(), width));
                }
            }
        }
    }

    /// A tile or bundle to be written.
    private record Written(Tile tile, ByteBuffer content) {}

    /// An unfinished tile or bundle.
    private static final class Growing {
        private byte[] bytes = new byte[TILE];
        private final int[] ends = new int[Tile.FULL + 1];
        private int width;
        private boolean changed;

        int width() {
            return width;
        }

        void add(Hash hash) {
            hash.copyTo(bytes, ends[width]);
            grow(Hash.SIZE);
        }

        void addEntry(byte[] entry) {
            int end = ends[width];
            if (end + Batch.taken(entry) > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * (end + Batch.taken(entry)));
            }
            bytes[end] = (byte) (entry.length >> Byte.SIZE);
            bytes[end + 1] = (byte) entry.length;
            System.arraycopy(entry, 0, bytes, end + Short.BYTES, entry.length);
            grow(Batch.taken(entry));
        }

        private void grow(int by) {
            ends[width + 1] = ends[width] + by;
            width++;
            changed = true;
        }

        void clear() {
            width = 0;
            changed = false;
        }
    }
}
