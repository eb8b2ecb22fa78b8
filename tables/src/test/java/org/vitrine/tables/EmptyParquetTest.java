package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// DuckDB reads the file as it reads the one that it writes itself.
class EmptyParquetTest {
    private static final List<ColumnType> TYPES = List.of(ColumnType.values());

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 13, 14, 15, 16, 60, 200})
    void aTableWithoutRowsIsReadBack(int width, @TempDir Path folder) throws Exception {
        List<SchemaColumn> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            ColumnType type = TYPES.get(i % TYPES.size());
            columns.add(new SchemaColumn("column_" + "x".repeat(i % 50) + i, type, "", false));
        }
        Schema schema = new Schema("things", 1, "", columns);
        Path ours = Files.write(folder.resolve("ours.parquet"), EmptyParquet.of(schema));
        Path theirs = folder.resolve("theirs.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE things (" + schema.definition() + ")");
            statement.execute("COPY things TO '" + theirs + "' (FORMAT parquet)");
            for (String question : List.of(
                    "SELECT count(*) FROM read_parquet('%s')",
                    "SELECT name, type, repetition_type, num_children, converted_type FROM parquet_schema('%s')",
                    "SELECT num_rows, num_row_groups, format_version FROM parquet_file_metadata('%s')",
                    "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet('%s'))")) {
                assertThat(rows(statement, question.formatted(ours)))
                        .as(question)
                        .isNotEmpty()
                        .isEqualTo(rows(statement, question.formatted(theirs)));
            }
        }
    }

    private static List<String> rows(Statement statement, String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(result.getString(i)).append(' ');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
