package org.vitrine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// What Jazzer's target calls for each input; see `bench/fuzz`. Counts executions, faults and the
/// process's own CPU time, which it ends by after `-Dvitrine.fuzz.seconds`, into
/// `-Dvitrine.fuzz.tally`.
public final class Fuzzing {
    private static final Path TALLY = Path.of(System.getProperty("vitrine.fuzz.tally", "target/fuzz.tally"));
    private static final long ALLOWED = Long.getLong("vitrine.fuzz.seconds", Long.MAX_VALUE / 1000) * 1000;
    /// Executions between two looks at the clock.
    private static final int PACE = 32;

    private final Consumer<byte[]> trial;
    private final Set<String> found = new LinkedHashSet<>();
    private long executions;
    private long written;
    private long last;

    /// What is tried.
    ///
    /// @param trial throws what is a finding
    public Fuzzing(Consumer<byte[]> trial) {
        this.trial = trial;
    }

    /// The processor time that this process has taken.
    public static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    /// One execution.
    public void once(byte[] input) {
        if (executions++ % PACE == 0) {
            look();
        }
        try {
            trial.accept(input);
        } catch (RuntimeException | Error e) {
            if (found.add(where(e))) {
                last = cpu().toMillis();
                write(last);
            }
            throw e;
        }
    }

    /// Which fault it is: its kind, and the innermost places of ours.
    private static String where(Throwable e) {
        StringBuilder where = new StringBuilder(e.getClass().getSimpleName());
        Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.vitrine."))
                .limit(3)
                .forEach(frame -> where.append(' ').append(frame));
        return where.toString();
    }

    private void look() {
        long now = cpu().toMillis();
        if (now - written > 2_000 || now > ALLOWED) {
            write(now);
        }
        if (now > ALLOWED) {
            end();
        }
    }

    /// By the signal that libFuzzer ends itself at: an exit of our own it takes for a finding.
    private static void end() {
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-USR1", self).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(long now) {
        written = now;
        String line = now + "\t" + executions + "\t" + found.size() + "\t" + last + "\n";
        try {
            Files.writeString(TALLY, line, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
