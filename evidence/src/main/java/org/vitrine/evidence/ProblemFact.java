package org.vitrine.evidence;

/// A [Problem] and the artifact it was met in.
@Table(name = "problem", version = 1, about = "What could not be read, or was refused.")
public record ProblemFact(
        @Column("The artifact it was met in.") long artifact,

        @Column("MALFORMED, UNSUPPORTED, LIMIT_REACHED, UNSAFE or UNAVAILABLE.")
        ProblemKind kind,

        @Column("The format or inspector that met it.") String reader,

        @Column("Byte offset in the artifact; -1 where no place can be named.")
        long offset,

        @Column("The specification's name of the field, or the budget's.")
        String field,

        @Column("What is wrong, in words.") String reason)
        implements Fact {

    /// The row for a problem.
    public static ProblemFact of(long artifact, String reader, Problem problem) {
        return new ProblemFact(
                artifact, problem.kind(), reader, problem.offset(), problem.field(), Display.text(problem.reason()));
    }
}
