package org.vitrine.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Xattr;
import org.vitrine.inspect.Inspectors;
import org.vitrine.inspect.component.Component;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;

/// What became of components, and rules that somebody else wrote, over dossiers made by hand.
class ComponentsTest {
    private static final List<Class<? extends Fact>> KINDS = Stream.concat(
                    Stream.of(Artifact.class, Xattr.class, ProblemFact.class), Inspectors.KINDS.stream())
            .toList();

    @TempDir
    private Path room = Path.of("");

    ComponentsTest() {}

    /// A release whose files hold components: `file product version`, each.
    private Path dossier(String name, String... holds) throws IOException {
        Trees tree = new Trees();
        for (String one : holds) {
            String file = one.split(" ", -1)[0];
            if (tree.list().stream().noneMatch(artifact -> artifact.path().equals(file))) {
                tree.add(file, ArtifactType.FILE, name + file);
            }
        }
        List<Fact> facts = new ArrayList<>(tree.list());
        for (String one : holds) {
            String[] words = one.split(" ", -1);
            Artifact artifact = tree.list().stream()
                    .filter(known -> known.path().equals(words[0]))
                    .findFirst()
                    .orElseThrow();
            facts.add(new Component(
                    words[1],
                    words[2],
                    "",
                    Component.Method.VERSION_STRING,
                    "",
                    "",
                    "",
                    "",
                    one,
                    new Location(artifact.sha256(), 0, 1)));
        }
        Path folder = room.resolve(name);
        Dossier.create(folder, KINDS, facts, room).seal(java.util.Map.of("tool", "test"));
        return folder;
    }

    private List<String> changes(Path old, Path current) throws IOException, DossierRefused, QueryRefused {
        try (Dossier pair = Dossier.openPair(old, current, room)) {
            List<Change> paths = Changes.of(Side.of(pair, "old_"), Side.of(pair, "new_"), (_, _) -> -1);
            return Components.of(pair, paths).stream()
                    .map(change -> change.kind() + " " + change.product() + " " + change.was() + ">" + change.now())
                    .toList();
        }
    }

    @Test
    void aVersionThatRoseOrFell() throws IOException, DossierRefused, QueryRefused {
        Path old = dossier("old", "a busybox 1.30.1", "b zlib 1.2.11", "c openssl 1.0.2k");
        Path current = dossier("new", "a busybox 1.30.10", "b zlib 1.2.8", "c openssl 1.0.2k");

        assertThat(changes(old, current))
                .containsExactly("UPGRADED busybox 1.30.1>1.30.10", "DOWNGRADED zlib 1.2.11>1.2.8");
    }

    @Test
    void oneOfSeveralCopiesFell() throws IOException, DossierRefused, QueryRefused {
        Path old = dossier("old", "a openssl 1.0.1", "b openssl 1.1.1");
        Path current = dossier("new", "a openssl 1.0.1", "b openssl 1.0.1");

        assertThat(changes(old, current)).containsExactly("DOWNGRADED openssl 1.1.1>1.0.1");
    }

    @Test
    void severalVersionsInOneFileArePairedNewestFirst() throws IOException, DossierRefused, QueryRefused {
        Path old = dossier("old", "a linux 4.4", "a linux 5.10");
        Path current = dossier("new", "a linux 4.4", "a linux 5.15");

        assertThat(changes(old, current)).containsExactly("UPGRADED linux 5.10>5.15");
    }

    @Test
    void oneThatOnlyWentElsewhereIsNoChange() throws IOException, DossierRefused, QueryRefused {
        Path old = dossier("old", "a zlib 1.2.11", "b dnsmasq 2.80");
        Path current = dossier("new", "z zlib 1.2.11", "b dnsmasq 2.80", "y dnsmasq 2.80");

        assertThat(changes(old, current)).isEmpty();
    }

    @Test
    void oneMoreAndOneLess() throws IOException, DossierRefused, QueryRefused {
        Path old = dossier("old", "a zlib 1.2.11", "b lua 5.1");
        Path current = dossier("new", "a zlib 1.2.11", "c expat 2.4", "d zlib 1.2.3", "e zlib x");

        assertThat(changes(old, current))
                .containsExactly("ADDED expat >2.4", "REMOVED lua 5.1>", "ADDED zlib >1.2.3", "ADDED zlib >x");
    }

    @Test
    void aRuleThatIsRefusedSaysSoInOneLineAndTheOthersAreAsked() throws IOException, DossierRefused {
        Path old = dossier("old", "a zlib 1.2.11");
        Path current = dossier("new", "a zlib 1.2.12");
        List<Rule> rules = List.of(
                rule("reads-a-file", "SELECT content AS subject, '' AS was, '' AS now FROM read_text('/etc/passwd')"),
                rule("two", "SELECT 'a' AS subject, '' AS was, '' AS now; SELECT 1"),
                rule("drops", "DROP TABLE old_artifact"),
                rule("misses-a-column", "SELECT 'a' AS subject, '' AS was"),
                rule("bad-severity", "SELECT 'a' AS subject, '' AS was, '' AS now, 'GRAVE' AS severity"),
                rule("no-table", "SELECT subject, was, now FROM nowhere"),
                rule("good", "SELECT product AS subject, was, now FROM component_change"));
        try (Dossier pair = Dossier.openPair(old, current, room)) {
            Side before = Side.of(pair, "old_");
            Side after = Side.of(pair, "new_");
            List<Change> paths = Changes.of(before, after, (_, _) -> -1);
            pair.lay(Change.class, paths);
            Views.keep(pair, before, after, paths);

            Deltas.Found found = new Deltas(pair, before, after).ask(rules);

            assertThat(found.deltas())
                    .filteredOn(delta -> delta.rule().equals("good"))
                    .singleElement()
                    .satisfies(delta -> assertThat(delta.subject() + delta.was() + delta.now())
                            .isEqualTo("zlib1.2.111.2.12"));
            assertThat(found.runs()).hasSameSizeAs(rules).allSatisfy(run -> {
                assertThat(run.hindrance().isEmpty())
                        .as(run.rule())
                        .isEqualTo(run.rule().equals("good"));
                assertThat(run.hindrance()).doesNotContain("\n").hasSizeLessThan(500);
                assertThat(run.found()).isEqualTo(run.rule().equals("good") ? 1 : 0);
            });
            assertThat(found.deltas()).hasSize(1);
        }
    }

    private static Rule rule(String name, String query) {
        return new Rule(name, "a thing", Severity.LOW, "It is there.", List.of("component"), query);
    }
}
