package org.vitrine.tables;

import java.util.Optional;

/// What came of a query: its rows, or why it was refused.
public final class Answer {
    private final Optional<Rows> rows;
    private final String refusal;

    private Answer(Optional<Rows> rows, String refusal) {
        this.rows = rows;
        this.refusal = refusal;
    }

    /// Asks.
    static Answer of(Question question) {
        try {
            return new Answer(Optional.of(question.ask()), "");
        } catch (QueryRefused e) {
            return new Answer(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /// What gives rows, or is refused.
    interface Question {
        Rows ask() throws QueryRefused;
    }

    boolean isRefused() {
        return rows.isEmpty();
    }

    /// The rows.
    ///
    /// @throws QueryRefused when it was refused
    public Rows rows() throws QueryRefused {
        return rows.orElseThrow(() -> new QueryRefused(refusal));
    }
}
