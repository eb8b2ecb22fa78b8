package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;

class DossierTest {
    private static final List<Class<? extends Fact>> KINDS = List.of(Sighting.class, Other.class);
    private static final Map<String, String> IDENTITY = Map.of("release", "ab", "tool", "1");

    @TempDir
    private Path temporary;

    private static List<Fact> facts(int count) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            facts.add(Sighting.of(i));
        }
        return facts;
    }

    private Dossier create(String name, List<Fact> facts) throws IOException {
        return Dossier.create(temporary.resolve(name), KINDS, facts, temporary);
    }

    @Test
    void columnsFollowTheRecord() {
        assertThat(Schema.of(Sighting.class).columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly(
                        "id BIGINT",
                        "count INTEGER",
                        "text VARCHAR",
                        "mood VARCHAR",
                        "raw BLOB",
                        "name BLOB",
                        "sha256 VARCHAR",
                        "hidden_text VARCHAR",
                        "content VARCHAR",
                        "offset BIGINT",
                        "length BIGINT");
    }

    @Test
    void valuesComeBackAsTheyWere() throws Exception {
        try (Dossier dossier = create("a.dossier", facts(3))) {
            Rows rows = dossier.query("SELECT * FROM sighting WHERE id = 1");
            Sighting one = Sighting.of(1);
            assertThat(rows.values().getFirst())
                    .containsExactly(
                            1L,
                            -1,
                            one.text(),
                            "NOT SURE",
                            one.raw(),
                            one.name().bytes(),
                            one.sha256().toString(),
                            "secret",
                            "",
                            1L,
                            7L);
            assertThat(dossier.query("SELECT count(*) FROM other").values()).containsExactly(List.of(0L));
        }
    }

    @Test
    void factsInAnyOrderGiveTheSameFiles() throws Exception {
        List<Fact> facts = facts(2000);
        Map<String, Digest> first = written("a.dossier", facts);
        Collections.shuffle(facts, new Random(7));
        facts.addAll(facts.subList(0, 500));
        assertThat(written("b.dossier", facts)).isEqualTo(first);
        assertThat(first)
                .containsOnlyKeys(
                        "dossier.json", "salt", "facts/sighting.parquet", "facts/other.parquet", "facts/late.parquet");
    }

    /// A table that comes later.
    @org.vitrine.evidence.Table(name = "late", version = 1, about = "Late.")
    public record Late(
            @org.vitrine.evidence.Column("Number.") long id) implements Fact {}

    private Map<String, Digest> written(String name, List<Fact> facts) throws Exception {
        try (Dossier dossier = create(name, facts)) {
            dossier.append(List.of(Late.class), List.of(new Late(5), new Late(4)));
            assertThat(dossier.query("FROM late").values()).containsExactly(List.of(4L), List.of(5L));
            dossier.seal(IDENTITY);
            assertThatThrownBy(() -> dossier.append(List.of(), List.of())).isInstanceOf(IllegalStateException.class);
        }
        Map<String, Digest> files = new TreeMap<>();
        Path folder = temporary.resolve(name);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Digest.ofContent(Bytes.map(file)));
            }
        }
        return files;
    }

    @Test
    void anEarlierDossierIsReplaced() throws Exception {
        written("a.dossier", facts(10));
        try (Dossier dossier = create("a.dossier", facts(1))) {
            assertThat(temporary.resolve("a.dossier/facts/late.parquet")).doesNotExist();
            assertThat(temporary.resolve("a.dossier/dossier.json")).doesNotExist();
            assertThat(dossier.schemas()).hasSize(2);
        }
    }

    @Test
    void rowsAreEqualAfterOpening() throws Exception {
        Manifest sealed;
        Rows before;
        try (Dossier dossier = create("a.dossier", facts(500))) {
            before = dossier.query("SELECT id, text, hidden_text FROM sighting");
            sealed = dossier.seal(IDENTITY);
        }
        try (Dossier dossier = Dossier.open(temporary.resolve("a.dossier"), temporary)) {
            assertThat(dossier.query("SELECT id, text, hidden_text FROM sighting"))
                    .isEqualTo(before);
            assertThat(dossier.schemas()).extracting(Schema::name).containsExactly("other", "sighting");
            assertThatThrownBy(() -> dossier.seal(IDENTITY)).isInstanceOf(IllegalStateException.class);
        }
        String text = Files.readString(temporary.resolve("a.dossier/dossier.json"));
        assertThat(Manifest.parse(text)).satisfies(manifest -> {
            assertThat(manifest.digest()).isEqualTo(sealed.digest());
            assertThat(text).contains(sealed.digest().toString()).endsWith("}\n");
        });
        // Nothing is left of the private copies.
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void severalDossiersAreOne() throws Exception {
        for (String folder : List.of("x/a.dossier", "y/a.dossier", "z/it's.dossier")) {
            try (Dossier dossier = create(folder, facts(folder.length()))) {
                dossier.seal(IDENTITY);
            }
        }
        List<Path> folders = Stream.of("x/a.dossier", "y/a.dossier", "z/it's.dossier")
                .map(temporary::resolve)
                .toList();
        try (Dossier all = Dossier.openAll(folders, temporary)) {
            assertThat(all.query("SELECT dossier, count(*) AS n FROM sighting GROUP BY ALL ORDER BY 1")
                            .values())
                    .containsExactly(List.of("a", 11L), List.of("a-2", 11L), List.of("it's", 14L));
        }
    }

    /// The table as an older release of the program wrote it.
    @org.vitrine.evidence.Table(name = "other", version = 1, about = "Older.")
    public record OlderOther(
            @org.vitrine.evidence.Column("Number.") long id) implements Fact {}

    /// The same table with another type.
    @org.vitrine.evidence.Table(name = "other", version = 3, about = "Clashing.")
    public record ClashingOther(
            @org.vitrine.evidence.Column("Number.") String id) implements Fact {}

    @Test
    void olderVersionsAreFilledUp() throws Exception {
        List<Path> folders = new ArrayList<>();
        List<Fact> facts = List.of(new Other(1, "one"), new OlderOther(2), new ClashingOther("3"));
        for (Fact fact : facts) {
            Path folder = temporary.resolve("f" + folders.size() + ".dossier");
            folders.add(folder);
            try (Dossier dossier = Dossier.create(folder, List.of(fact.getClass()), List.of(fact), temporary)) {
                dossier.seal(IDENTITY);
            }
        }
        try (Dossier all = Dossier.openAll(folders.subList(0, 2), temporary)) {
            assertThat(all.query("FROM other ORDER BY id").values())
                    .containsExactly(List.of("f0", 1L, "one"), List.of("f1", 2L, ""));
        }
        assertThatThrownBy(() -> Dossier.openAll(folders, temporary).close())
                .isInstanceOf(DossierRefused.class)
                .hasMessage("column id of table other isn't the same in all dossiers");
    }

    @Test
    void nullIsAMistakeInTheProgram() {
        assertThatThrownBy(() -> create("a.dossier", List.of(nulled())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("null in other.text");
    }

    @SuppressWarnings("NullAway")
    private static Other nulled() {
        return new Other(1, null);
    }
}
