package org.vitrine.evidence;

/// Thrown inside a parser that can't go on; outside of parsers it is the [Problem] it carries. Without a stack
/// trace: it is met by the million on hostile input, and the offset and field say more.
public abstract sealed class Unreadable extends Exception permits Malformed, Unsupported, LimitReached {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Unreadable(Problem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    /// What went wrong, as data.
    public Problem problem() {
        return problem;
    }
}
