package org.vitrine.ledger.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.Checkpoint;
import org.vitrine.ledger.tlog.EntryBundle;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tlog.Tile;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;

/// A check of every byte of a log: that each entry of the journal stands in its bundle, that the leaves
/// and nodes of all tiles follow from the entries, that they lead to the root of the signed checkpoint,
/// that parts of tiles are the beginnings of what superseded them, and that the index finds each entry.
/// It reads the log once from front to back and writes nothing. A log without a journal, such as a
/// mirror's or another program's, is checked from its bundles.
public final class Fsck {
    private static final int MOST_FINDINGS = 1000;
    private static final int TILE = Tile.FULL * Hash.SIZE;

    private final Disk disk;
    private final List<Finding> findings = new ArrayList<>();
    private final Frontier frontier = new Frontier();
    private final List<byte[]> levels = new ArrayList<>();
    private final List<byte[]> pending = new ArrayList<>();
    private @Nullable Checkpoint checkpoint;
    private @Nullable Index index;
    private long bundles;
    private long missed;
    private long firstMissed;

    private Fsck(Disk disk) {
        this.disk = disk;
    }

    /// Checks a log that nobody writes to.
    ///
    /// @param keys the log's
    /// @return what is wrong, in the order it was met, at most the first thousand; none where all is
    ///     well
    /// @throws IOException when the disk fails otherwise than by a file that can't be read
    public static List<Finding> check(Disk disk, Collection<NoteKey> keys) throws IOException {
        Fsck fsck = new Fsck(disk);
        fsck.run(keys);
        return List.copyOf(fsck.findings);
    }

    private void run(Collection<NoteKey> keys) throws IOException {
        readCheckpoint(keys);
        Checkpoint published = checkpoint;
        if (published == null) {
            return;
        }
        boolean hasJournal = !Journal.segments(disk).isEmpty();
        if (hasJournal) {
            index = Index.open(disk, Index.FIRST, false, published.size(), new OwnTiles(disk, published.size())::leaf);
            readJournal(published);
        } else {
            readBundles(published);
        }
        finish(published);
        if (index != null) {
            index.close();
        }
        if (missed > 0) {
            find(Index.FOLDER, missed + " entries are not found, the first is entry " + firstMissed);
        }
    }

    private void readCheckpoint(Collection<NoteKey> keys) throws IOException {
        try {
            SignedNote note = SignedNote.parse(disk.read(Published.CHECKPOINT, SignedNote.MOST_BYTES));
            note.verify(keys);
            checkpoint = Checkpoint.parse(note.text());
        } catch (Refused | IOException e) {
            find(Published.CHECKPOINT, String.valueOf(e.getMessage()));
        }
    }

    private void readJournal(Checkpoint published) throws IOException {
        try (JournalReader reader = new JournalReader(disk, Batch.id(published.origin()), Journal.Place.START)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                for (byte[] entry : batch.entries()) {
                    if (frontier.size() < published.size()) {
                        take(entry, published.size());
                    }
                }
                if (batch.end() <= published.size() && !frontier.root().equals(batch.root())) {
                    find(
                            Journal.name(reader.began().segment()),
                            "the root behind the batch of entry " + batch.first() + " is not that of the entries");
                }
            }
            if (reader.rest() > 0) {
                find(
                        Journal.name(reader.place().segment()),
                        reader.rest() + " bytes behind entry " + (reader.place().next() - 1) + " are no batch");
            }
            if (reader.place().next() < published.size()) {
                find(
                        Journal.name(reader.place().segment()),
                        "ends after " + reader.place().next() + " entries, " + published.size() + " are published");
            }
        } catch (IOException e) {
            find(Journal.FOLDER, String.valueOf(e.getMessage()));
        }
    }

    private void readBundles(Checkpoint published) throws IOException {
        for (long at = 0; at < published.size(); at += Tile.FULL) {
            Tile tile = Tile.holding(Tile.ENTRIES, at, published.size());
            byte[] bytes = bytes(tile, OwnTiles.BUNDLE);
            if (bytes == null) {
                return;
            }
            try {
                EntryBundle bundle = EntryBundle.decode(bytes, tile);
                for (int i = 0; i < bundle.size(); i++) {
                    take(bundle.entry(i), published.size());
                }
            } catch (Refused e) {
                find(Published.name(tile), String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    /// One entry: into the tree, and against the index and the bundles.
    private void take(byte[] entry, long size) throws IOException {
        long at = frontier.size();
        Hash leaf = Hash.ofLeaf(entry);
        pending.add(entry);
        if (pending.size() == Tile.FULL || at + 1 == size) {
            compare(new Tile(Tile.ENTRIES, bundles++, pending.size()), bundle(pending.size()));
            if (pending.size() == Tile.FULL) {
                compareParts(Tile.ENTRIES, bundles - 1);
            }
            if (pending.size() == Tile.FULL) {
                pending.clear();
            }
        }
        frontier.add(leaf, (height, place, hash) -> {
            if (height % Tile.HEIGHT == 0) {
                int level = height / Tile.HEIGHT;
                if (level == levels.size()) {
                    levels.add(new byte[TILE]);
                }
                hash.copyTo(levels.get(level), (int) (place % Tile.FULL) * Hash.SIZE);
            }
        });
        for (int level = 0; level < levels.size() && (at + 1) % (1L << (level + 1) * Tile.HEIGHT) == 0; level++) {
            long tile = ((at + 1) >>> (level + 1) * Tile.HEIGHT) - 1;
            compare(new Tile(level, tile, Tile.FULL), levels.get(level));
            compareParts(level, tile);
        }
        Index tables = index;
        if (tables != null && tables.find(leaf, size, place -> place == at ? leaf : Hash.EMPTY_ROOT) != at) {
            firstMissed = missed++ == 0 ? at : firstMissed;
        }
    }

    /// The unfinished tiles, and the root.
    private void finish(Checkpoint published) throws IOException {
        if (frontier.size() != published.size()) {
            return;
        }
        for (int level = 0; level < levels.size(); level++) {
            long count = published.size() >>> level * Tile.HEIGHT;
            if (count % Tile.FULL != 0) {
                Tile tile = Tile.holding(level, count - 1, published.size());
                compare(tile, Arrays.copyOf(levels.get(level), tile.width() * Hash.SIZE));
                compareParts(level, tile.index());
            }
        }
        if (!pending.isEmpty()) {
            compareParts(Tile.ENTRIES, bundles - 1);
        }
        if (!frontier.root().equals(published.root())) {
            find(Published.CHECKPOINT, "its root is not that of the " + published.size() + " entries");
        }
    }

    private void compare(Tile tile, byte[] wanted) throws IOException {
        byte[] found = bytes(tile, OwnTiles.BUNDLE);
        if (found != null) {
            compare(Published.name(tile), found, wanted);
        }
    }

    /// Parts of a tile that were published on the way to it.
    private void compareParts(int level, long at) throws IOException {
        Tile full = new Tile(level, at, Tile.FULL);
        String folder = Published.name(full) + ".p";
        for (String name : disk.list(folder)) {
            String path = folder + "/" + name;
            if (!name.matches(TileWriter.PART) || Integer.parseInt(name) >= Tile.FULL) {
                find(path, "is no part of a tile");
                continue;
            }
            int width = Integer.parseInt(name);
            long count = checkpointed(level) - at * Tile.FULL;
            if (width > count) {
                find(path, "is wider than what is published");
                continue;
            }
            byte[] found = bytes(new Tile(level, at, width), OwnTiles.BUNDLE);
            if (found != null) {
                compare(
                        path,
                        found,
                        level == Tile.ENTRIES ? bundle(width) : Arrays.copyOf(levels.get(level), width * Hash.SIZE));
            }
        }
    }

    private long checkpointed(int level) {
        return checkpoint == null ? 0 : checkpoint.size() >>> Math.max(level, 0) * Tile.HEIGHT;
    }

    private void compare(String name, byte[] found, byte[] wanted) {
        int at = Arrays.mismatch(found, wanted);
        if (at >= 0) {
            find(name, "differs at byte " + at + " from what the entries say");
        }
    }

    private byte[] bundle(int width) {
        return EntryBundle.of(pending.subList(0, width)).encode();
    }

    private byte @Nullable [] bytes(Tile tile, int most) {
        try {
            return disk.read(Published.name(tile), most);
        } catch (IOException e) {
            find(Published.name(tile), "can't be read: " + e.getMessage());
            return null;
        }
    }

    private void find(String name, String what) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(name, what));
        }
    }

    /// What is wrong with a file of a log.
    ///
    /// @param name below the log's folder
    /// @param what one line
    public record Finding(String name, String what) {
        @Override
        public String toString() {
            return name + ": " + what;
        }
    }
}
