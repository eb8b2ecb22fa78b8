package org.vitrine.standards;

import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;

/// What the judge asks of a dossier: answers to locked queries, and nothing else.
@FunctionalInterface
public interface Queries {
    /// The rows that one SELECT gives.
    ///
    /// @throws QueryRefused when the query is not allowed, is wrong, or meets a limit
    Rows query(String sql) throws QueryRefused;
}
