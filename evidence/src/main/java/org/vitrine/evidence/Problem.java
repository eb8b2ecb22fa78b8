package org.vitrine.evidence;

/// What could not be read, or was refused: data that is shown, lowers the coverage and never ends the run.
/// Offsets are from the start of the artifact it is about; -1 where no place can be named.
public sealed interface Problem {
    /// Where the field stands.
    long offset();

    /// The specification's name of what was read, or of the budget that was met.
    String field();

    /// What is wrong, in words.
    String reason();

    /// The bytes contradict the specification.
    record Malformed(long offset, String field, String reason) implements Problem {}

    /// A variant, an encryption or a feature without a reader.
    record Unsupported(long offset, String field, String reason) implements Problem {}

    /// A budget was met; `asked` is what would have been needed of the `allowed`.
    record LimitReached(String limit, long allowed, long asked) implements Problem {
        @Override
        public long offset() {
            return -1;
        }

        @Override
        public String field() {
            return limit;
        }

        @Override
        public String reason() {
            return asked + " asked, " + allowed + " allowed";
        }
    }

    /// Read, but it would be dangerous to follow: a name that climbs out of its folder, entries that overlap.
    record Unsafe(long offset, String field, String reason) implements Problem {}

    /// The host could not give the bytes: a file without permission, a failing disk.
    record Unavailable(String field, String reason) implements Problem {
        @Override
        public long offset() {
            return -1;
        }
    }

    /// The kind as it stands in the table.
    default ProblemKind kind() {
        return switch (this) {
            case Malformed _ -> ProblemKind.MALFORMED;
            case Unsupported _ -> ProblemKind.UNSUPPORTED;
            case LimitReached _ -> ProblemKind.LIMIT_REACHED;
            case Unsafe _ -> ProblemKind.UNSAFE;
            case Unavailable _ -> ProblemKind.UNAVAILABLE;
        };
    }
}
