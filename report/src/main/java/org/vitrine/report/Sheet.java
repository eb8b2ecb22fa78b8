package org.vitrine.report;

import java.util.List;
import java.util.regex.Pattern;

/// A table of the page that can be sorted, filtered and saved: what it shows, and the query its rows come from.
///
/// @param id the section's id, and the name of the saved file
/// @param title the section's heading
/// @param about one sentence below it
/// @param columns what the columns are called, and how they look
/// @param sql gives exactly these columns
record Sheet(String id, String title, String about, List<Column> columns, String sql) {
    /// How many rows of one sheet the page holds at most; all of them lie beside it.
    static final int MOST = 100_000;

    private static final Pattern TABLE = Pattern.compile("\\b(?:FROM|JOIN) ([a-z_]+)");

    /// A column of a sheet.
    ///
    /// @param title its heading
    /// @param look how its values look
    record Column(String title, Look look) {}

    /// How the values of a column look.
    enum Look {
        TEXT,
        NUMBER,
        /// A number from 0; below it there is none, and nothing is shown.
        PLACE,
        /// The same, and a name rather than an amount: its digits stand together.
        PORT,
        MONO,
        /// The id of an artifact, shown as its path, which leads to the file.
        PATH,
        /// A SHA-256, of which the beginning is shown.
        DIGEST
    }

    static Column text(String title) {
        return new Column(title, Look.TEXT);
    }

    static Column number(String title) {
        return new Column(title, Look.NUMBER);
    }

    static Column place(String title) {
        return new Column(title, Look.PLACE);
    }

    static Column port() {
        return new Column("Port", Look.PORT);
    }

    static Column mono(String title) {
        return new Column(title, Look.MONO);
    }

    static Column digest(String title) {
        return new Column(title, Look.DIGEST);
    }

    static Column path() {
        return new Column("Path", Look.PATH);
    }

    /// Whether a dossier has the tables that it reads: one written before there were such has not.
    boolean isFor(Ask ask) {
        return TABLE.matcher(sql).results().allMatch(table -> ask.has(table.group(1)));
    }

    /// How many rows a dossier has for it.
    long count(Ask ask) {
        return ask.number("SELECT count(*) FROM (" + sql + ")");
    }
}
