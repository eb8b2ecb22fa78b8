package org.vitrine.change.equivalence;

/// Why two containers can't be called the same. Without a stack trace: it is an answer.
final class Hindrance extends Exception {
    private static final long serialVersionUID = 1;

    private final long residual;

    /// @param why in words
    /// @param residual how many bytes nothing accounts for
    Hindrance(String why, long residual) {
        super(why, null, false, false);
        this.residual = residual;
    }

    /// How many bytes nothing accounts for.
    long residual() {
        return residual;
    }
}
