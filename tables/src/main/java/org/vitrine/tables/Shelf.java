package org.vitrine.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// A part of a [Database] with a door of its own, by which we make and fill tables in it. Not safe for several
/// threads, but two shelves may be filled by two.
///
/// Tables are kept compressed: a quarter of the memory for a tenth of a second in 100,000 rows.
final class Shelf implements AutoCloseable {
    private static final long SCAN = 1 << 15;
    private static final long LOAD = 200_000;
    /// So many rows needn't be compressed.
    private static final long LOOSE = 4096;

    private final String catalog;
    private final DuckDBConnection connection;
    private final Statement plain;
    private final Fuse fuse = new Fuse();
    /// Rows that were filled in since the last checkpoint.
    private long loose;

    /// A new, empty one.
    ///
    /// @param catalog its name among the databases of its DuckDB
    /// @param connection which it has for itself, and closes
    Shelf(String catalog, DuckDBConnection connection) throws SQLException {
        this.catalog = catalog;
        this.connection = connection;
        this.plain = connection.createStatement();
        plain.execute("ATTACH ':memory:' AS " + catalog + " (COMPRESS)");
        plain.execute("USE " + catalog);
    }

    /// Makes a table and fills it.
    void put(Schema schema, Iterable<Object[]> rows) throws IOException {
        try {
            createTable(schema.name(), schema);
            try (DuckDBAppender appender = connection.createAppender(catalog, "main", schema.name())) {
                for (Object[] row : rows) {
                    appender.beginRow();
                    for (Object value : row) {
                        switch (value) {
                            case Long number -> appender.append((long) number);
                            case Integer number -> appender.append((int) number);
                            case String text -> appender.append(text);
                            case byte[] bytes -> appender.append(bytes);
                            default -> throw new IllegalArgumentException("no column holds " + value.getClass());
                        }
                    }
                    appender.endRow();
                }
            }
        } catch (SQLException e) {
            throw new IOException("table " + schema.name() + " can't be filled: " + Database.line(e), e);
        }
    }

    /// Makes a table without rows.
    void make(Schema schema) throws IOException {
        try {
            createTable(schema.name(), schema);
        } catch (SQLException e) {
            throw new IOException("table " + schema.name() + " can't be made: " + Database.line(e), e);
        }
    }

    private void createTable(String name, Schema schema) throws SQLException {
        plain.execute("CREATE TABLE " + Schema.quoted(name) + " (" + schema.definition() + ")");
    }

    /// Runs a statement of ours.
    void run(String sql) throws IOException {
        try {
            plain.execute(sql);
        } catch (SQLException e) {
            throw new IOException("the database can't do that: " + Database.line(e), e);
        }
    }

    /// Writes a table as Parquet.
    void export(Schema schema, Path file) throws IOException {
        try {
            plain.execute("COPY " + Schema.quoted(schema.name()) + " TO " + literal(file)
                    + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)");
        } catch (SQLException e) {
            throw new IOException("table " + schema.name() + " can't be written: " + Database.line(e), e);
        }
    }

    /// Reads a Parquet file that somebody else may have written into a new table of this name, and checks
    /// that it has exactly this schema's columns and types.
    void load(String name, Schema schema, long rows, Path file, QueryLimits limits) throws DossierRefused {
        String source = pattern(file);
        try {
            fuse.guard(
                    () -> {
                        requireColumns(schema, "read_parquet(" + source + ")");
                        createTable(name, schema);
                        if (rows <= LOAD) {
                            // One row more than there should be is enough to know.
                            String all = "read_parquet(" + source + ") LIMIT " + (rows + 1);
                            requireRows(rows, fuse.watch(plain).executeUpdate(insert(name, schema, all)));
                            compress(rows);
                            return true;
                        }
                        requireRows(rows, count("read_parquet(" + source + ")"));
                        // Rows are compressed by a checkpoint: one for all would need them all at full size.
                        for (long start = 0; start < rows; start += LOAD) {
                            String part = "read_parquet(" + source + ", file_row_number = true)"
                                    + " WHERE file_row_number BETWEEN " + start + " AND " + (start + LOAD - 1);
                            fuse.watch(plain).execute(insert(name, schema, part));
                            compress(LOAD);
                        }
                        return true;
                    },
                    limits);
        } catch (SQLException e) {
            throw new DossierRefused("table " + schema.name() + " can't be read: " + Database.line(e));
        } catch (QueryRefused e) {
            throw new DossierRefused("table " + schema.name() + " can't be read: " + e.getMessage());
        }
    }

    private static String insert(String name, Schema schema, String source) {
        return "INSERT INTO " + Schema.quoted(name) + " SELECT " + schema.columnList() + " FROM " + source;
    }

    private static void requireRows(long expected, long found) throws QueryRefused {
        if (found != expected) {
            throw new QueryRefused("it hasn't as many rows as the manifest says");
        }
    }

    /// Compresses what was filled in, once it has become much.
    private void compress(long rows) throws SQLException {
        loose += rows;
        if (loose > LOOSE) {
            plain.execute("CHECKPOINT " + catalog);
            loose = 0;
        }
    }

    /// Reads a Parquet file that this process wrote into a new table of this name.
    void load(String name, Schema schema, long rows, Path file) throws IOException {
        try {
            createTable(name, schema);
            plain.execute(insert(name, schema, "read_parquet(" + pattern(file) + ")"));
            compress(rows);
        } catch (SQLException e) {
            throw new IOException("table " + schema.name() + " can't be read: " + Database.line(e), e);
        }
    }

    private void requireColumns(Schema schema, String source) throws SQLException, QueryRefused {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + source)) {
            List<SchemaColumn> columns = schema.columns();
            boolean same = statement.getMetaData().getColumnCount() == columns.size();
            for (int i = 0; same && i < columns.size(); i++) {
                same = statement
                                .getMetaData()
                                .getColumnName(i + 1)
                                .equals(columns.get(i).name())
                        && statement
                                .getMetaData()
                                .getColumnTypeName(i + 1)
                                .equals(columns.get(i).type().name());
            }
            if (!same) {
                throw new QueryRefused("its columns aren't those of the manifest");
            }
        }
    }

    /// Gives every row of the table of this name, in the order they were put in, to a consumer.
    void scan(String name, Schema schema, long rows, RowConsumer consumer) throws SQLException, DossierRefused {
        List<SchemaColumn> columns = schema.columns();
        String all = "SELECT " + schema.columnList() + " FROM " + Schema.quoted(name);
        try (Statement statement = connection.createStatement()) {
            // In parts, since an answer isn't streamed.
            for (long start = 0; start < rows; start += SCAN) {
                String part = rows <= SCAN ? "" : " WHERE rowid BETWEEN " + start + " AND " + (start + SCAN - 1);
                try (ResultSet result = statement.executeQuery(all + part)) {
                    while (result.next()) {
                        Object[] row = new Object[columns.size()];
                        for (int i = 0; i < row.length; i++) {
                            row[i] = switch (columns.get(i).type()) {
                                case BIGINT -> result.getLong(i + 1);
                                case INTEGER -> result.getInt(i + 1);
                                case VARCHAR -> result.getString(i + 1);
                                case BLOB -> Door.bytes(result.getBlob(i + 1));
                            };
                        }
                        consumer.accept(row);
                    }
                }
            }
        }
    }

    /// Gives every row of the table of this name to a consumer.
    ///
    /// @throws IOException when the table can't be read, or lacks a column of the schema
    void scan(String name, Schema schema, RowConsumer consumer) throws IOException, DossierRefused {
        try {
            scan(name, schema, count(Schema.quoted(name)), consumer);
        } catch (SQLException e) {
            throw new IOException("table " + name + " can't be read: " + Database.line(e), e);
        }
    }

    private long count(String source) throws SQLException {
        try (ResultSet result = plain.executeQuery("SELECT count(*) FROM " + source)) {
            result.next();
            return result.getLong(1);
        }
    }

    /// Takes rows.
    interface RowConsumer {
        void accept(Object[] row) throws DossierRefused;
    }

    /// A file's name where DuckDB would take a pattern.
    private static String pattern(Path file) {
        // The only characters that would make a pattern of the name.
        return literal(Path.of(file.toString().replaceAll("([*?\\[])", "[$1]")));
    }

    private static String literal(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    /// Whether it is still at work that was given up, and must not be touched.
    boolean runaway() {
        return fuse.runaway();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
