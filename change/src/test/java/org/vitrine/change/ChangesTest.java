package org.vitrine.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.tables.DossierRefused;

class ChangesTest {
    private static final ArtifactType FILE = ArtifactType.FILE;
    private static final ArtifactType FOLDER = ArtifactType.DIRECTORY;

    ChangesTest() {}

    private static List<Change> changes(List<Artifact> old, List<Artifact> current) throws DossierRefused {
        return Changes.of(Side.of(old), Side.of(current), (_, _) -> -1);
    }

    private static Map<String, ChangeKind> kinds(Trees old, Trees current) throws DossierRefused {
        return changes(old.list(), current.list()).stream()
                .filter(change -> !change.path().isEmpty())
                .collect(Collectors.toMap(Change::path, Change::kind));
    }

    @Property(tries = 400)
    void everyNodeOfBothStandsInExactlyOneRow(
            @ForAll long seed, @ForAll long other, @ForAll @IntRange(max = 60) int size) throws DossierRefused {
        List<Artifact> old = Trees.random(seed, size);
        List<Artifact> current = Trees.random(other, 60 - size);

        List<Change> rows = changes(old, current);

        assertThat(rows.stream().map(Change::oldArtifact).filter(id -> id >= 0))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, old.size()).boxed().toList());
        assertThat(rows.stream().map(Change::newArtifact).filter(id -> id >= 0))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, current.size()).boxed().toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.kind() == ChangeKind.ADDED).isEqualTo(row.oldArtifact() < 0);
            assertThat(row.kind() == ChangeKind.REMOVED).isEqualTo(row.newArtifact() < 0);
            if (row.kind() == ChangeKind.IDENTICAL || row.kind() == ChangeKind.METADATA) {
                assertThat(row.oldSha256()).isEqualTo(row.newSha256());
                assertThat(row.metadata().isEmpty()).isEqualTo(row.kind() == ChangeKind.IDENTICAL);
            }
        });
    }

    @Property(tries = 100)
    void aTreeIsIdenticalToItself(@ForAll long seed, @ForAll @IntRange(max = 80) int size) throws DossierRefused {
        List<Artifact> tree = Trees.random(seed, size);

        assertThat(changes(tree, tree)).extracting(Change::kind).containsOnly(ChangeKind.IDENTICAL);
    }

    @Property(tries = 100)
    void forwardsAndBackwardsCountTheSameIdenticalRows(@ForAll long seed, @ForAll long other) throws DossierRefused {
        List<Artifact> old = Trees.random(seed, 30);
        List<Artifact> current = Trees.random(other, 30);
        Function<List<Change>, Long> alone = rows -> rows.stream()
                .filter(row -> row.oldArtifact() < 0 || row.newArtifact() < 0)
                .count();

        List<Change> forwards = changes(old, current);

        assertThat(forwards.size() - alone.apply(forwards)).isPositive();
        assertThat(2 * forwards.size() - alone.apply(forwards)).isEqualTo(old.size() + current.size());
    }

    @Test
    void eachKindIsToldFromTheOthers() throws DossierRefused {
        Trees old = new Trees()
                .add("etc", FOLDER, "")
                .add("etc/same", FILE, "same")
                .add("etc/mode", FILE, "mode")
                .add("etc/other", FILE, "before")
                .add("etc/gone", FILE, "gone")
                .add("etc/wandering", FILE, "wandering")
                .add("etc/link", ArtifactType.SYMLINK, "same");
        Trees current = new Trees()
                .add("etc", FOLDER, "")
                .add("etc/same", FILE, "same")
                .add("etc/mode", FILE, "mode", 04755)
                .add("etc/other", FILE, "after")
                .add("etc/new", FILE, "new")
                .add("etc/place", FILE, "wandering")
                .add("etc/link", ArtifactType.SYMLINK, "mode");

        assertThat(kinds(old, current))
                .containsOnly(
                        Map.entry("etc", ChangeKind.IDENTICAL),
                        Map.entry("etc/same", ChangeKind.IDENTICAL),
                        Map.entry("etc/mode", ChangeKind.METADATA),
                        Map.entry("etc/other", ChangeKind.CHANGED),
                        Map.entry("etc/gone", ChangeKind.REMOVED),
                        Map.entry("etc/new", ChangeKind.ADDED),
                        Map.entry("etc/place", ChangeKind.MOVED),
                        Map.entry("etc/link", ChangeKind.CHANGED));
    }

    @Test
    void aFileForAFolderIsAChange() throws DossierRefused {
        Trees old = new Trees().add("x", FOLDER, "").add("x/in", FILE, "in");
        Trees current = new Trees().add("x", FILE, "now a file");

        assertThat(kinds(old, current))
                .containsOnly(Map.entry("x", ChangeKind.CHANGED), Map.entry("x/in", ChangeKind.REMOVED));
    }

    @Test
    void aFolderThatWasRenamedMovesAsOne() throws DossierRefused {
        Trees old = new Trees().add("a", FOLDER, "");
        Trees current = new Trees().add("b", FOLDER, "");
        for (int i = 0; i < 5; i++) {
            old.add("a/f" + i, FILE, "content " + i);
            current.add("b/f" + i, FILE, i == 0 ? "another" : "content " + i);
        }

        assertThat(kinds(old, current))
                .containsOnly(
                        Map.entry("b", ChangeKind.MOVED),
                        Map.entry("b/f0", ChangeKind.CHANGED),
                        Map.entry("b/f1", ChangeKind.IDENTICAL),
                        Map.entry("b/f2", ChangeKind.IDENTICAL),
                        Map.entry("b/f3", ChangeKind.IDENTICAL),
                        Map.entry("b/f4", ChangeKind.IDENTICAL));
    }

    @Test
    void namesThatDifferInNumbersAloneAreTheSameFolder() throws DossierRefused {
        Trees old = new Trees().add("4.4.38", FOLDER, "").add("4.4.38/a.ko", FILE, "one");
        Trees current = new Trees().add("4.4.89", FOLDER, "").add("4.4.89/a.ko", FILE, "two");

        assertThat(kinds(old, current))
                .containsOnly(Map.entry("4.4.89", ChangeKind.MOVED), Map.entry("4.4.89/a.ko", ChangeKind.CHANGED));
    }

    @Test
    void aSpanKeepsItsTwinWhereOthersComeBeforeIt() throws DossierRefused {
        Trees old =
                new Trees().add("gzip@100", ArtifactType.PART, "first").add("gzip@200", ArtifactType.PART, "second");
        Trees current = new Trees()
                .add("gzip@50", ArtifactType.PART, "new")
                .add("gzip@110", ArtifactType.PART, "first")
                .add("gzip@210", ArtifactType.PART, "second");

        assertThat(kinds(old, current))
                .containsOnly(
                        Map.entry("gzip@50", ChangeKind.ADDED),
                        Map.entry("gzip@110", ChangeKind.IDENTICAL),
                        Map.entry("gzip@210", ChangeKind.IDENTICAL));
    }

    @Test
    void emptyFilesAreNoRename() throws DossierRefused {
        Trees old = new Trees().add("a", FILE, "");
        Trees current = new Trees().add("b", FILE, "");

        assertThat(kinds(old, current))
                .containsOnly(Map.entry("a", ChangeKind.REMOVED), Map.entry("b", ChangeKind.ADDED));
    }

    @Test
    void aSimilarFileOfTheSameStemIsARename() throws DossierRefused {
        Trees old = new Trees().add("libz.so.1.2.8", FILE, "one").add("other", FILE, "x");
        Trees current = new Trees().add("libz.so.1.2.11", FILE, "two").add("another", FILE, "y");

        List<Change> rows = Changes.of(Side.of(old.list()), Side.of(current.list()), (_, _) -> 700);

        assertThat(rows)
                .filteredOn(row -> row.kind() == ChangeKind.MOVED)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.oldPath()).isEqualTo("libz.so.1.2.8");
                    assertThat(row.newPath()).isEqualTo("libz.so.1.2.11");
                    assertThat(row.similarity()).isEqualTo(700);
                });
    }
}
