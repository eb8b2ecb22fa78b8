package org.vitrine.ledger.fuzz;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.vitrine.ledger.Refused;
import org.vitrine.testing.Fuzzing;

/// One parser of the ledger, and what it owes to any bytes: it reads them or throws [Refused], soon,
/// and what it read it writes again byte for byte.
///
/// @param name what `bench/fuzz` calls it
/// @param good samples that it reads
/// @param round reads bytes and writes them again
record Parser(String name, List<byte[]> good, Round round) {
    /// For inputs of less than 64 KiB, also where every branch is counted.
    private static final long MOST_NANOSECONDS = 2_000_000_000L;

    private static final int SMALL = 64 << 10;

    /// Reads bytes and gives what is written of what was read.
    @FunctionalInterface
    interface Round {
        byte[] of(byte[] bytes) throws Refused;
    }

    /// The parser of this name.
    static Parser named(String name) {
        return Parsers.ALL.stream()
                .filter(parser -> parser.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parser is named " + name));
    }

    /// Tries an input; whatever comes out of here is a fault.
    void run(byte[] input) {
        byte[] bytes = input.clone();
        Duration before = Fuzzing.cpu();
        boolean isRead = reads(bytes);
        Duration taken = Fuzzing.cpu().minus(before);
        if (input.length < SMALL && taken.toNanos() > MOST_NANOSECONDS) {
            throw new AssertionError("took " + taken);
        }
        if (!Arrays.equals(bytes, input)) {
            throw new AssertionError("changed its input");
        }
        if (reads(bytes) != isRead) {
            throw new AssertionError("did something else the second time");
        }
    }

    /// Whether it reads these bytes, rather than refuses them.
    boolean reads(byte[] bytes) {
        byte[] written;
        try {
            written = round.of(bytes);
        } catch (Refused e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.isBlank() || reason.contains("\n") || reason.length() > 4_000) {
                throw new AssertionError("refused without a line that says why: " + reason, e);
            }
            return false;
        }
        if (!Arrays.equals(written, bytes)) {
            throw new AssertionError("wrote something else than it read");
        }
        return true;
    }
}
