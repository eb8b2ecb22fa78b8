package org.vitrine.change.equivalence;

/// How far a rebuilt thing equals the shipped one; from the best answer to the worst.
public enum Rung {
    /// The same bytes, and the same of everything that is recorded about them.
    IDENTICAL,
    /// Nothing but signatures differs, each located by the rules of its format.
    IDENTICAL_EXCEPT_SIGNATURE,
    /// Every byte that differs lies in a span that a named normaliser accounts for; no byte is left over.
    MATCH_EXPLAINED,
    /// Code, constants and what the dynamic linker reads are the same; other sections aren't.
    CODE_SAME,
    /// Some of the files are the same, others aren't.
    PARTIAL,
    /// It is not the same.
    MISMATCH,
    /// Nobody tried, so there is no answer.
    UNKNOWN;

    /// Whether it stands for a thing that is accepted as the same.
    public boolean isMatch() {
        return compareTo(MATCH_EXPLAINED) <= 0;
    }

    /// The worse of two.
    Rung and(Rung other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
