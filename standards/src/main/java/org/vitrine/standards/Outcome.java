package org.vitrine.standards;

/// The one vocabulary of answers.
public enum Outcome {
    PASS("PASS"),
    FAIL("FAIL"),
    INCONCLUSIVE("INCONCLUSIVE"),
    NOT_APPLICABLE("NOT APPLICABLE");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /// As it stands in tables, files and reports.
    @Override
    public String toString() {
        return word;
    }
}
