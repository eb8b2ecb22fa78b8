package org.vitrine.tables;

/// The type of a column, named as SQL names it. Nothing else is stored: no floating point, no time, no
/// nesting, no NULL. The tag is its mark in the canonical row encoding (see [RowEncoding]).
public enum ColumnType {
    /// A signed 64-bit number: Java's `long`.
    BIGINT(1, "0"),
    /// A signed 32-bit number: Java's `int`.
    INTEGER(2, "0"),
    /// Text: a `String`, an enum's `toString()`, a digest's hex (empty for none).
    VARCHAR(3, "''"),
    /// Raw bytes: a `byte[]` or a name.
    BLOB(4, "''::BLOB");

    private final byte tag;
    private final String fallback;

    ColumnType(int tag, String fallback) {
        this.tag = (byte) tag;
        this.fallback = fallback;
    }

    byte tag() {
        return tag;
    }

    /// What stands in a column that an older dossier doesn't have, as SQL.
    String fallback() {
        return fallback;
    }
}
