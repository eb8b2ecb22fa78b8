package org.vitrine.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How one examination is to be done. Nothing here changes a result, save the budget.
///
/// @param budget how much work it may take
/// @param progress who listens
/// @param threads how many threads may work, at least 1
/// @param temporary the folder for the spill file
public record Run(Budget budget, Progress progress, int threads, Path temporary) {
    /// Checks the number of threads.
    public Run {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
    }

    /// The standard budget, all processors, nobody listening.
    public static Run standard() {
        return new Run(
                Budget.standard(),
                Progress.SILENT,
                Runtime.getRuntime().availableProcessors(),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// Does `work` on every item, shared among the threads, and waits for all of it. No item may depend on another. The
    /// first failure ends the work and is thrown.
    public <T> void each(List<T> items, Consumer<T> work) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Runnable share = () -> {
            try {
                for (int i = next.getAndIncrement(); i < items.size() && failure.get() == null; ) {
                    work.accept(items.get(i));
                    i = next.getAndIncrement();
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        };
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, items.size()); i++) {
            helpers.add(Thread.ofPlatform().name("vitrine-" + i).daemon().start(share));
        }
        share.run();
        helpers.forEach(Run::join);
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
