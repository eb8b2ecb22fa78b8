package org.vitrine.unpack.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/// What Jazzer calls; see `bench/fuzz`. The format is named by `-Dvitrine.fuzz.format`. Counts executions
/// and the
/// process's own CPU time, which it ends by, into `-Dvitrine.fuzz.tally`.
public final class Fuzz {
    private static final Trial TRIAL = Trial.of(System.getProperty("vitrine.fuzz.format", "tar"));
    private static final Path TALLY = Path.of(System.getProperty("vitrine.fuzz.tally", "target/fuzz.tally"));
    private static final long ALLOWED = Long.getLong("vitrine.fuzz.seconds", Long.MAX_VALUE / 1000) * 1000;
    /// Executions between two looks at the clock.
    private static final int PACE = 32;

    private static final Set<String> FOUND = new LinkedHashSet<>();
    private static long executions;
    private static long written;
    private static long last;

    private Fuzz() {}

    /// Prints the names of all formats and compositions.
    public static void main(String[] arguments) {
        Trial.names().forEach(System.out::println);
    }

    /// One execution.
    public static void fuzzerTestOneInput(byte[] input) {
        if (executions++ % PACE == 0) {
            look();
        }
        try {
            TRIAL.run(input);
        } catch (RuntimeException | Error e) {
            if (FOUND.add(where(e))) {
                last = Trial.cpu().toMillis();
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

    private static void look() {
        long now = Trial.cpu().toMillis();
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

    private static void write(long now) {
        written = now;
        String line = now + "\t" + executions + "\t" + FOUND.size() + "\t" + last + "\n";
        try {
            Files.writeString(TALLY, line, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
