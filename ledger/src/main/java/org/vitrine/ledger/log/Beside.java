package org.vitrine.ledger.log;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Work on the disk that goes on beside other work. It fails as it would have failed in its caller.
final class Beside<T> {
    private final CompletableFuture<T> result;

    private Beside(CompletableFuture<T> result) {
        this.result = result;
    }

    /// Begins.
    static <T> Beside<T> begin(Executor executor, Work<T> work) {
        return new Beside<>(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                executor));
    }

    /// Work that has ended.
    static <T> Beside<T> ended(T result) {
        return new Beside<>(CompletableFuture.completedFuture(result));
    }

    boolean isDone() {
        return result.isDone();
    }

    /// Waits until it has ended, however it did.
    void await() {
        result.exceptionally(e -> null).join();
    }

    /// Waits for what it gives.
    ///
    /// @throws IOException when it failed
    T join() throws IOException {
        try {
            return result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /// What is to be done.
    interface Work<T> {
        T run() throws IOException;
    }
}
