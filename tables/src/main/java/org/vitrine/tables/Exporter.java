package org.vitrine.tables;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A database of this process that may write files, for tables of dossiers whose own may not any more. No
/// query comes near it. It is opened once: that takes longer than most tables. May be used by several
/// threads, one after the other.
final class Exporter {
    private static @Nullable Database shared;

    private Exporter() {}

    /// Writes a table as Parquet.
    static synchronized void export(Schema schema, Iterable<Object[]> rows, Path file) throws IOException {
        Shelf shelf = open().shelf();
        shelf.put(schema, rows);
        try {
            shelf.export(schema, file);
        } finally {
            shelf.run("DROP TABLE " + Schema.quoted(schema.name()));
        }
    }

    /// The database. The first one of a process takes a tenth of a second, for the library is loaded.
    static synchronized Database open() throws IOException {
        Database database = shared;
        if (database == null) {
            database = Database.open();
            shared = database;
        }
        return database;
    }
}
