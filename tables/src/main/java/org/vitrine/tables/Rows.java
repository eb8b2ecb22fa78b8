package org.vitrine.tables;

import java.util.List;

/// The answer to a query.
///
/// @param columns the columns' names, in order
/// @param values the rows, each with a value for each column: `Long`, `Integer`, `String`, `Boolean`, `byte[]`, …
public record Rows(List<String> columns, List<List<Object>> values) {
    /// Copies the lists.
    public Rows {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }
}
