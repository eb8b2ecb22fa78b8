package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Work that many threads share, item by item, where no item depends on another.
final class Workers {
    private Workers() {}

    static ExecutorService of(int threads) {
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "vitrine-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /// Does `work` on every item and waits for all of it. The first failure ends the work and is thrown.
    static <T> void each(ExecutorService workers, List<T> items, int threads, Consumer<T> work) {
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                work.accept(items.get(i));
            }
        };
        if (threads == 1 || items.size() < 2) {
            share.run();
            return;
        }
        List<Future<?>> shares = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            shares.add(workers.submit(share));
        }
        for (Future<?> future : shares) {
            await(future);
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
