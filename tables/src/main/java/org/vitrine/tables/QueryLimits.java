package org.vitrine.tables;

import java.time.Duration;

/// How much one query may take. Time is a fuse: it stops a query, it never changes an answer.
///
/// @param time wall time
/// @param rows how many rows it may answer
/// @param memory how many bytes the process may grow by while it runs, where the system tells (Linux); what the
///     database itself counts is limited when it is made
public record QueryLimits(Duration time, long rows, long memory) {
    private static final QueryLimits STANDARD = new QueryLimits(Duration.ofSeconds(10), 1_000_000, 256L << 20);

    /// Checks that there is something left to work with.
    public QueryLimits {
        if (!time.isPositive() || rows < 1 || memory < 1) {
            throw new IllegalArgumentException("limits must be above zero");
        }
    }

    /// 10 seconds, a million rows, 256 MB.
    public static QueryLimits standard() {
        return STANDARD;
    }

    /// The same with another time.
    public QueryLimits withTime(Duration other) {
        return new QueryLimits(other, rows, memory);
    }

    /// The same with another number of rows.
    public QueryLimits withRows(long other) {
        return new QueryLimits(time, other, memory);
    }
}
