package org.vitrine.tables;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vitrine.evidence.Fact;

/// A table's public face: its name, its version and its columns in their order.
///
/// @param name a noun in the singular: letters, digits and `_`
/// @param version raised when a column is added
/// @param about what one row is, in a sentence; empty for a table of a foreign dossier
/// @param columns at least one, no name twice
public record Schema(String name, int version, String about, List<SchemaColumn> columns) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /// Checks the names and copies the list.
    public Schema {
        requireName(name);
        columns = List.copyOf(columns);
        Set<String> seen = new HashSet<>();
        for (SchemaColumn column : columns) {
            if (!seen.add(column.name())) {
                throw new IllegalArgumentException("table " + name + " has two columns " + column.name());
            }
        }
        if (columns.isEmpty() || version < 1) {
            throw new IllegalArgumentException("table " + name + " needs a version and a column");
        }
    }

    /// The table of a kind of fact: a public record in an exported package with [org.vitrine.evidence.Table]
    /// on it and [org.vitrine.evidence.Column] on each component. A component `notBefore` is the column
    /// `not_before`; a location is the three columns `content`, `offset` and `length`.
    ///
    /// @throws IllegalArgumentException when the record isn't shaped so: a mistake in the program
    public static Schema of(Class<? extends Fact> kind) {
        return FactTable.of(kind).schema();
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a table or column: " + name);
        }
    }

    boolean hasConfidential() {
        return columns.stream().anyMatch(SchemaColumn::confidential);
    }

    /// The columns as they stand in CREATE TABLE. Every name is quoted: `offset`, `group` and others are SQL
    /// words.
    String definition() {
        return columns.stream()
                .map(column -> quoted(column.name()) + " " + column.type() + " NOT NULL")
                .collect(Collectors.joining(", "));
    }

    String columnList() {
        return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    }

    static String quoted(String name) {
        return "\"" + name + "\"";
    }
}
