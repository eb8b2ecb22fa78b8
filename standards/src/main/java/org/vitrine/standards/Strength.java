package org.vitrine.standards;

/// What the answer to a part can do to its clause.
public enum Strength {
    /// It can pass and fail.
    DECIDES,
    /// It can fail, never pass.
    REFUTES,
    /// It shows something, and decides nothing.
    HINTS
}
