package org.vitrine.tables;

import java.util.Objects;

/// A query that is not allowed, is wrong, or took more than its limits. The message is one line.
public final class QueryRefused extends Exception {
    private static final long serialVersionUID = 1;

    /// A refusal.
    ///
    /// @param reason one line for the user
    public QueryRefused(String reason) {
        super(reason, null, false, false);
    }

    /// The reason; never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
