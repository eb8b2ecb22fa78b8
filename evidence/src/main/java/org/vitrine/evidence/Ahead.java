package org.vitrine.evidence;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// Work that goes on in a thread of its own until somebody needs what it gives.
public final class Ahead<T> {
    private final FutureTask<T> task;

    private Ahead(FutureTask<T> task) {
        this.task = task;
    }

    /// Begins it.
    public static <T> Ahead<T> of(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("ahead").start(task);
        return new Ahead<>(task);
    }

    /// Does it now, in this thread.
    public static <T> Ahead<T> done(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        task.run();
        return new Ahead<>(task);
    }

    /// Waits until it has ended, however it did.
    public void await() {
        boolean interrupted = false;
        while (task.state() == Future.State.RUNNING) {
            try {
                task.get();
            } catch (ExecutionException e) {
                // Said to whoever asks for what it gives.
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until it has ended, and gives what came of it, as often as it is asked.
    ///
    /// @throws IOException when the work failed with one, or nobody wants to wait any longer
    public T get() throws IOException {
        return get(IOException.class);
    }

    /// Waits until it has ended, and gives what came of it.
    ///
    /// @param kind what else the work may fail with
    /// @throws E when it failed so
    /// @throws IOException when it failed with one, or nobody wants to wait any longer
    public <E extends Exception> T get(Class<E> kind) throws IOException, E {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (kind.isInstance(e.getCause())) {
                throw kind.cast(e.getCause());
            }
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException mistake -> throw mistake;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
