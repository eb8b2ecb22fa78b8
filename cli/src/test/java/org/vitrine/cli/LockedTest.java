package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Run;
import org.vitrine.standards.Catalogue;
import org.vitrine.standards.CatalogueReader;
import org.vitrine.tables.yaml.CatalogueRefused;

/// Neither a query nor a catalogue gets out of the dossier, or keeps the machine busy.
class LockedTest {
    private static final List<String> WAYS_OUT = List.of(
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT content FROM read_blob('/etc/passwd')",
            "SELECT * FROM read_csv('/etc/passwd')",
            "SELECT * FROM '/etc/passwd'",
            "SELECT * FROM \"/etc/passwd\"",
            "SELECT * FROM glob('/etc/*')",
            "SELECT getenv('HOME')",
            "COPY artifact TO '%s/written.csv'",
            "COPY artifact FROM '/etc/passwd'",
            "CREATE TABLE written AS SELECT 1",
            "INSERT INTO artifact SELECT * FROM artifact",
            "DELETE FROM artifact",
            "ATTACH '%s/written.db'",
            "EXPORT DATABASE '%s/written'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "SELECT 1; SELECT 2");
    private static final List<String> ENDLESS = List.of(
            "SELECT count(*) FROM range(1000000000000) a, range(1000000000000) b",
            "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t");

    @TempDir
    private static Path room = Path.of("");

    private static Path release = Path.of("");
    private static Path dossier = Path.of("");

    @BeforeAll
    static void examine() throws IOException {
        release = Files.write(
                room.resolve("release.tar"),
                new Tar().file("etc/hosts", "127.0.0.1 localhost\n").bytes());
        dossier = Examined.of(release, room.resolve("release.dossier")).folder();
    }

    @ParameterizedTest
    @FieldSource("WAYS_OUT")
    void aQueryIsRefused(String sql) throws IOException {
        assertRefused(sql.replace("%s", room.toString()));
    }

    @ParameterizedTest
    @FieldSource("ENDLESS")
    @Timeout(120)
    void anEndlessQueryIsStopped(String sql) throws IOException {
        assertRefused(sql);
    }

    private static void assertRefused(String sql) throws IOException {
        Called called = Called.with("query", dossier.toString(), sql);
        assertThat(called.code()).isEqualTo(Vitrine.USAGE);
        assertThat(called.out()).isEmpty();
        assertThat(called.err().lines())
                .singleElement()
                .asString()
                .startsWith("vitrine: ")
                .doesNotContain("root:");
        assertNothingWritten();
    }

    @Test
    @Timeout(300)
    void aCataloguesQueryIsRefusedToo() throws IOException, CatalogueRefused {
        Path folder = Files.createDirectories(room.resolve("catalogue"));
        StringBuilder order = new StringBuilder();
        List<String> queries = new java.util.ArrayList<>(WAYS_OUT);
        queries.addAll(ENDLESS);
        for (int i = 0; i < queries.size(); i++) {
            order.append(i == 0 ? "" : ", ").append('"').append(i).append('"');
            String sql = queries.get(i).replace("%s", room.toString());
            String shaped = sql.startsWith("SELECT") || sql.startsWith("WITH")
                    ? "SELECT 0 AS artifact, '' AS path, t::VARCHAR AS seen, 'ACTIVE' AS state FROM (" + sql + ") AS t"
                    : sql;
            Files.writeString(folder.resolve(i + ".yaml"), """
                    clause: "%d"
                    title: A clause
                    demand: It demands nothing.
                    link: https://example.org/
                    parts:
                      - name: way
                        title: A way out
                        method: static
                        strength: decides
                        population: nothing
                        applies: |
                          SELECT 0 AS artifact, '' AS path, 'seen' AS seen
                        examined: |
                          SELECT 0 AS artifact, '' AS path, 'seen' AS seen
                        violations: |
                          %s
                        examples:
                          pass:
                            artifact: [{id: 1}]
                          fail:
                            artifact: [{id: 1}]
                    """.formatted(i, shaped));
        }
        Files.writeString(folder.resolve("catalogue.yaml"), """
                id: body/document/1
                title: A hostile catalogue
                needs:
                  artifact: 1
                order: [%s]
                """.formatted(order));
        Catalogue catalogue = CatalogueReader.read(folder);
        Path judged = room.resolve("judged.dossier");
        Examination.examine(release, judged, Run.standard(), List.of(catalogue), Optional.empty(), _ -> {});
        List<List<String>> verdicts = new Examined(judged).rows("SELECT outcome, reason, detail FROM verdict");
        assertThat(verdicts).hasSize(queries.size()).allSatisfy(row -> {
            assertThat(row.subList(0, 2)).containsExactly("INCONCLUSIVE", "TOOL_ERROR");
            assertThat(row.getLast().lines()).singleElement().asString().doesNotContain("column");
        });
        assertThat(new Examined(judged).column("SELECT seen FROM evidence")).noneMatch(seen -> seen.contains("root:"));
        assertNothingWritten();
    }

    private static void assertNothingWritten() throws IOException {
        try (java.util.stream.Stream<Path> files = Files.list(room)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("written"));
        }
    }
}
