package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.Checkpoint;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tree.Hash;

/// Appends batches: journal first, then tiles and index, the checkpoint last. One thread uses it.
///
/// 1. The batch is written to the journal, and forced. Meanwhile the checkpoint is signed, and the
///    unfinished tiles and the unfinished bundle are written where the batch fills none; nobody asks for
///    them yet.
/// 2. Only then full tiles, full bundles and the index are written. None of all this is forced: it can
///    be made again.
/// 3. The file `checkpoint` is replaced, and the batch is acknowledged.
///
/// Whatever a crash leaves, the journal holds every batch that was acknowledged and at most one that was
/// not, and no checkpoint was seen whose batch is not durable. After any failure nothing is written
/// until the log is opened anew: what the disk holds then is known only by reading it.
final class Appender implements Closeable {
    /// What is expected of the disk.
    enum Start {
        /// Nothing: there is no log.
        CREATE,
        /// A log.
        OPEN,
        /// A log of which nothing but the journal is trusted.
        REPAIR
    }

    private static final long LAG = 4;
    private static final String READY = Log.TEMPORARY + "/checkpoint";

    private final Disk disk;
    private final Closeable lock;
    private final String origin;
    private final Signing signing;
    private final Settings settings;
    private final Executor beside;
    private final Journal journal;
    private final TileWriter tiles;
    private final Index index;
    private final Recovery recovery;
    private Mark mark;
    private Mark next;
    private Beside<Boolean> settling = Beside.ended(true);
    private volatile @Nullable Published published;
    private volatile @Nullable Throwable failure;

    private Appender(
            Disk disk, Closeable lock, String origin, Signing signing, Settings settings, Executor beside, Start start)
            throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.origin = origin;
        this.signing = signing;
        this.settings = settings;
        this.beside = beside;
        clear(Log.TEMPORARY);
        if (start == Start.REPAIR) {
            disk.delete(Mark.NAME);
            clear(Index.FOLDER);
        }
        Published before = Recovery.published(disk, signing, start == Start.REPAIR);
        if (before != null && !before.checkpoint().origin().equals(origin)) {
            throw new IOException("this is the log " + before.checkpoint().origin() + ", not " + origin);
        }
        byte[] id = Batch.id(origin);
        Mark found = Mark.read(disk);
        TileWriter edge = edge(found);
        this.mark = edge == null || found == null ? Mark.START : found;
        this.tiles = edge == null ? TileWriter.empty(disk) : edge;
        this.next = mark;
        Recovery.Found there = Recovery.scan(disk, id, mark, before);
        if (start == Start.CREATE && there.end().next() > 0) {
            throw new IOException("there is a log already, of " + there.end().next() + " entries");
        }
        if (start != Start.CREATE && there.end().next() == 0) {
            throw new IOException("the log that was begun here has no entries: it can be created anew");
        }
        this.index = Index.open(disk, settings.table(), true, mark.size(), new OwnTiles(disk, mark.size())::leaf);
        this.journal = new Journal(disk, id, settings.segment(), there.end());
        if (there.last() != null) {
            journal.settle(there.last(), there.at());
        }
        long replayed = Recovery.replay(disk, id, mark, this);
        this.recovery = new Recovery(mark.size(), replayed, there.rest());
        boolean isCurrent =
                before != null && before.note().text().equals(checkpoint().text());
        if (isCurrent && start != Start.REPAIR) {
            published = before;
        } else if (start != Start.CREATE) {
            publish(prepare());
        }
    }

    /// Begins a log with its first entries, which become durable together.
    ///
    /// @throws IOException when there is one already
    static Appender create(
            Disk disk, String origin, Signing signing, List<byte[]> first, Settings settings, Executor beside)
            throws IOException {
        Appender appender = opened(disk, origin, signing, settings, beside, Start.CREATE);
        try {
            disk.forceFolder("");
            appender.append(first, first.stream().map(Hash::ofLeaf).toList());
            return appender;
        } catch (IOException e) {
            appender.close();
            throw e;
        }
    }

    /// Opens a log after whatever happened to it.
    ///
    /// @param start not [Start#CREATE]
    static Appender open(Disk disk, String origin, Signing signing, Settings settings, Executor beside, Start start)
            throws IOException {
        if (Journal.segments(disk).isEmpty()) {
            throw new IOException("no log is here");
        }
        return opened(disk, origin, signing, settings, beside, start);
    }

    private static Appender opened(
            Disk disk, String origin, Signing signing, Settings settings, Executor beside, Start start)
            throws IOException {
        Closeable lock = disk.lock(Log.LOCK);
        try {
            return new Appender(disk, lock, origin, signing, settings, beside, start);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// What is published: after a batch was appended, that batch's checkpoint.
    @Nullable
    Published published() {
        return published;
    }

    /// What was found when it was opened.
    Recovery recovery() {
        return recovery;
    }

    TileWriter tiles() {
        return tiles;
    }

    /// Where a leaf stands.
    ///
    /// @return −1 where it stands nowhere
    long find(Hash leaf) throws IOException {
        Published now = published;
        return now == null ? -1 : index.find(leaf, now.size(), now.tiles()::leaf);
    }

    /// Appends entries that are none of the log's yet, durably, and publishes them.
    ///
    /// @param leaves their hashes
    /// @throws IOException when that failed, or failed before. The entries may have become durable
    ///     nevertheless
    void append(List<byte[]> entries, List<Hash> leaves) throws IOException {
        requireWritable();
        try {
            long first = tiles.size();
            for (int i = 0; i < entries.size(); i++) {
                tiles.add(entries.get(i), leaves.get(i));
            }
            Batch batch = new Batch(first, entries, tiles.root());
            Journal.Place at = journal.write(batch);
            SignedNote note = force();
            for (int i = 0; i < leaves.size(); i++) {
                index.put(leaves.get(i), first + i);
            }
            publish(note);
            pass(first, at, journal.end());
            settleNowAndThen();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /// Makes the journal durable, and writes the tree's files.
    ///
    /// @return the signed checkpoint, which lies ready to be published
    private SignedNote force() throws IOException {
        boolean fills = tiles.fills();
        Beside<SignedNote> note = Beside.begin(beside, this::prepare);
        Beside<Boolean> parts = fills ? Beside.ended(true) : Beside.begin(beside, this::writeParts);
        try {
            journal.force();
            if (fills) {
                tiles.write(false);
                tiles.writeParts();
            }
        } finally {
            // Once it has failed, nothing may be written any more.
            note.await();
            parts.await();
        }
        parts.join();
        return note.join();
    }

    private boolean writeParts() throws IOException {
        tiles.writeParts();
        return true;
    }

    /// Takes up a batch of the journal.
    ///
    /// @return how many of its entries were not there yet
    long replay(Batch batch, Journal.Place at, Journal.Place end) throws IOException {
        long size = tiles.size();
        for (long i = size; i < batch.end(); i++) {
            byte[] entry = batch.entries().get((int) (i - batch.first()));
            Hash leaf = Hash.ofLeaf(entry);
            tiles.add(entry, leaf);
            index.put(leaf, i);
        }
        if (!tiles.root().equals(batch.root())) {
            throw new IOException("the journal's entries up to " + batch.end() + " don't lead to the root that stands"
                    + " behind them, or tiles before " + mark.size() + " are damaged: repair the log");
        }
        tiles.write(true);
        pass(batch.first(), at, end);
        return tiles.size() - size;
    }

    /// Makes everything durable that can be before the last tile is full.
    void settle() throws IOException {
        requireWritable();
        finishSettling();
        if (next.size() > mark.size()) {
            beginSettling();
            finishSettling();
        }
    }

    /// Whether it failed, so that nothing is written any more.
    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        try (lock;
                index;
                journal) {
            if (failure == null) {
                settle();
            }
        } finally {
            failure = failure == null ? new IOException("it was closed") : failure;
        }
    }

    private void requireWritable() throws IOException {
        Throwable why = failure;
        if (why != null) {
            throw new IOException("the log is closed for writing until it is opened anew: " + why.getMessage(), why);
        }
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(origin, tiles.size(), tiles.root());
    }

    /// Signs the checkpoint and lays it ready.
    private SignedNote prepare() throws IOException {
        try {
            SignedNote note = signing.sign(checkpoint().text());
            disk.write(READY, ByteBuffer.wrap(note.encode()));
            return note;
        } catch (Refused e) {
            throw new IllegalStateException("the log's own checkpoint is refused", e);
        }
    }

    private void publish(SignedNote note) throws IOException {
        disk.rename(READY, Published.CHECKPOINT);
        published = new Published(disk, note, checkpoint());
    }

    private void clear(String folder) throws IOException {
        for (String name : disk.list(folder)) {
            disk.delete(folder + "/" + name);
        }
    }

    /// The tree's edge at a mark.
    ///
    /// @return nothing when the tiles are not what the mark says, so that all of them are made again
    private @Nullable TileWriter edge(@Nullable Mark found) {
        try {
            TileWriter edge = found == null ? null : TileWriter.at(disk, found.size());
            return edge != null && found != null && edge.root().equals(found.root()) ? edge : null;
        } catch (IOException e) {
            return null;
        }
    }

    /// Notes where the next mark can be set.
    private void pass(long first, Journal.Place at, Journal.Place end) {
        long rounded = tiles.rounded();
        if (rounded >= first && rounded > next.size()) {
            next = new Mark(rounded, tiles.roundedRoot(), rounded == end.next() ? end : at);
        }
    }

    private void settleNowAndThen() throws IOException {
        if (tiles.size() - mark.size() >= LAG * settings.settle()) {
            finishSettling();
        }
        if (next.size() - mark.size() >= settings.settle() && settling.isDone()) {
            finishSettling();
            beginSettling();
        }
    }

    private void beginSettling() {
        Settlement settlement = new Settlement(
                next, tiles.takeFull(), tiles.takeSuperseded(), new ArrayList<>(index.tables(mark.size())));
        mark = next;
        settling = Beside.begin(beside, () -> {
            settlement.run(disk, beside);
            return true;
        });
    }

    private void finishSettling() throws IOException {
        try {
            settling.join();
        } catch (IOException e) {
            failure = e;
            throw new IOException("tiles could not be made durable: " + e.getMessage(), e);
        }
    }
}
