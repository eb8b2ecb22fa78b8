package org.vitrine.testing;

import org.opentest4j.TestAbortedException;

/// What a test needs and this machine lacks.
final class Missing {
    private Missing() {}

    /// Gives what skips the test; where `VITRINE_CORPUS_IS` is `required` it fails the test instead, so that a
    /// build that must run everything can't pass by skipping.
    ///
    /// @throws AssertionError where everything is required
    static TestAbortedException named(String what) {
        if ("required".equals(System.getenv("VITRINE_CORPUS_IS"))) {
            throw new AssertionError(what + " is missing, and required");
        }
        return new TestAbortedException(what + " is missing");
    }
}
