package org.vitrine.tables;

import java.math.BigInteger;
import java.sql.Blob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// A door of a [Database] by which somebody else's queries come: what passes [QueryCheck] is read inside a read-only
/// transaction. Not safe for several threads, but two doors may be used by two.
final class Door implements AutoCloseable {
    private static final long MAX_ANSWER = 64L << 20;

    private final DuckDBConnection connection;
    private final Fuse fuse = new Fuse();
    private Vouched vouched = Vouched.NONE;

    /// A door that reads the tables of one shelf.
    ///
    /// @param connection which it has for itself, and closes
    /// @param catalog the shelf's name
    Door(DuckDBConnection connection, String catalog) throws SQLException {
        this.connection = connection;
        run("USE " + catalog);
    }

    /// Runs a statement of ours.
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Answers one SELECT over these tables.
    Rows query(String sql, Set<String> tables, QueryLimits limits) throws QueryRefused {
        if (sql.length() > QueryCheck.MAX_LENGTH) {
            throw new QueryRefused("the query is longer than " + QueryCheck.MAX_LENGTH + " characters");
        }
        return answer(sql, limits, () -> check(sql, tables));
    }

    /// Answers one SELECT of the program's own, which isn't checked.
    Rows ask(String sql, QueryLimits limits) throws QueryRefused {
        return answer(sql, limits, () -> {});
    }

    /// What stands before an answer.
    private interface Check {
        void pass() throws SQLException, QueryRefused;
    }

    /// Makes a table of the rows that one SELECT over these tables gives, under the same check and limits.
    ///
    /// @return how many rows it has
    long keep(String name, String sql, Set<String> tables, QueryLimits limits) throws QueryRefused {
        if (sql.length() > QueryCheck.MAX_LENGTH) {
            throw new QueryRefused("the query is longer than " + QueryCheck.MAX_LENGTH + " characters");
        }
        try {
            return fuse.guard(
                    () -> {
                        check(sql, tables);
                        String table = Schema.quoted(name);
                        // What was checked is one SELECT by itself, so that it can't reach out of the brackets.
                        try (Statement statement = fuse.watch(connection.createStatement())) {
                            long rows = statement.executeUpdate("CREATE TABLE " + table + " AS SELECT * FROM (\n" + sql
                                    + "\n) LIMIT " + (limits.rows() + 1));
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
        if (fuse.runaway()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + Schema.quoted(name));
        } catch (SQLException e) {
            throw new IllegalStateException("a table can't be dropped: " + Database.line(e), e);
        }
    }

    private Rows answer(String sql, QueryLimits limits, Check check) throws QueryRefused {
        try {
            return fuse.guard(
                    () -> {
                        run("BEGIN TRANSACTION READ ONLY");
                        try {
                            check.pass();
                            return read(sql, limits);
                        } finally {
                            run("ROLLBACK");
                        }
                    },
                    limits);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /// Takes the word of these for the queries they know.
    void vouch(Vouched by) {
        vouched = by;
    }

    /// Checks a query, and says what it reads, and when it gives nothing.
    Vouched.Query describe(String sql, Set<String> tables) throws QueryRefused {
        try {
            return fuse.guard(() -> QueryCheck.vouch(shape(sql), tables), QueryLimits.standard());
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
        try (PreparedStatement statement = fuse.watch(connection.prepareStatement("SELECT json_serialize_sql(?)"))) {
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
        // Nor prepared: what reads tables would be planned when it is prepared, and once more when it is executed.
        try (Statement statement = fuse.watch(connection.createStatement());
                ResultSet result = statement.executeQuery(sql)) {
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
        String line = Database.line(e);
        return new QueryRefused(
                line.startsWith("Out of Memory Error")
                        ? "query stopped: it takes more memory than the " + Database.MEMORY_LIMIT + " it may have"
                        : line);
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
