package org.vitrine.ledger.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.Checkpoint;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tree.Hash;

/// What the opening of a log found, and did.
///
/// @param mark the size up to which tiles and index were known to be durable
/// @param replayed how many entries were replayed from the journal
/// @param cut how many bytes of a batch that was never acknowledged were cut off
public record Recovery(long mark, long replayed, long cut) {
    /// What a journal holds from a mark on, before anything is changed.
    ///
    /// @param end where the next batch goes
    /// @param rest how many bytes stand behind that
    /// @param last the last batch
    /// @param at where that begins
    record Found(Journal.Place end, long rest, @Nullable Batch last, Journal.Place at) {}

    /// Reads a journal, and holds it against the published checkpoint.
    ///
    /// @param published what was read from the public files, if anything was
    /// @throws IOException when the journal is damaged, or lacks what was published
    static Found scan(Disk disk, byte[] id, Mark mark, @Nullable Published published) throws IOException {
        try (JournalReader reader = new JournalReader(disk, id, mark.place())) {
            Journal.Place at = reader.place();
            Batch last = null;
            Hash root = published == null ? null : rootBefore(disk, mark, published.size());
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                last = batch;
                at = reader.began();
                if (published != null && batch.end() == published.size()) {
                    root = batch.root();
                }
            }
            long size = reader.place().next();
            long rest = reader.rest();
            if (size < mark.size()) {
                throw lost(size, "all of " + mark.size() + " was durable");
            }
            if (published != null && published.size() > size) {
                throw lost(size, "a checkpoint of " + published.size() + " was published");
            }
            if (published != null
                    && (root == null || !published.checkpoint().root().equals(root))) {
                throw new IOException(
                        "the published checkpoint of size " + published.size()
                                + " is signed by the log's key, but its root is not the journal's: one of them is not this log's");
            }
            return new Found(reader.place(), rest, last, at);
        }
    }

    /// Replays a journal from a mark on into tiles and index.
    ///
    /// @return how many entries
    static long replay(Disk disk, byte[] id, Mark mark, Appender appender) throws IOException {
        long replayed = 0;
        List<Long> sizes = new ArrayList<>();
        try (JournalReader reader = new JournalReader(disk, id, mark.place())) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                replayed += appender.replay(batch, reader.began(), reader.place());
                sizes.add(batch.end());
                long rounded = appender.tiles().rounded();
                sizes.removeIf(size -> size <= rounded);
            }
        }
        appender.tiles().dropStrayParts();
        appender.tiles().writePartsAgain(sizes);
        return replayed;
    }

    /// What is published. A torn file is none: power was lost before it was durable, and it is written
    /// again.
    ///
    /// @param unsigned whether it may lack a signature of the log
    /// @throws IOException when it is whole, but signed by none of the keys
    static @Nullable Published published(Disk disk, Signing signing, boolean unsigned) throws IOException {
        SignedNote note;
        try {
            note = SignedNote.parse(disk.read(Published.CHECKPOINT, SignedNote.MOST_BYTES));
            Checkpoint.parse(note.text());
        } catch (NoSuchFileException | Refused e) {
            return null;
        }
        try {
            if (!unsigned) {
                signing.check(note);
            }
            return new Published(disk, note, Checkpoint.parse(note.text()));
        } catch (Refused e) {
            throw new IOException(
                    "the checkpoint that is published is not signed by this log's key; if it is damaged, repair the log: "
                            + e.getMessage(),
                    e);
        }
    }

    /// The root at a size for which no batch is read.
    private static @Nullable Hash rootBefore(Disk disk, Mark mark, long size) throws IOException {
        if (size > mark.size()) {
            return null;
        }
        return size == mark.size() ? mark.root() : new OwnTiles(disk, mark.size()).root(size);
    }

    private static IOException lost(long size, String proof) {
        return new IOException("the journal ends after " + size + " entries, but " + proof
                + ": statements are lost. Nothing is written before the journal is restored");
    }
}
