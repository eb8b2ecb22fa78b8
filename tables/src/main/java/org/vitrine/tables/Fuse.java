package org.vitrine.tables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Watches one connection at work and stops it when its time or memory is spent.
///
/// The work runs in a thread of its own, for two reasons. DuckDB recurses over a query's shape and needs more
/// stack than a Java thread usually has: on a stack of 1 MB some 900 nested calls end the process. And a
/// single function call in it can't be interrupted: who waits must be able to walk away. What was walked away
/// from is a runaway: its database is not touched again.
final class Fuse {
    private static final long STACK = 64L << 20;
    private static final long POLL_MS = 20;
    private static final long IDLE_MS = 200;
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final String MEMORY = "query stopped: it takes too much memory";
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "RssAnon:";

    private final SynchronousQueue<Runnable> waiting = new SynchronousQueue<>();
    private volatile @Nullable Statement current;
    private boolean runaway;

    /// Something the connection does. It names each statement to [#watch] before it executes it.
    interface Work<T> {
        T run() throws SQLException, QueryRefused;
    }

    /// Names the statement that is to be cancelled from now on.
    <S extends Statement> S watch(S statement) {
        current = statement;
        return statement;
    }

    /// Whether the connection is still at work that was given up.
    boolean runaway() {
        return runaway;
    }

    /// Lets the work run within the limits.
    ///
    /// @throws QueryRefused when it was stopped
    /// @throws SQLException when it failed
    <T> T guard(Work<T> work, QueryLimits limits) throws SQLException, QueryRefused {
        if (runaway) {
            throw new QueryRefused("a query before this one could not be stopped; open the dossier again");
        }
        long memoryLimit = residentBytes() + limits.memory();
        long deadline = System.nanoTime() + limits.time().toNanos();
        FutureTask<T> task = new FutureTask<>(work::run);
        hand(task);
        while (true) {
            try {
                return task.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    stop(task);
                    throw new QueryRefused("query stopped after " + seconds(limits));
                }
                if (residentBytes() > memoryLimit) {
                    stop(task);
                    throw new QueryRefused(MEMORY);
                }
            } catch (InterruptedException e) {
                stop(task);
                Thread.currentThread().interrupt();
                throw new QueryRefused("query stopped: interrupted");
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case SQLException sql -> throw sql;
                    case QueryRefused refused -> throw refused;
                    case OutOfMemoryError _ -> throw new QueryRefused(MEMORY);
                    case null, default -> throw new IllegalStateException("a query's thread died", e);
                }
            }
        }
    }

    /// Cancels again and again, since a cancel before the statement has begun is lost; from a thread of its
    /// own, since it may wait for a lock that the work holds.
    private void stop(Future<?> task) {
        start("query stop", () -> {
            while (!task.isDone()) {
                cancel();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
            }
        });
        try {
            task.get(GRACE_NS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException e) {
            runaway = true;
        } catch (ExecutionException e) {
            // Stopped as it should be; what it says of that is of no use.
            runaway = false;
        }
    }

    private void cancel() {
        Statement statement = current;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // It has ended by itself, and the next one may have begun.
                return;
            }
        }
    }

    /// Gives work to the thread that waits for it; there is another one where none does.
    private void hand(Runnable work) {
        if (!waiting.offer(work)) {
            start("query", () -> {
                try {
                    for (Runnable next = work; next != null; next = waiting.poll(IDLE_MS, TimeUnit.MILLISECONDS)) {
                        next.run();
                    }
                } catch (InterruptedException e) {
                    // Nobody interrupts it; without work it ends.
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private static String seconds(QueryLimits limits) {
        long millis = limits.time().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /// The process's private memory, in bytes; 0 where the system doesn't tell, which switches this fuse off.
    private static long residentBytes() {
        try {
            String status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
            int at = status.indexOf(RESIDENT);
            int end = status.indexOf(" kB", at);
            return at < 0 || end < 0
                    ? 0
                    : Long.parseLong(status.substring(at + RESIDENT.length(), end)
                                    .strip())
                            << 10;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
