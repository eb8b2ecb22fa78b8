package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;

/// What somebody may do to a dossier before handing it on. Each case is named after the defect.
class HostileDossierTest {
    @TempDir
    private Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void write() throws Exception {
        folder = temporary.resolve("a.dossier");
        List<Class<? extends Fact>> kinds = List.of(Other.class, Sighting.class);
        List<Fact> facts = List.of(new Other(1, "one"), new Other(2, "two"), Sighting.of(1));
        try (Dossier dossier = Dossier.create(folder, kinds, facts, temporary)) {
            dossier.seal(Map.of("release", "00"));
        }
        Dossier.open(folder, temporary).close();
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> Dossier.open(folder, temporary).close())
                .isInstanceOf(DossierRefused.class)
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThatThrownBy(() -> Dossier.openAll(List.of(folder), temporary).close())
                .isInstanceOf(DossierRefused.class);
    }

    private Path parquet() {
        return folder.resolve("facts/other.parquet");
    }

    private Path manifest() {
        return folder.resolve("dossier.json");
    }

    /// Writes another table by DuckDB itself, and a manifest that is right about the file but may lie about its rows.
    private void forge(String select, long rows, Schema schema) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + parquet() + "' (FORMAT parquet)");
        }
        Manifest old = Manifest.parse(Files.readString(manifest()));
        List<Manifest.Entry> tables = old.tables().stream()
                .map(entry -> {
                    if (!entry.name().equals("other")) {
                        return entry;
                    }
                    try {
                        return new Manifest.Entry(
                                schema,
                                rows,
                                entry.root(),
                                Digest.ofContent(Bytes.map(parquet())),
                                Files.size(parquet()));
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
        Files.writeString(manifest(), new Manifest(1, new TreeMap<>(old.identity()), tables).text());
    }

    @Test
    void rowChanged() throws Exception {
        forge("SELECT * FROM (VALUES (1::BIGINT, 'one'), (2, 'TWO')) v(id, text)", 2, Schema.of(Other.class));
        refused("aren't those that the manifest describes");
    }

    @Test
    void rowMissing() throws Exception {
        forge("SELECT * FROM (VALUES (1::BIGINT, 'one')) v(id, text)", 2, Schema.of(Other.class));
        refused("hasn't as many rows");
    }

    @Test
    void rowsBehindATableThatIsSaidToBeEmpty() throws Exception {
        forge("SELECT * FROM (VALUES (1::BIGINT, 'one')) v(id, text)", 0, Schema.of(Other.class));
        refused("hasn't as many rows");
    }

    @Test
    void rowTwice() throws Exception {
        forge("SELECT * FROM (VALUES (1::BIGINT, 'one'), (1, 'one')) v(id, text)", 2, Schema.of(Other.class));
        refused("canonical order");
    }

    @Test
    void rowsInAnotherOrder() throws Exception {
        forge("SELECT * FROM (VALUES (2::BIGINT, 'two'), (1, 'one')) v(id, text)", 2, Schema.of(Other.class));
        refused("canonical order");
    }

    @Test
    void nullInside() throws Exception {
        forge("SELECT * FROM (VALUES (1::BIGINT, 'one'), (2, NULL)) v(id, text)", 2, Schema.of(Other.class));
        refused("NOT NULL");
    }

    @Test
    void anotherColumnType() throws Exception {
        forge("SELECT * FROM (VALUES ('1', 'one'), ('2', 'two')) v(id, text)", 2, Schema.of(Other.class));
        refused("columns");
    }

    @Test
    void moreColumnsThanDeclared() throws Exception {
        forge("SELECT 1::BIGINT AS id, 'one' AS text, 3 AS more", 1, Schema.of(Other.class));
        refused("columns");
    }

    @Test
    void rowsThatUnfoldToGigabytes() throws Exception {
        forge("SELECT i AS id, repeat('x', 100000) AS text FROM range(20000) t(i)", 200_000, Schema.of(Other.class));
        assertThat(Files.size(parquet())).isLessThan(1L << 30);
        refused("can't be read");
    }

    @Test
    void noParquetAtAll() throws Exception {
        Files.writeString(parquet(), "PAR1 no, it isn't PAR1");
        refused("isn't the file");
    }

    @Test
    void bitsFlippedInTheParquetAndTheManifestMadeToMatch() throws Exception {
        byte[] good = Files.readAllBytes(parquet());
        Manifest old = Manifest.parse(Files.readString(manifest()));
        Random random = new Random(42);
        for (int i = 0; i < 40; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(parquet(), bad);
            List<Manifest.Entry> tables = old.tables().stream()
                    .map(entry -> entry.name().equals("other")
                            ? new Manifest.Entry(
                                    entry.schema(),
                                    entry.rows(),
                                    entry.root(),
                                    Digest.ofContent(Bytes.of(bad)),
                                    bad.length)
                            : entry)
                    .toList();
            Files.writeString(manifest(), new Manifest(1, new TreeMap<>(old.identity()), tables).text());
            try (Dossier dossier = Dossier.open(folder, temporary)) {
                // A flip in what carries no value (a statistic, the writer's name) may pass: the rows are the same.
                assertThat(dossier.query("FROM other").values())
                        .containsExactly(List.of(1L, "one"), List.of(2L, "two"));
            } catch (DossierRefused e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
    }

    @Test
    void parquetIsASymbolicLink() throws Exception {
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(parquet(), elsewhere);
        Files.createSymbolicLink(parquet(), elsewhere);
        refused("no regular file");
    }

    @Test
    void factsIsASymbolicLink() throws Exception {
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(folder.resolve("facts"), elsewhere);
        Files.createSymbolicLink(folder.resolve("facts"), elsewhere);
        refused("no folder facts");
    }

    @Test
    void manifestIsMissing() throws Exception {
        Files.delete(manifest());
        refused("dossier.json is missing");
    }

    @Test
    void saltIsWrong() throws Exception {
        Files.writeString(folder.resolve("salt"), "00".repeat(32) + "\n");
        refused("sighting");
        Files.writeString(folder.resolve("salt"), "none");
        refused("salt must be");
    }

    @Test
    void manifestWithOddities() throws Exception {
        String good = Files.readString(manifest());
        for (String[] change : new String[][] {
            {"\"other\"", "\"oth\\\"; DROP TABLE x; --\""},
            {"\"other\"", "\"../../other\""},
            {"\"other\"", "\"sighting\""},
            {"\"VARCHAR\"", "\"STRUCT(a INTEGER)\""},
            {"\"text\"", "\"Text\""},
            {"\"rows\": 2", "\"rows\": -2"},
            {"\"rows\": 2", "\"rows\": 9223372036854775807"},
            {"\"rows\": 2", "\"rows\": 2.0"},
            {"\"format\": 1", "\"format\": 2"},
            {"\"format\": 1", "\"format\": 1, \"more\": 1"},
            {"\"format\": 1", "\"format\":  1"},
            {"\"release\": \"00\"", "\"release\": \"01\""},
            {"\"tables\": [", "\"tables\": [" + "[".repeat(100)},
            {"\n}\n", "\n}\n\n"},
            {"{", ""},
        }) {
            String bad = good.replaceFirst(
                    java.util.regex.Pattern.quote(change[0]), java.util.regex.Matcher.quoteReplacement(change[1]));
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(manifest(), bad);
            refused("dossier.json");
        }
        Files.writeString(manifest(), good + " ".repeat(1 << 20));
        refused("longer than");
    }

    @Test
    void anyCutOrFlipOfTheManifest() throws Exception {
        byte[] good = Files.readAllBytes(manifest());
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] bad = i % 2 == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            if (i % 2 == 1) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            String text = new String(bad, java.nio.charset.StandardCharsets.UTF_8);
            Manifest original = Manifest.parse(Files.readString(manifest()));
            try {
                // A flip inside a Parquet file's digest stays well formed; everything else is bound by the digest.
                assertThat(Manifest.parse(text).digest()).isEqualTo(original.digest());
            } catch (DossierRefused e) {
                assertThat(e.getMessage()).startsWith("dossier.json");
            }
        }
    }
}
