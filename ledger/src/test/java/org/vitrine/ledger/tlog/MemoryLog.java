package org.vitrine.ledger.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.Nodes;
import org.vitrine.ledger.tree.Subtree;

/// A log in memory, which tests publish as tiles.
final class MemoryLog implements Nodes {
    private final Frontier frontier = new Frontier();
    private final Map<String, Hash> nodes = new HashMap<>();
    private final List<byte[]> entries = new ArrayList<>();

    /// A log of entries that say `<name> <index>`.
    static MemoryLog of(String name, int size) {
        MemoryLog log = new MemoryLog();
        for (int i = 0; i < size; i++) {
            log.add((name + " " + i).getBytes(UTF_8));
        }
        return log;
    }

    void add(byte[] entry) {
        entries.add(entry);
        frontier.add(Hash.ofLeaf(entry), (level, index, hash) -> nodes.put(level + "/" + index, hash));
    }

    long size() {
        return frontier.size();
    }

    byte[] entry(long index) {
        return entries.get((int) index);
    }

    @Override
    public Hash node(int level, long index) {
        return Objects.requireNonNull(nodes.get(level + "/" + index));
    }

    Hash root(long size) throws IOException {
        return new Subtree(0, size).root(this);
    }

    Checkpoint checkpoint(String origin, long size) throws IOException {
        return new Checkpoint(origin, size, root(size));
    }

    byte[] tile(Tile tile) {
        if (tile.level() == Tile.ENTRIES) {
            int from = (int) tile.index() * Tile.FULL;
            return EntryBundle.of(entries.subList(from, from + tile.width())).encode();
        }
        byte[] bytes = new byte[tile.width() * Hash.SIZE];
        for (int i = 0; i < tile.width(); i++) {
            node(tile.level() * Tile.HEIGHT, tile.index() * Tile.FULL + i).copyTo(bytes, i * Hash.SIZE);
        }
        return bytes;
    }

    void write(Path folder, byte[] checkpoint) throws IOException {
        for (Tile tile : Tile.of(size())) {
            Path file = folder.resolve(tile.path());
            Files.createDirectories(file.getParent());
            Files.write(file, tile(tile));
        }
        Files.write(folder.resolve("checkpoint"), checkpoint);
    }
}
