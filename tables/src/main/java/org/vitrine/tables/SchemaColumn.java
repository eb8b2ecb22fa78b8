package org.vitrine.tables;

/// A column of a table.
///
/// @param name in snake_case: letters, digits and `_`
/// @param type what it holds
/// @param about meaning, unit and range in a sentence; empty for the columns of a foreign dossier
/// @param confidential whether a public edition may leave its values out
public record SchemaColumn(String name, ColumnType type, String about, boolean confidential) {
    /// Checks the name.
    public SchemaColumn {
        Schema.requireName(name);
    }
}
