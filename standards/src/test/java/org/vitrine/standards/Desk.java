package org.vitrine.standards;

import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Name;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;

/// A dossier of a few facts, for a test.
final class Desk implements Queries, AutoCloseable {
    private final Connection connection;

    private Desk(Connection connection) {
        this.connection = connection;
    }

    static Desk of(Collection<? extends Fact> facts) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            for (Class<? extends Fact> kind : Kinds.ALL) {
                List<String> columns = new ArrayList<>();
                for (RecordComponent c : kind.getRecordComponents()) {
                    if (c.getType() == Location.class) {
                        columns.addAll(List.of("\"content\" VARCHAR", "\"offset\" BIGINT", "\"length\" BIGINT"));
                    } else {
                        String type = c.getType() == long.class
                                ? "BIGINT"
                                : c.getType() == int.class ? "INTEGER" : c.getType() == Name.class ? "BLOB" : "VARCHAR";
                        columns.add('"' + Kinds.column(c.getName()) + "\" " + type);
                    }
                }
                try (Statement s = connection.createStatement()) {
                    s.execute("CREATE TABLE \"" + Kinds.name(kind) + "\" (" + String.join(", ", columns) + ")");
                }
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO \"" + Kinds.name(kind)
                        + "\" VALUES (" + "?, ".repeat(columns.size() - 1) + "?)")) {
                    for (Fact fact : facts) {
                        if (fact.getClass() != kind) {
                            continue;
                        }
                        int at = 1;
                        for (RecordComponent c : kind.getRecordComponents()) {
                            Object value = c.getAccessor().invoke(fact);
                            if (value instanceof Location location) {
                                insert.setString(at++, location.content().toString());
                                insert.setLong(at++, location.offset());
                                insert.setLong(at++, location.length());
                            } else if (value instanceof Name name) {
                                insert.setBytes(at++, name.bytes());
                            } else if (value instanceof Number) {
                                insert.setObject(at++, value);
                            } else {
                                insert.setString(at++, String.valueOf(value));
                            }
                        }
                        insert.executeUpdate();
                    }
                }
            }
            return new Desk(connection);
        } catch (SQLException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Rows query(String sql) throws QueryRefused {
        try (Statement statement = connection.createStatement();
                ResultSet set = statement.executeQuery(sql)) {
            int width = set.getMetaData().getColumnCount();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                columns.add(set.getMetaData().getColumnLabel(i));
            }
            List<List<Object>> rows = new ArrayList<>();
            while (set.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(set.getObject(i));
                }
                rows.add(row);
            }
            return new Rows(columns, rows);
        } catch (SQLException e) {
            throw new QueryRefused(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
