package org.vitrine.tables;

import java.util.List;

/// The answer to a query.
///
/// A value is a `Long` (any whole number that fits, save INTEGER and smaller), an `Integer`, a `Boolean`, a
/// `Double`, a `Float`, a `BigInteger`, a `BigDecimal`, a `byte[]` or a `String`; other types stand as their
/// text. A NULL, which no dossier holds but a query may make, stands as the empty string.
///
/// @param columns the columns' names, in order
/// @param values the rows, each with a value for each column
public record Rows(List<String> columns, List<List<Object>> values) {
    /// Copies the lists.
    public Rows {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }
}
