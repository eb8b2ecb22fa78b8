package org.vitrine.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Watches one database at work and stops it when its time or memory is spent.
///
/// The work runs in a thread of its own, for two reasons. DuckDB recurses over a query's shape and needs more
/// stack than a Java thread usually has: on a stack of 1 MB some 900 nested calls end the process. And a
/// single function call in it can't be interrupted: who waits must be able to walk away. What was walked away
/// from is a runaway: its database is not touched again.
final class Fuse {
    private static final long STACK = 64L << 20;
    private static final long POLL_MS = 20;
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final Path STATUS = Path.of("/proc/self/status");

    private final Statement canceller;
    private boolean runaway;

    /// A fuse for the connection that this statement, kept open and used for nothing else, belongs to.
    Fuse(Statement canceller) {
        this.canceller = canceller;
    }

    /// Something the database does.
    interface Work<T> {
        T run() throws SQLException, QueryRefused;
    }

    /// Whether the database is still at work that was given up.
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
        FutureTask<T> task = new FutureTask<>(work::run);
        long memoryLimit = residentBytes() + limits.memory();
        Thread thread = new Thread(null, task, "query", STACK);
        thread.setDaemon(true);
        long deadline = System.nanoTime() + limits.time().toNanos();
        thread.start();
        String stopped = "";
        while (true) {
            try {
                T result = task.get(POLL_MS, TimeUnit.MILLISECONDS);
                if (stopped.isEmpty()) {
                    return result;
                }
                throw new QueryRefused(stopped);
            } catch (TimeoutException e) {
                long now = System.nanoTime();
                if (stopped.isEmpty() && now > deadline) {
                    stopped = "query stopped after " + seconds(limits);
                    deadline = now;
                } else if (stopped.isEmpty() && residentBytes() > memoryLimit) {
                    stopped = "query stopped: it takes too much memory";
                    deadline = now;
                }
                if (!stopped.isEmpty()) {
                    // Again and again: an interrupt that comes before the query has begun is lost.
                    canceller.cancel();
                    if (now - deadline > GRACE_NS) {
                        runaway = true;
                        throw new QueryRefused(stopped);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                canceller.cancel();
                runaway = true;
                throw new QueryRefused("query stopped: interrupted");
            } catch (ExecutionException e) {
                if (!stopped.isEmpty()) {
                    throw new QueryRefused(stopped);
                }
                switch (e.getCause()) {
                    case SQLException sql -> throw sql;
                    case QueryRefused refused -> throw refused;
                    case OutOfMemoryError _ -> throw new QueryRefused("query stopped: it takes too much memory");
                    case null, default -> throw new IllegalStateException("a query's thread died", e);
                }
            }
        }
    }

    private static String seconds(QueryLimits limits) {
        long millis = limits.time().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /// The process's private memory, in bytes; 0 where the system doesn't tell, which switches this fuse off.
    private static long residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("RssAnon:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
