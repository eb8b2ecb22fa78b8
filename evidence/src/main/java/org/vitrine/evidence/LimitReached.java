package org.vitrine.evidence;

/// A budget was used up. The format that meets it stops; what it gave out before is kept.
public final class LimitReached extends Unreadable {
    private static final long serialVersionUID = 1;

    /// A budget that was used up.
    ///
    /// @param limit the budget's name, such as `bytes` or `depth`
    /// @param allowed how much of it there is
    /// @param asked how much would have been needed
    public LimitReached(String limit, long allowed, long asked) {
        super(new Problem.LimitReached(limit, allowed, asked));
    }
}
