package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Fact;

/// Answers that are kept as tables for later queries: as locked as the queries, and no part of the dossier.
class KeptTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Dossier dossier;

    @BeforeEach
    void create() throws Exception {
        List<Fact> facts = List.of(new Other(1, "one"), new Other(2, "two"));
        dossier = Dossier.create(folder.resolve("a.dossier"), List.of(Other.class), facts, folder);
    }

    @AfterEach
    void close() throws Exception {
        dossier.close();
    }

    @Test
    void whatIsKeptIsReadLikeATableUntilItIsForgotten() throws Exception {
        dossier.keep("first", "SELECT *, id = 1 AS is_first FROM other -- and a comment");
        dossier.keep(
                "second",
                "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, first WHERE n < 2) FROM r");
        assertThat(dossier.query("SELECT id FROM first WHERE is_first").values())
                .isEqualTo(List.of(List.of(1L)));
        assertThat(dossier.query("SELECT max(n) FROM second").values()).isEqualTo(List.of(List.of(2)));
        assertThat(dossier.schemas()).hasSize(1);
        dossier.forget();
        assertThatThrownBy(() -> dossier.query("SELECT * FROM first")).isInstanceOf(QueryRefused.class);
        dossier.keep("first", "SELECT 5 AS five");
        assertThat(dossier.query("FROM first").values()).isEqualTo(List.of(List.of(5)));
    }

    /// A query that is vouched for is known to be empty, and what reads it, too; what isn't vouched for
    /// reads it all the same.
    @Test
    void whatIsKnownToBeEmptyIsNotAsked() throws Exception {
        String none = "SELECT *, id * 2 AS twice FROM late";
        String below = "SELECT o.id, n.twice FROM other o JOIN none n USING (id)";
        dossier.append(List.of(DossierTest.Late.class), List.of());
        dossier.keep("none", "SELECT *, id * 2 AS twice FROM other");
        String lines = dossier.vouched(none) + "\n" + dossier.vouched(below) + "\n";
        dossier.forget();
        assertThat(dossier.isVacant(none)).isFalse();
        dossier.vouch(Vouched.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))));
        assertThat(dossier.isVacant(none)).isTrue();
        assertThat(dossier.isVacant(below)).as("there is no such table yet").isFalse();
        dossier.keep("none", none);
        assertThat(dossier.isVacant(below)).isTrue();
        assertThat(dossier.isVacant(below + " ")).isFalse();
        dossier.keep("deeper", below);
        assertThat(dossier.query(below).values()).isEmpty();
        assertThat(dossier.query("SELECT count(*) FROM DEEPER, none").values()).isEqualTo(List.of(List.of(0L)));
        dossier.forget();
        assertThatThrownBy(() -> dossier.query("FROM none")).isInstanceOf(QueryRefused.class);
        dossier.keep("none", "SELECT *, id * 2 AS twice FROM other");
        assertThat(dossier.isVacant(below)).isFalse();
        assertThat(dossier.query(below + " ORDER BY 1").values()).isEqualTo(List.of(List.of(1L, 2L), List.of(2L, 4L)));
    }

    @Test
    void nothingOfItIsWritten() throws Exception {
        dossier.keep("late", "SELECT 'kept' AS text");
        dossier.append(List.of(DossierTest.Late.class), List.of(new DossierTest.Late(4)));
        assertThat(dossier.query("FROM late").values()).isEqualTo(List.of(List.of(4L)));
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSize(2);
        }
    }

    @Test
    void aTableOfTheDossierIsNotReplaced() {
        assertThatThrownBy(() -> dossier.keep("other", "SELECT 1 AS id"))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM '/etc/passwd'",
                "SELECT 1) TO '/tmp/x'; --",
                "SELECT 1) LIMIT 1; DROP TABLE other; SELECT (1",
                "SELECT 1; DROP TABLE other",
                "INSERT INTO other VALUES (1, 'x')",
                "DROP TABLE other",
                "SELECT current_date",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM nowhere",
                "SELECT range FROM range(1000001)",
                ""
            })
    void whatNoQueryMayIsNotKept(String sql) throws Exception {
        assertThatThrownBy(() -> dossier.keep("kept", sql)).isInstanceOf(QueryRefused.class);
        assertThatThrownBy(() -> dossier.query("FROM kept")).isInstanceOf(QueryRefused.class);
        assertThat(dossier.query("SELECT count(*) FROM other").values()).isEqualTo(List.of(List.of(2L)));
        dossier.keep("kept", "SELECT 1 AS one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Kept", "x\" AS SELECT 1; DROP TABLE other; --", "main.kept"})
    void aNameIsALowerCaseWord(String name) {
        assertThatThrownBy(() -> dossier.keep(name, "SELECT 1 AS one")).isInstanceOf(QueryRefused.class);
    }
}
