package org.vitrine.centre;

import java.io.UncheckedIOException;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.ProblemFact;

/// An inspector that failed where it should have refused: a fault of ours, which is shown and doesn't end the run.
final class Failure {
    private Failure() {}

    /// The problem that stands for it.
    ///
    /// @throws UncheckedIOException when it wasn't the inspector's fault, but the host's
    static ProblemFact of(long artifact, String reader, RuntimeException failure) {
        if (failure instanceof UncheckedIOException host) {
            throw host;
        }
        String reason = "failed with " + failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return ProblemFact.of(artifact, reader, new Problem.Unavailable("reader", reason));
    }
}
