package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Fact;

/// Two dossiers side by side, and rows as the facts they were made of.
class PairTest {
    @TempDir
    private Path temporary;

    private static List<Other> many() {
        return IntStream.range(0, 60_000)
                .mapToObj(i -> new Other(i, "row " + i))
                .toList();
    }

    private Path dossier(String name, List<Class<? extends Fact>> kinds, List<? extends Fact> facts) throws Exception {
        Path folder = temporary.resolve(name);
        try (Dossier dossier = Dossier.create(folder, kinds, facts, temporary)) {
            dossier.seal(Map.of());
        }
        return folder;
    }

    @Test
    void eachSideHasItsTables() throws Exception {
        Path old = dossier("old", List.of(Other.class), List.of(new Other(1, "was"), new Other(2, "stays")));
        Path current = dossier("new", List.of(Other.class), List.of(new Other(2, "stays"), new Other(3, "is")));
        try (Dossier pair = Dossier.openPair(old, current, temporary)) {
            assertThat(pair.query("SELECT o.text FROM old_other o ANTI JOIN new_other n USING (id)")
                            .values())
                    .containsExactly(List.of("was"));
            assertThat(pair.schemas()).extracting(Schema::name).containsExactly("new_other", "old_other");
            assertThatThrownBy(() -> pair.query("FROM other")).isInstanceOf(QueryRefused.class);
            assertThatThrownBy(() -> pair.query("FROM read_text('/etc/passwd')"))
                    .isInstanceOf(QueryRefused.class);
        }
    }

    /// Both sides are loaded at once, and each is compressed while the other is filled.
    @Test
    void neitherSideHindersTheOther() throws Exception {
        List<Other> rows = many();
        Path old = dossier("old", List.of(Other.class, Sighting.class), rows);
        Path current = dossier("new", List.of(Other.class, Sighting.class), rows);
        for (int i = 0; i < 5; i++) {
            try (Dossier pair = Dossier.openPair(old, current, temporary)) {
                assertThat(pair.query("SELECT count(*) FROM old_other JOIN new_other USING (id, text)")
                                .values())
                        .containsExactly(List.of(60_000L));
            }
        }
    }

    @Test
    void whatOneSideLacksIsEmptyThere() throws Exception {
        Path old = dossier("old", List.of(DossierTest.OlderOther.class), List.of(new DossierTest.OlderOther(7)));
        Path current = dossier("new", List.of(Other.class, Sighting.class), List.of(new Other(7, "seven")));
        try (Dossier pair = Dossier.openPair(old, current, temporary)) {
            assertThat(pair.query("SELECT id, text FROM old_other").values()).containsExactly(List.of(7L, ""));
            assertThat(pair.query("SELECT count(*) FROM old_sighting").values()).containsExactly(List.of(0L));
        }
    }

    /// A table without rows isn't even made before it is read; a file that has some is found out all the same.
    @Test
    void aFileWithRowsInPlaceOfOneWithoutIsRefused() throws Exception {
        Path old = dossier("old", List.of(Other.class), List.of(new Other(1, "was")));
        Path current = dossier("new", List.of(Other.class), List.of());
        try (Dossier pair = Dossier.openPair(old, current, temporary)) {
            assertThat(pair.facts("new_other", Other.class)).isEmpty();
            assertThat(pair.query("SELECT count(*) FROM new_other").values()).containsExactly(List.of(0L));
        }
        Files.copy(
                old.resolve("facts/other.parquet"),
                current.resolve("facts/other.parquet"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Dossier.openPair(old, current, temporary).close())
                .isInstanceOf(DossierRefused.class);
        assertThatThrownBy(() -> Dossier.open(current, temporary).close()).isInstanceOf(DossierRefused.class);
    }

    @Test
    void whatThisProcessWroteIsReadAsItWasWritten() throws Exception {
        List<Other> rows = many();
        Path old = dossier("old", List.of(Other.class, Sighting.class), rows);
        Path current = dossier("new", List.of(DossierTest.OlderOther.class), List.of(new DossierTest.OlderOther(7)));
        try (Dossier pair = Dossier.openPair(old, current, Set.of(old, current), temporary)) {
            assertThat(pair.facts("old_other", Other.class)).isEqualTo(rows);
            assertThat(pair.query("SELECT id, text FROM new_other").values()).containsExactly(List.of(7L, ""));
            assertThat(pair.query("SELECT count(*) FROM old_sighting, new_sighting")
                            .values())
                    .containsExactly(List.of(0L));
        }
    }

    /// By two doors at once, as one after the other.
    @Test
    void manyAnswersComeInTheirOrder() throws Exception {
        Path old = dossier("old", List.of(Other.class), List.of(new Other(1, "was")));
        Path current = dossier("new", List.of(Other.class, Sighting.class), List.of(new Other(1, "is")));
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            queries.add(
                    switch (i % 3) {
                        case 0 -> "SELECT " + i + " + id FROM old_other";
                        case 1 -> "SELECT nothing FROM old_other, kept";
                        default -> "SELECT " + i + " + count(*) FROM kept, new_sighting";
                    });
        }
        try (Dossier pair = Dossier.openPair(old, current, temporary)) {
            pair.keep("kept", "SELECT text FROM new_other WHERE id = 1");
            List<Answer> answers = pair.queryAll(queries);
            for (int i = 0; i < queries.size(); i++) {
                Answer answer = answers.get(i);
                if (i % 3 == 1) {
                    assertThatThrownBy(answer::rows)
                            .isInstanceOf(QueryRefused.class)
                            .hasMessageContaining("nothing");
                } else {
                    long value = i % 3 == 0 ? i + 1 : i;
                    assertThat(answer.rows().values()).containsExactly(List.of(value));
                }
            }
        }
    }

    @Test
    void aDossierThatIsNotAsItsManifestSaysIsRefused() throws Exception {
        Path old = dossier("old", List.of(Other.class), List.of(new Other(1, "was")));
        Path current = dossier("new", List.of(Other.class), List.of(new Other(1, "is")));
        Files.copy(
                old.resolve("facts/other.parquet"),
                current.resolve("facts/other.parquet"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Dossier.openPair(old, current, temporary).close())
                .isInstanceOf(DossierRefused.class);
    }

    @Test
    void rowsAreReadBackAsTheFactsTheyWere() throws Exception {
        List<Sighting> sightings = new ArrayList<>();
        for (long id = 0; id < 70; id++) {
            sightings.add(Sighting.of(id));
        }
        Path folder = dossier("a", List.of(Sighting.class), sightings);
        try (Dossier dossier = Dossier.open(folder, temporary)) {
            FactTable table = FactTable.of(Sighting.class);
            Object[][] read = dossier.facts("sighting", Sighting.class).stream()
                    .map(table::row)
                    .toArray(Object[][]::new);
            assertThat(read).isDeepEqualTo(sightings.stream().map(table::row).toArray(Object[][]::new));
            assertThat(dossier.facts("nowhere", Sighting.class)).isEmpty();
        }
    }

    @Test
    void aConstantThatNobodyKnowsIsRefused() throws Exception {
        Path folder = dossier("a", List.of(Word.class), List.of(new Word("LOUD")));
        try (Dossier dossier = Dossier.open(folder, temporary)) {
            assertThatThrownBy(() -> dossier.facts("word", Mood.class))
                    .isInstanceOf(DossierRefused.class)
                    .hasMessage("table word says LOUD, which is no Mood");
        }
    }

    @Test
    void whatIsLaidBesideIsReadLikeATableUntilItIsForgotten() throws Exception {
        Path old = dossier("old", List.of(Other.class), List.of(new Other(1, "was")));
        try (Dossier pair = Dossier.openPair(old, old, temporary)) {
            pair.lay(Word.class, List.of(new Word("beside")));
            assertThat(pair.query("SELECT mood FROM word").values()).containsExactly(List.of("beside"));
            assertThatThrownBy(() -> pair.lay(Word.class, List.of())).isInstanceOf(IllegalArgumentException.class);
            pair.forget();
            assertThatThrownBy(() -> pair.query("FROM word")).isInstanceOf(QueryRefused.class);
        }
    }

    /// A text.
    @org.vitrine.evidence.Table(name = "word", version = 1, about = "A word.")
    public record Word(
            @org.vitrine.evidence.Column("A word.") String mood) implements Fact {}

    /// The same table, with a constant in it.
    @org.vitrine.evidence.Table(name = "word", version = 1, about = "A mood.")
    public record Mood(
            @org.vitrine.evidence.Column("A mood.") Sighting.Mood mood) implements Fact {}
}
