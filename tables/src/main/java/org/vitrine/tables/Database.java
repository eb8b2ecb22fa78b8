package org.vitrine.tables;

import java.io.IOException;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Display;

/// One DuckDB in memory with two kinds of doors: ours, by which a [Shelf] makes and fills tables, and the one for
/// queries, which reads under [QueryCheck], inside a read-only transaction, with the configuration locked. Not safe
/// for several threads, save that each shelf may be filled by one of its own.
///
/// One worker thread, so that rows come out in the same order each time.
final class Database implements AutoCloseable {
    private static final int MAX_MESSAGE = 300;
    private static final long MAX_ANSWER = 64L << 20;
    private static final String MEMORY_LIMIT = "192MB";
    private static final String FIRST = "dossier";
    private static final String SECOND = "beside";

    private final DuckDBConnection theirs;
    private final List<Shelf> shelves = new ArrayList<>();
    private final Fuse theirFuse = new Fuse();
    private Vouched vouched = Vouched.NONE;

    private Database(DuckDBConnection ours) throws SQLException {
        this.shelves.add(new Shelf(FIRST, ours));
        this.theirs = ours.duplicate();
        try (Statement statement = theirs.createStatement()) {
            statement.execute("USE " + FIRST);
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

    /// Where its tables are made and filled.
    Shelf shelf() {
        return shelves.getFirst();
    }

    /// A second shelf, which another thread may fill. From [#lock] on its tables are read as if they stood on the
    /// first; before that, neither knows of the other, or one could not be compressed while the other is filled.
    Shelf beside() throws IOException {
        try {
            shelves.add(new Shelf(SECOND, theirs.duplicate()));
            return shelves.getLast();
        } catch (SQLException e) {
            throw new IOException("the database can't be parted: " + line(e), e);
        }
    }

    /// Shuts the file system and the settings, for good. Afterwards tables can still be put, but only through
    /// us.
    void lock() throws IOException {
        if (shelves.size() > 1) {
            String both = "SET search_path = '" + FIRST + "," + SECOND + "'";
            shelf().run(both);
            try (Statement statement = theirs.createStatement()) {
                statement.execute(both);
            } catch (SQLException e) {
                throw new IOException("the database can't be joined: " + line(e), e);
            }
        }
        shelf().run("SET enable_external_access = false");
        shelf().run("SET lock_configuration = true");
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
    ///
    /// @return how many rows it has
    long keep(String name, String sql, Set<String> tables, QueryLimits limits) throws QueryRefused {
        if (sql.length() > QueryCheck.MAX_LENGTH) {
            throw new QueryRefused("the query is longer than " + QueryCheck.MAX_LENGTH + " characters");
        }
        try {
            return theirFuse.guard(
                    () -> {
                        check(sql, tables);
                        String table = Schema.quoted(name);
                        // What was checked is one SELECT by itself, so that it can't reach out of the brackets.
                        try (PreparedStatement statement = theirFuse.watch(theirs.prepareStatement("CREATE TABLE "
                                + table + " AS SELECT * FROM (\n" + sql + "\n) LIMIT " + (limits.rows() + 1)))) {
                            long rows = statement.executeUpdate();
                            if (rows > limits.rows()) {
                                drop(name);
                                throw new QueryRefused("query stopped: more than " + limits.rows() + " rows");
                            }
                            return rows;
                        }
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

    /// Takes the word of these for the queries they know.
    void vouch(Vouched by) {
        vouched = by;
    }

    /// What is vouched for.
    Vouched vouched() {
        return vouched;
    }

    /// Checks a query, and says what it reads, and when it gives nothing.
    Vouched.Query describe(String sql, Set<String> tables) throws QueryRefused {
        try {
            return theirFuse.guard(() -> QueryCheck.check(shape(sql), tables), QueryLimits.standard());
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /// The check of a query depends on its text and on which tables there are, so it isn't repeated for the same.
    private void check(String sql, Set<String> tables) throws SQLException, QueryRefused {
        boolean known = vouched.of(sql)
                        .filter(query -> tables.containsAll(query.tables()))
                        .isPresent()
                || Harmless.KNOWN.has(sql, tables);
        if (!known) {
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

    static byte[] bytes(Blob blob) throws SQLException {
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
    static String line(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String first = message.lines().findFirst().orElse("");
        return Display.text(first.length() > MAX_MESSAGE ? first.substring(0, MAX_MESSAGE) + " …" : first);
    }

    @Override
    public void close() throws IOException {
        // A connection that is still at work must not be touched: it would wait, or end the process.
        if (theirFuse.runaway() || shelves.stream().anyMatch(Shelf::runaway)) {
            return;
        }
        try {
            theirs.close();
            for (Shelf shelf : shelves) {
                shelf.close();
            }
        } catch (SQLException e) {
            throw new IOException("the database can't be closed: " + line(e), e);
        }
    }
}
