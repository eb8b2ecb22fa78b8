package org.vitrine.evidence;

import java.nio.file.Path;

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
}
