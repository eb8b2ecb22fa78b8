package org.vitrine.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The Parquet files of tables without rows, as DuckDB writes them: a file depends on the schema alone, and most tables
/// of
/// most dossiers are empty. May be used by several threads.
final class EmptyTables {
    /// Those that this process has met.
    static final EmptyTables KNOWN = new EmptyTables();

    private final Map<Schema, byte[]> files = new ConcurrentHashMap<>();

    /// Writes the file of one.
    ///
    /// @return false where it isn't known yet
    boolean write(Schema schema, Path file) throws IOException {
        byte[] content = files.get(schema);
        if (content == null) {
            return false;
        }
        Files.write(file, content);
        return true;
    }

    /// Keeps the file of one.
    void keep(Schema schema, Path file) throws IOException {
        files.put(schema, Files.readAllBytes(file));
    }
}
