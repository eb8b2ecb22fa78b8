package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.structure.json.Json;

/// Vacancies are what they should be, and DuckDB gives no row of a query whose vacancy holds.
class VacancyTest {
    private static final List<String> TABLES = List.of("t", "u", "v");

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            SELECT a FROM t ; t
            SELECT 1 ; !
            VALUES (1) ; !
            SELECT * FROM t, u ; (t|u)
            SELECT * FROM t JOIN u USING (a) LEFT JOIN v USING (a) ; (t|u)
            SELECT t.a FROM t RIGHT JOIN u ON t.a = u.a ; u
            SELECT t.a FROM t FULL JOIN u ON t.a = u.a ; (t&u)
            SELECT a FROM t SEMI JOIN u USING (a) ; (t|u)
            SELECT a FROM t ANTI JOIN u USING (a) ; t
            SELECT t.a FROM t POSITIONAL JOIN u ; !
            SELECT a FROM t ASOF LEFT JOIN u USING (a) ; t
            SELECT a FROM t UNION ALL SELECT a FROM u ; (t&u)
            SELECT a FROM t UNION SELECT 1 ; !
            SELECT a FROM t INTERSECT SELECT a FROM u ; (t|u)
            SELECT a FROM t EXCEPT SELECT a FROM u ; t
            SELECT count(*) FROM t ; !
            SELECT a, count(*) FROM t GROUP BY a ; t
            SELECT a, count(*) FROM t GROUP BY ALL ; t
            SELECT count(*) FROM t GROUP BY ALL ; !
            SELECT a, count(*) FROM t GROUP BY ROLLUP (a) ; !
            SELECT a, count(*) FROM t GROUP BY GROUPING SETS ((a), ()) ; !
            SELECT 1 FROM t HAVING count(*) = 0 ; !
            SELECT min(a) FROM t HAVING count(*) > 0 ; t
            SELECT min(a) FROM t HAVING count(a) > 0 ; !
            SELECT min(a) FROM t HAVING count(*) FILTER (a > 0) > 0 ; t
            SELECT min(a) FROM t HAVING count(*) > -1 ; !
            SELECT 1 FROM t ORDER BY max(a) ; !
            SELECT 2 * coalesce(max(a), 1) FROM t ; !
            SELECT max(a) OVER () FROM t ; t
            SELECT (SELECT max(a) FROM u) FROM t ; t
            SELECT DISTINCT a FROM t ORDER BY a LIMIT 1 ; t
            SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1 ; t
            SELECT a FROM t WHERE a > 0 AND EXISTS (SELECT 1 FROM u WHERE u.a = t.a) ; (t|u)
            SELECT a FROM t WHERE EXISTS (SELECT count(*) FROM u) ; t
            SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u) ; t
            SELECT a FROM t WHERE a IN (SELECT a FROM u) ; (t|u)
            SELECT a FROM t WHERE a NOT IN (SELECT a FROM u) ; t
            SELECT a FROM t WHERE a <> ALL (SELECT a FROM u) ; t
            SELECT a FROM t WHERE a = 1 OR EXISTS (SELECT 1 FROM u) ; t
            SELECT a FROM (SELECT a FROM t) ; t
            SELECT n.n FROM t, unnest([1, 2]) AS n(n) ; t
            SELECT unnest([1, 2]) FROM t ; t
            SELECT x.b FROM t, LATERAL (SELECT count(*) AS b FROM u WHERE u.a = t.a) x ; t
            WITH x AS (SELECT a FROM t), y AS (SELECT x.a FROM x, u) SELECT * FROM y LEFT JOIN v USING (a) ; (t|u)
            WITH t AS (SELECT a FROM t), t2 AS (SELECT max(a) AS a FROM t) SELECT * FROM t2 ; !
            WITH x AS MATERIALIZED (SELECT a FROM t) SELECT * FROM u WHERE a IN (FROM x) ; (u|t)
            WITH RECURSIVE r AS (SELECT a FROM t UNION ALL SELECT a + 1 FROM r WHERE a < 5) SELECT * FROM r ; t
            WITH RECURSIVE r AS (SELECT a FROM t UNION ALL SELECT u.a FROM r, u WHERE r.a < 0) SELECT * FROM r, v ; ((t&(t|u))|v)
            WITH RECURSIVE r AS (SELECT a FROM t UNION SELECT a FROM u) SELECT * FROM r ; (t&u)
            SELECT a FROM (SELECT a FROM t UNION ALL SELECT u.a FROM u, v) ; (t&(u|v))
            """)
    void aQueryWhoseVacancyHoldsGivesNoRow(String sql, String expected) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            Vacancy vacancy = of(statement, sql);
            assertThat(vacancy).hasToString(expected);
            assertThat(Vacancy.parse(expected)).isEqualTo(vacancy);
            for (int some = 0; some < 1 << TABLES.size(); some++) {
                Set<String> empty = new HashSet<>();
                for (int i = 0; i < TABLES.size(); i++) {
                    boolean isEmpty = (some >> i & 1) == 1;
                    statement.execute("CREATE OR REPLACE TABLE " + TABLES.get(i) + " AS SELECT 1 AS a"
                            + (isEmpty ? " WHERE false" : ""));
                    if (isEmpty) {
                        empty.add(TABLES.get(i));
                    }
                }
                try (ResultSet rows = statement.executeQuery(sql)) {
                    boolean gives = rows.next();
                    assertThat(gives && vacancy.holds(empty::contains))
                            .as("empty: " + empty)
                            .isFalse();
                }
            }
        }
    }

    /// The section of `functions.txt` has all aggregates that a query may call.
    @Test
    void everyAggregateIsKnown() throws Exception {
        Set<String> unknown = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'")) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (QueryCheck.functions().contains(name)
                        && !QueryCheck.aggregates().contains(name)) {
                    unknown.add(name);
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(QueryCheck.aggregates()).contains("count_star", "max", "string_agg");
    }

    private static Vacancy of(Statement statement, String sql) throws Exception {
        try (ResultSet shape = statement.executeQuery("SELECT json_serialize_sql('" + sql.replace("'", "''") + "')")) {
            shape.next();
            Json json = Json.parse(shape.getString(1), 1 << 20, 200);
            Json.Items statements = (Json.Items) Vacancy.member(json, "statements");
            return Vacancy.of(statements.items().getFirst(), QueryCheck.aggregates());
        }
    }
}
