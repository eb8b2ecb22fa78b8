package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.EntryBundle;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tree.Hash;

/// An append-only log that is written to. What lies on its disk:
///
/// | name | what | |
/// |---|---|---|
/// | `journal/` | batches of entries, each forced once | all there is; everything else is made from it |
/// | `public/checkpoint`, `public/tile/` | the log as others read it (C2SP tlog-tiles) | made from the journal |
/// | `index/` | where each statement stands | made from the tiles |
/// | `mark` | how far tiles and index are durable | without it, opening replays all |
/// | `lock` | held by the one who writes | |
/// | `temporary/` | files before they get their name | emptied by opening |
///
/// Entries that arrive while a batch is forced form the next batch, so that many callers share a force
/// and a lone one never waits for others. There is no least age of a batch for this reason. Nothing is
/// ever removed.
///
/// A log has one thread of its own; any number of threads may call it.
public final class Log implements Closeable {
    static final String LOCK = "lock";
    static final String TEMPORARY = "temporary";

    private static final int MOST_ENTRIES = 4096;
    private static final int MOST_BYTES = 4 << 20;
    private static final long MOST_WAITING = 16L << 20;

    private final Appender appender;
    private final Admission admission;
    private final ExecutorService beside;
    private final Thread thread;
    private final Object monitor = new Object();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    private Log(Appender appender, Admission admission, ExecutorService beside) {
        this.appender = appender;
        this.admission = admission;
        this.beside = beside;
        this.thread = Thread.ofPlatform().name("log").daemon().unstarted(this::run);
        thread.start();
    }

    /// Begins a log.
    ///
    /// @param origin the log's identity for good, one line (C2SP tlog-checkpoint)
    /// @param signers those of the log's own keys that sign checkpoints
    /// @param admission what is asked of later statements
    /// @param first the log's policy and its trust anchors: at least two, since the COSE receipt of a
    ///     tree with one leaf can't be written (RFC 9942)
    /// @throws IOException when there is a log already, or the disk fails
    /// @throws Refused when one of the first entries is too long
    public static Log create(
            Disk disk, String origin, List<NoteSigner> signers, Admission admission, List<byte[]> first)
            throws IOException, Refused {
        if (first.size() < 2) {
            throw new Refused("a log begins with two statements at least: its policy and its trust anchors");
        }
        long taken = 0;
        for (byte[] entry : first) {
            checkLength(entry);
            taken += Batch.taken(entry);
        }
        if (first.size() > Batch.MOST_ENTRIES || taken > Batch.MOST_BYTES) {
            throw new Refused("the first statements don't fit into one batch");
        }
        ExecutorService beside = beside();
        try {
            return new Log(
                    Appender.create(disk, origin, Signing.of(signers), first, Settings.STANDARD, beside),
                    admission,
                    beside);
        } catch (IOException | RuntimeException e) {
            beside.shutdown();
            throw e;
        }
    }

    /// Opens a log to write to it, after whatever happened to it: what follows the last mark is
    /// replayed, and what was never acknowledged and is not whole is cut off.
    ///
    /// @param signers keys of the log; others than before may be among them
    /// @throws IOException when somebody else writes to it, the journal is damaged or lacks what was
    ///     published, or the disk fails
    public static Log open(Disk disk, String origin, List<NoteSigner> signers, Admission admission) throws IOException {
        ExecutorService beside = beside();
        try {
            return new Log(
                    Appender.open(disk, origin, Signing.of(signers), Settings.STANDARD, beside, Appender.Start.OPEN),
                    admission,
                    beside);
        } catch (IOException | RuntimeException e) {
            beside.shutdown();
            throw e;
        }
    }

    /// Adds a statement. Once the result is there, the statement is durable, in the tree, and in the
    /// published checkpoint. A statement that is in the log already gives the index it has. The caller
    /// waits while very much is to be written before.
    ///
    /// @param entry at most 65,535 bytes; not to be changed afterwards
    /// @return its index; or fails with an [IOException], and then it is not known whether the statement
    ///     will be found in the log: adding it once more is harmless
    /// @throws Refused when it is too long, or not admitted
    /// @throws IOException when the log is closed for writing
    public CompletableFuture<Long> add(byte[] entry) throws Refused, IOException {
        checkLength(entry);
        admission.check(entry);
        Waiting mine = new Waiting(entry);
        synchronized (monitor) {
            waitForRoom();
            if (closed) {
                throw closed();
            }
            waiting.add(mine);
            bytes += Batch.taken(entry);
            monitor.notifyAll();
        }
        return mine.index;
    }

    /// What is published now.
    public Published published() {
        Published published = appender.published();
        if (published == null) {
            throw new IllegalStateException("an open log has published something");
        }
        return published;
    }

    /// Where a statement stands.
    ///
    /// @return −1 where it stands nowhere
    public long find(byte[] entry) throws IOException {
        return appender.find(Hash.ofLeaf(entry));
    }

    /// What the opening found, and did.
    public Recovery recovery() {
        return appender.recovery();
    }

    /// Waits for what was added, makes everything durable, and lets others write.
    @Override
    public void close() throws IOException {
        synchronized (monitor) {
            closed = true;
            monitor.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            appender.close();
        } finally {
            beside.shutdown();
        }
    }

    private static ExecutorService beside() {
        return Executors.newCachedThreadPool(
                Thread.ofPlatform().name("log-", 1).daemon().factory());
    }

    private static void checkLength(byte[] entry) throws Refused {
        if (entry.length > EntryBundle.LONGEST_ENTRY) {
            throw new Refused("a statement of " + entry.length + " bytes is too long for a log, at most "
                    + EntryBundle.LONGEST_ENTRY + " fit: use a Hash Envelope, and keep its content beside the log");
        }
    }

    private IOException closed() {
        Throwable why = appender.failure();
        return why == null
                ? new IOException("the log is closed")
                : new IOException("the log is closed for writing until it is opened anew: " + why.getMessage(), why);
    }

    private void waitForRoom() throws IOException {
        synchronized (monitor) {
            while (bytes > MOST_WAITING && !closed) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted before the statement was taken", e);
                }
            }
        }
    }

    private void run() {
        for (List<Waiting> batch = next(); batch != null; batch = next()) {
            try {
                append(batch);
            } catch (IOException | RuntimeException | Error e) {
                fail(batch, e);
                return;
            }
        }
    }

    /// What arrived since the last batch, as far as it fits into one.
    ///
    /// @return nothing once the log is closed and all is written
    private @Nullable List<Waiting> next() {
        synchronized (monitor) {
            while (waiting.isEmpty() && !closed) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    // Nobody but ourselves knows this thread.
                    closed = true;
                }
            }
            if (waiting.isEmpty()) {
                return null;
            }
            List<Waiting> batch = new ArrayList<>();
            long taken = 0;
            for (Waiting each = waiting.peek();
                    each != null && batch.size() < MOST_ENTRIES && taken < MOST_BYTES;
                    each = waiting.peek()) {
                batch.add(waiting.remove());
                taken += Batch.taken(each.entry);
            }
            bytes -= taken;
            monitor.notifyAll();
            return batch;
        }
    }

    private void append(List<Waiting> batch) throws IOException {
        long size = published().size();
        List<byte[]> entries = new ArrayList<>();
        List<Hash> leaves = new ArrayList<>();
        Map<Hash, Long> fresh = new HashMap<>();
        long[] indexes = new long[batch.size()];
        for (int i = 0; i < indexes.length; i++) {
            Waiting each = batch.get(i);
            Long twice = fresh.get(each.leaf);
            indexes[i] = twice != null ? twice : appender.find(each.leaf);
            if (indexes[i] < 0) {
                indexes[i] = size + entries.size();
                fresh.put(each.leaf, indexes[i]);
                entries.add(each.entry);
                leaves.add(each.leaf);
            }
        }
        if (!entries.isEmpty()) {
            appender.append(entries, leaves);
        }
        for (int i = 0; i < indexes.length; i++) {
            batch.get(i).index.complete(indexes[i]);
        }
    }

    private void fail(List<Waiting> batch, Throwable why) {
        List<Waiting> all = new ArrayList<>(batch);
        synchronized (monitor) {
            closed = true;
            all.addAll(waiting);
            waiting.clear();
            bytes = 0;
            monitor.notifyAll();
        }
        IOException told =
                new IOException("not acknowledged, and the log is closed for writing: " + why.getMessage(), why);
        all.forEach(each -> each.index.completeExceptionally(told));
    }

    /// A statement that is to be written.
    private static final class Waiting {
        private final byte[] entry;
        private final Hash leaf;
        private final CompletableFuture<Long> index = new CompletableFuture<>();

        Waiting(byte[] entry) {
            this.entry = entry;
            this.leaf = Hash.ofLeaf(entry);
        }
    }
}
