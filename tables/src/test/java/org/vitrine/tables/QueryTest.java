package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Fact;

class QueryTest {
    private static final QueryLimits SHORT = QueryLimits.standard().withTime(Duration.ofMillis(700));

    @TempDir
    private static Path temporary;

    @SuppressWarnings("NullAway.Init")
    private static Dossier dossier;

    @BeforeAll
    static void create() throws Exception {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            facts.add(new Other(i, "row " + i));
        }
        dossier = Dossier.create(temporary.resolve("a.dossier"), List.of(Other.class), facts, temporary);
    }

    @AfterAll
    static void close() throws Exception {
        dossier.close();
    }

    private static String refusal(String sql) {
        try {
            dossier.query(sql, SHORT);
        } catch (QueryRefused e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").doesNotContain("\u001b");
            return e.getMessage();
        }
        throw new AssertionError("was answered: " + sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM '/etc/passwd'",
                "FROM \"/etc/passwd\"",
                "SELECT * FROM 'x.parquet'",
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_csv_auto('/etc/passwd')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_blob('/etc/passwd')",
                "SELECT * FROM read_json('/etc/passwd')",
                "SELECT * FROM read_parquet('/etc/passwd')",
                "SELECT * FROM parquet_scan('/etc/passwd')",
                "SELECT * FROM parquet_metadata('/etc/passwd')",
                "SELECT * FROM glob('/etc/*')",
                "SELECT * FROM sniff_csv('/etc/passwd')",
                "SELECT * FROM system.main.read_text('/etc/passwd')",
                "SELECT (SELECT content FROM read_text('/etc/passwd'))",
                "WITH x AS (FROM read_text('/etc/passwd')) FROM x",
                "SELECT getenv('HOME')",
                "SELECT current_setting('home_directory')",
                "SELECT getvariable('x')",
                "SELECT current_query()",
                "SELECT version()",
                "SELECT * FROM duckdb_secrets()",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM duckdb_databases()",
                "SELECT * FROM duckdb_tables",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM pg_catalog.pg_class",
                "SELECT * FROM sqlite_master",
                "SELECT * FROM pragma_version()",
                "SELECT * FROM pragma_table_info('other')",
                "SELECT * FROM query('SELECT 42')",
                "SELECT * FROM query_table('other')",
                "SELECT * FROM json_execute_serialized_sql('{}')",
                "SELECT * FROM memory.main.other",
                "SELECT write_log('x')",
                "SELECT nextval('x')",
                "SELECT sleep_ms(100000)",
                "SELECT random()",
                "SELECT now()",
                "SELECT current_date",
                "SELECT current_timestamp",
                "SELECT uuid()",
                "SELECT * FROM other USING SAMPLE 3",
                "SELECT * FROM other TABLESAMPLE 10%",
                "SELECT ?",
                "SELECT $1",
            })
    void aWayOutIsRefused(String sql) {
        assertThat(refusal(sql)).matches(".*(not allowed|no table|may not|may only|stopped).*|.*only SELECT.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY other TO '/tmp/vitrine-never.csv'",
                "COPY other TO PROGRAM 'touch /tmp/vitrine-never'",
                "COPY other FROM '/etc/passwd'",
                "ATTACH '/tmp/vitrine-never.db'",
                "DETACH dossier",
                "USE memory",
                "INSTALL httpfs",
                "LOAD httpfs",
                "EXPORT DATABASE '/tmp/vitrine-never'",
                "IMPORT DATABASE '/tmp/vitrine-never'",
                "SET memory_limit = '64GB'",
                "RESET memory_limit",
                "PRAGMA memory_limit = '64GB'",
                "PRAGMA database_list",
                "CALL pragma_version()",
                "INSERT INTO other VALUES (1, 'x')",
                "UPDATE other SET text = ''",
                "DELETE FROM other",
                "DROP TABLE other",
                "TRUNCATE other",
                "ALTER TABLE other DROP text",
                "CREATE TABLE x (i INTEGER)",
                "CREATE TEMP TABLE x AS SELECT 1",
                "CREATE MACRO f() AS 1",
                "CREATE SECRET (TYPE s3)",
                "BEGIN TRANSACTION",
                "COMMIT",
                "ROLLBACK",
                "CHECKPOINT",
                "VACUUM",
                "ANALYZE",
                "PREPARE p AS SELECT 1",
                "EXECUTE p",
                "EXPLAIN SELECT 1",
                "EXPLAIN ANALYZE SELECT 1",
                "DESCRIBE other",
                "SUMMARIZE other",
                "SHOW TABLES",
                "PIVOT other ON text",
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP TABLE other",
                "DROP TABLE other; SELECT 1",
                "WITH x AS (INSERT INTO other VALUES (1, 'x') RETURNING *) FROM x",
                "WITH x AS (DELETE FROM other RETURNING *) FROM x",
                "",
                ";",
                "-- nothing",
                "SELEC",
                "SELECT (",
                "SELECT 'abc\u001b[31m'::INTEGER",
                "SELECT nothing FROM other",
                "\u0000",
            })
    void whatIsNoSelectIsRefused(String sql) throws Exception {
        refusal(sql);
        assertThat(dossier.query("SELECT count(*) FROM other").values()).containsExactly(List.of(20_000L));
        assertThat(Path.of("/tmp/vitrine-never.csv")).doesNotExist();
        assertThat(Path.of("/tmp/vitrine-never")).doesNotExist();
        assertThat(Files.exists(Path.of("/tmp/vitrine-never.db"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t",
                "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT 1 FROM t) SELECT * FROM t WHERE i = 2",
                "SELECT count(*) FROM other a, other b, other c WHERE a.text || b.text || c.text LIKE '%zz%'",
                "SELECT * FROM other a, other b ORDER BY a.text || b.text",
                "SELECT sum(x) FROM generate_series(1, 1000000000000000) t(x)",
                "SELECT * FROM generate_series(1, 1000000000000000)",
                "SELECT list(a.text || b.text) FROM other a, other b",
                "WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t WHERE length(s) < 10000000000)"
                        + " SELECT max(length(s)) FROM t",
            })
    void whatTakesTooMuchIsStopped(String sql) throws Exception {
        long start = System.nanoTime();
        assertThat(refusal(sql)).startsWith("query stopped");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(dossier.query("SELECT count(*) FROM other").values()).containsExactly(List.of(20_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT length(repeat('x', 10000000000))",
                "SELECT lpad('x', 1500000000, ' ')",
                "SELECT range(1000000000)",
                "SELECT generate_series(1, 1000000000)",
                "SELECT printf('%1000000000d', 1)",
                "SELECT format('{:1000000000d}', 1)",
                "SELECT levenshtein(text, text) FROM other",
                "SELECT list_resize([1], 1000000000)",
            })
    void functionsThatCannotBeInterruptedAreRefused(String sql) {
        assertThat(refusal(sql)).matches("function \\w+ is not allowed in a query");
    }

    @Test
    void badPatternsAreHarmless() throws Exception {
        assertThat(refusal("SELECT regexp_matches(text, '((((a{0,100}){0,100}){0,100}){0,100})') FROM other"))
                .contains("repetition");
        assertThat(dossier.query("SELECT count(*) FROM other WHERE regexp_matches(text, '(.*)*(.*)*z')")
                        .values())
                .containsExactly(List.of(0L));
    }

    @Test
    void manyRowsAreCutOff() {
        assertThatThrownBy(
                        () -> dossier.query("FROM other", QueryLimits.standard().withRows(19_999)))
                .hasMessage("query stopped: more than 19999 rows");
    }

    @Test
    void timeIsNamed() {
        assertThatThrownBy(() -> dossier.query(
                        "SELECT sum(x) FROM generate_series(1, 1000000000000000) t(x)",
                        QueryLimits.standard().withTime(Duration.ofSeconds(1))))
                .hasMessage("query stopped after 1 s");
    }

    @Test
    void deepShapesDoNotEndTheProcess() throws Exception {
        for (int n : new int[] {100, 400, 4000, 30_000}) {
            for (String sql : List.of(
                    "SELECT " + "(".repeat(n) + "1" + ")".repeat(n),
                    "SELECT " + "NOT ".repeat(n) + "true",
                    "SELECT " + "- ".repeat(n) + "id FROM other",
                    "SELECT id FROM " + "(SELECT id FROM ".repeat(n) + "other" + ")".repeat(n),
                    "SELECT " + "[".repeat(n) + "]".repeat(n),
                    "SELECT 1" + " UNION SELECT 1".repeat(n),
                    "SELECT " + "CASE WHEN id = 1 THEN ".repeat(n) + "1" + " END".repeat(n) + " FROM other",
                    "SELECT " + "abs(".repeat(n) + "id" + ")".repeat(n) + " FROM other",
                    "SELECT 1 FROM other" + ", other".repeat(n),
                    "SELECT 1" + "+1".repeat(n),
                    "SELECT id" + "::INTEGER".repeat(n) + " FROM other",
                    chained(n))) {
                // A planner that can't be interrupted may leave its dossier unusable, never the process.
                Path folder = temporary.resolve("deep.dossier");
                try (Dossier deep = Dossier.create(folder, List.of(Other.class), List.of(), temporary)) {
                    assertThat(deep.query(sql, SHORT).columns()).hasSize(1);
                } catch (QueryRefused e) {
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                }
            }
        }
        assertThat(dossier.query("SELECT 1").values()).containsExactly(List.of(1));
    }

    private static String chained(int n) {
        StringBuilder sql = new StringBuilder("WITH c0 AS (SELECT 1 AS x)");
        for (int i = 1; i < n; i++) {
            sql.append(", c")
                    .append(i)
                    .append(" AS (SELECT a.x FROM c")
                    .append(i - 1)
                    .append(" a, c");
            sql.append(i - 1).append(" b)");
        }
        return sql.append(" SELECT count(*) FROM c").append(n - 1).toString();
    }

    @Test
    void harmlessQueriesAreAnswered() throws Exception {
        assertThat(dossier.query("""
                        WITH few AS (SELECT * FROM other WHERE id < 5 ORDER BY id DESC)
                        SELECT id, upper(text) AS shout, row_number() OVER (ORDER BY id) AS n,
                               CASE WHEN id % 2 = 0 THEN 'even' ELSE 'odd' END AS parity, NULL AS nothing,
                               sum(id) OVER () AS total, [id, 1] AS list, 1.5 AS half, true AS yes
                        FROM few WHERE text LIKE 'row%' AND id IN (SELECT id FROM other) ORDER BY id LIMIT 1; -- done
                        """).values())
                .containsExactly(
                        List.of(0L, "ROW 0", 1L, "even", "", 10L, "[0, 1]", new java.math.BigDecimal("1.5"), true));
        assertThat(dossier.query("VALUES (1, 'a'), (2, 'b')").values()).hasSize(2);
        assertThat(dossier.query("FROM range(3)").values()).hasSize(3);
        assertThat(dossier.query("SELECT a.id FROM other a LEFT JOIN other b USING (id) GROUP BY 1 ORDER BY 1 LIMIT 2")
                        .columns())
                .containsExactly("id");
        assertThat(refusal("SELECT error('boom') FROM other WHERE id = 19999")).contains("boom");
    }
}
