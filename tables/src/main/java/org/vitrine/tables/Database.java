package org.vitrine.tables;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Display;

/// One DuckDB in memory with two doors: ours, which makes and fills tables, and the one for queries, which
/// reads under [QueryCheck], inside a read-only transaction, with the configuration locked. Not safe for
/// several threads.
///
/// One worker thread, so that rows come out in the same order each time. Tables are kept compressed: a
/// quarter of the memory for a tenth of a second in 100,000 rows.
final class Database implements AutoCloseable {
    private static final int MAX_MESSAGE = 300;
    private static final long MAX_ANSWER = 64L << 20;
    private static final long SCAN = 1 << 15;
    private static final long LOAD = 200_000;
    private static final String MEMORY_LIMIT = "192MB";

    private final DuckDBConnection ours;
    private final DuckDBConnection theirs;
    private final Statement plain;
    private final Fuse ourFuse = new Fuse();
    private final Fuse theirFuse = new Fuse();

    private Database(DuckDBConnection ours) throws SQLException {
        this.ours = ours;
        this.plain = ours.createStatement();
        plain.execute("ATTACH ':memory:' AS dossier (COMPRESS)");
        plain.execute("USE dossier");
        this.theirs = ours.duplicate();
        try (Statement statement = theirs.createStatement()) {
            statement.execute("USE dossier");
        }
    }

    /// A new, empty database that may still write and read files.
    static Database open() throws IOException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", MEMORY_LIMIT);
        settings.setProperty("threads", "1");
        settings.setProperty("async_threads", "1");
        settings.setProperty("temp_directory", "");
        settings.setProperty("max_temp_directory_size", "0B");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("allow_persistent_secrets", "false");
        try {
            return new Database(DuckDBConnection.newConnection("jdbc:duckdb:", false, settings));
        } catch (Exception e) {
            throw new IOException("the database can't be opened: " + line(e), e);
        }
    }

    /// Makes a table and fills it.
    void put(Schema schema, Iterable<Object[]> rows) throws IOException {
        try {
            createTable(schema.name(), schema);
            try (DuckDBAppender appender = ours.createAppender("dossier", "main", schema.name())) {
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
            throw new IOException("table " + schema.name() + " can't be filled: " + line(e), e);
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
            throw new IOException("the database can't do that: " + line(e), e);
        }
    }

    /// Writes a table as Parquet.
    void export(Schema schema, Path file) throws IOException {
        try {
            plain.execute("COPY " + Schema.quoted(schema.name()) + " TO " + literal(file)
                    + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)");
        } catch (SQLException e) {
            throw new IOException("table " + schema.name() + " can't be written: " + line(e), e);
        }
    }

    /// Reads a Parquet file that somebody else may have written into a new table of this name, and checks
    /// that it has exactly this schema's columns and types.
    void load(String name, Schema schema, long rows, Path file, QueryLimits limits) throws DossierRefused {
        // The only characters that would make a pattern of the name.
        String source = literal(Path.of(file.toString().replaceAll("([*?\\[])", "[$1]")));
        try {
            ourFuse.guard(
                    () -> {
                        requireColumns(schema, "read_parquet(" + source + ")");
                        if (count("read_parquet(" + source + ")") != rows) {
                            throw new QueryRefused("it hasn't as many rows as the manifest says");
                        }
                        createTable(name, schema);
                        // Rows are compressed by a checkpoint: one for all would need them all at full size.
                        for (long start = 0; start < rows; start += LOAD) {
                            String part = " FROM read_parquet(" + source + ", file_row_number = true)"
                                    + " WHERE file_row_number BETWEEN " + start + " AND " + (start + LOAD - 1);
                            ourFuse.watch(plain)
                                    .execute("INSERT INTO " + Schema.quoted(name) + " SELECT " + schema.columnList()
                                            + (rows <= LOAD ? " FROM read_parquet(" + source + ")" : part));
                            plain.execute("CHECKPOINT dossier");
                        }
                        return true;
                    },
                    limits);
        } catch (SQLException e) {
            throw new DossierRefused("table " + schema.name() + " can't be read: " + line(e));
        } catch (QueryRefused e) {
            throw new DossierRefused("table " + schema.name() + " can't be read: " + e.getMessage());
        }
    }

    private void requireColumns(Schema schema, String source) throws SQLException, QueryRefused {
        try (PreparedStatement statement = ours.prepareStatement("SELECT * FROM " + source)) {
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
        // In parts, since an answer isn't streamed.
        String sql = "SELECT " + schema.columnList() + " FROM " + Schema.quoted(name) + " WHERE rowid BETWEEN ? AND ?";
        try (PreparedStatement statement = ours.prepareStatement(sql)) {
            for (long start = 0; start < rows; start += SCAN) {
                statement.setLong(1, start);
                statement.setLong(2, start + SCAN - 1);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        Object[] row = new Object[columns.size()];
                        for (int i = 0; i < row.length; i++) {
                            row[i] = switch (columns.get(i).type()) {
                                case BIGINT -> result.getLong(i + 1);
                                case INTEGER -> result.getInt(i + 1);
                                case VARCHAR -> result.getString(i + 1);
                                case BLOB -> bytes(result.getBlob(i + 1));
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
            throw new IOException("table " + name + " can't be read: " + line(e), e);
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

    /// Shuts the file system and the settings, for good. Afterwards tables can still be put, but only through
    /// us.
    void lock() throws IOException {
        try {
            plain.execute("SET enable_external_access = false");
            plain.execute("SET lock_configuration = true");
        } catch (SQLException e) {
            throw new IOException("the database can't be locked: " + line(e), e);
        }
    }

    /// Answers one SELECT over these tables.
    Rows query(String sql, Set<String> tables, QueryLimits limits) throws QueryRefused {
        if (sql.length() > QueryCheck.MAX_LENGTH) {
            throw new QueryRefused("the query is longer than " + QueryCheck.MAX_LENGTH + " characters");
        }
        try {
            return theirFuse.guard(() -> answer(sql, tables, limits), limits);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /// Makes a table of the rows that one SELECT over these tables gives, under the same check and limits.
    void keep(String name, String sql, Set<String> tables, QueryLimits limits) throws QueryRefused {
        if (sql.length() > QueryCheck.MAX_LENGTH) {
            throw new QueryRefused("the query is longer than " + QueryCheck.MAX_LENGTH + " characters");
        }
        try {
            theirFuse.guard(
                    () -> {
                        check(sql, tables);
                        String table = Schema.quoted(name);
                        // What was checked is one SELECT by itself, so that it can't reach out of the brackets.
                        try (PreparedStatement statement = theirFuse.watch(theirs.prepareStatement("CREATE TABLE "
                                + table + " AS SELECT * FROM (\n" + sql + "\n) LIMIT " + (limits.rows() + 1)))) {
                            if (statement.executeUpdate() > limits.rows()) {
                                drop(name);
                                throw new QueryRefused("query stopped: more than " + limits.rows() + " rows");
                            }
                        }
                        return true;
                    },
                    limits);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /// Lets go of a table that [#keep] made, if it is there.
    void drop(String name) {
        // A connection that is still at work must not be touched.
        if (theirFuse.runaway()) {
            return;
        }
        try (Statement statement = theirs.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + Schema.quoted(name));
        } catch (SQLException e) {
            throw new IllegalStateException("a table can't be dropped: " + line(e), e);
        }
    }

    private Rows answer(String sql, Set<String> tables, QueryLimits limits) throws SQLException, QueryRefused {
        try (Statement transaction = theirs.createStatement()) {
            transaction.execute("BEGIN TRANSACTION READ ONLY");
            try {
                check(sql, tables);
                return read(sql, limits);
            } finally {
                transaction.execute("ROLLBACK");
            }
        }
    }

    /// The check of a query depends on its text and on which tables there are, so it isn't repeated for the same.
    private void check(String sql, Set<String> tables) throws SQLException, QueryRefused {
        if (!Harmless.KNOWN.has(sql, tables)) {
            QueryCheck.check(shape(sql), tables);
            Harmless.KNOWN.add(sql, tables);
        }
    }

    private String shape(String sql) throws SQLException, QueryRefused {
        try (PreparedStatement statement = theirFuse.watch(theirs.prepareStatement("SELECT json_serialize_sql(?)"))) {
            statement.setString(1, sql);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new QueryRefused("the query can't be read");
                }
                return result.getString(1);
            }
        }
    }

    private Rows read(String sql, QueryLimits limits) throws SQLException, QueryRefused {
        // Not streamed: DuckDB can be interrupted while it executes, but not while a stream is fetched.
        try (PreparedStatement statement = theirFuse.watch(theirs.prepareStatement(sql));
                ResultSet result = statement.executeQuery()) {
            int width = result.getMetaData().getColumnCount();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                columns.add(result.getMetaData().getColumnName(i));
            }
            List<List<Object>> rows = new ArrayList<>();
            long size = 0;
            while (result.next()) {
                if (rows.size() >= limits.rows()) {
                    throw new QueryRefused("query stopped: more than " + limits.rows() + " rows");
                }
                List<Object> row = new ArrayList<>(width);
                for (int i = 1; i <= width; i++) {
                    Object value = value(result, i);
                    size += sizeOf(value);
                    row.add(value);
                }
                if (size > MAX_ANSWER) {
                    throw new QueryRefused("query stopped: its answer takes more than " + (MAX_ANSWER >> 20) + " MB");
                }
                rows.add(row);
            }
            return new Rows(columns, rows);
        }
    }

    private static Object value(ResultSet result, int column) throws SQLException {
        @Nullable Object value = result.getObject(column);
        return switch (value) {
            case null -> "";
            case Short number -> (int) number;
            case Byte number -> (int) number;
            case BigInteger number -> number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
            case Blob blob -> bytes(blob);
            case Long _, Integer _, Boolean _, Double _, Float _, java.math.BigDecimal _, String _ -> value;
            default -> result.getString(column);
        };
    }

    private static byte[] bytes(Blob blob) throws SQLException {
        return blob.getBytes(1, (int) blob.length());
    }

    private static long sizeOf(Object value) {
        return switch (value) {
            case String text -> 48 + 2L * text.length();
            case byte[] bytes -> 24 + bytes.length;
            default -> 24;
        };
    }

    private static QueryRefused refused(SQLException e) {
        String line = line(e);
        return new QueryRefused(
                line.startsWith("Out of Memory Error")
                        ? "query stopped: it takes more memory than the " + MEMORY_LIMIT + " it may have"
                        : line);
    }

    /// The first line of a message, safe to show.
    private static String line(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String first = message.lines().findFirst().orElse("");
        return Display.text(first.length() > MAX_MESSAGE ? first.substring(0, MAX_MESSAGE) + " …" : first);
    }

    private static String literal(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    @Override
    public void close() throws IOException {
        // A connection that is still at work must not be touched: it would wait, or end the process.
        if (theirFuse.runaway() || ourFuse.runaway()) {
            return;
        }
        try {
            theirs.close();
            ours.close();
        } catch (SQLException e) {
            throw new IOException("the database can't be closed: " + line(e), e);
        }
    }
}
