package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.centre.Examination;
import org.vitrine.change.Change;
import org.vitrine.change.Comparison;
import org.vitrine.change.Delta;
import org.vitrine.change.Rule;
import org.vitrine.change.RuleReader;
import org.vitrine.change.RuleRun;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.yaml.CatalogueRefused;

/// One root file system, and one change of it at a time: each is found in its class, by the rule that is
/// about it and
/// by no other, with its severity. What means nothing is found by none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTest {
    private Path room = Path.of("");

    private SmallRoot root;
    private RootTree base = new RootTree();
    private List<Rule> rules = List.of();
    private List<Fact> facts = List.of();

    MutationTest() {}

    /// Every mutation in a root file system of its own, all in one release: what is found in one of them
    /// is about that
    /// one alone, since each is held against its own twin.
    @BeforeAll
    void examine(@TempDir Path folder) throws IOException, CatalogueRefused, DossierRefused {
        room = folder;
        root = new SmallRoot(Files.createDirectories(room.resolve("tools")));
        base = root.tree();
        rules = RuleReader.ours();
        RootTree old = new RootTree();
        RootTree current = new RootTree();
        for (Mutation mutation : mutations().toList()) {
            RootTree tree = base.copy()
                    .file(SmallRoot.ARCHIVE, 0644, root.archive(mutation.folder(), 6))
                    .marked(mutation.folder());
            old.put(mutation.folder(), tree);
            RootTree mutated = tree.copy();
            mutation.step().on(mutated);
            current.put(mutation.folder(), mutated);
        }
        facts = compared(old, current);
    }

    private List<Fact> compared(RootTree old, RootTree current) throws IOException, DossierRefused {
        Path before = examined(old.tar());
        Path after = examined(current.tar());
        try (Dossier pair = Dossier.openPair(before, after, Run.standard().temporary())) {
            return Comparison.of(pair, Dossier.manifest(before), Dossier.manifest(after), Optional.empty(), rules);
        }
    }

    /// The dossier of a release, which is made once: the base of many comparisons is one.
    private Path examined(byte[] tar) throws IOException {
        String name = Digest.ofContent(Bytes.of(tar)).toString();
        Path folder = room.resolve(name + ".dossier");
        if (!Files.exists(folder)) {
            Path release = Files.write(room.resolve(name + ".tar"), tar);
            Examination.examine(release, folder, Run.standard(), List.of(), Optional.empty(), _ -> {});
        }
        return folder;
    }

    private static <F> List<F> of(List<Fact> facts, Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void everyRuleCouldBeAsked() {
        assertThat(of(facts, RuleRun.class))
                .allSatisfy(run -> assertThat(run.hindrance()).as(run.rule()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void isFoundByItsRuleAlone(Mutation mutation) {
        assertFound(mutation, facts, mutation.folder() + "/");
    }

    /// Those whose meaning is one of the whole release, such as that nothing in it has a key any more.
    @ParameterizedTest
    @MethodSource("whole")
    void isFoundInTheWholeRelease(Mutation mutation) throws IOException, DossierRefused {
        RootTree tree = base.copy();
        mutation.step().on(tree);

        assertFound(mutation, compared(base, tree), "");
    }

    private static void assertFound(Mutation mutation, List<Fact> facts, String folder) {
        assertThat(of(facts, Change.class))
                .filteredOn(change -> ("/" + change.path()).endsWith("/" + folder + mutation.path()))
                .extracting(Change::kind)
                .containsExactly(mutation.kind());
        List<Delta> deltas = of(facts, Delta.class).stream()
                .filter(delta -> ("/" + delta.path()).contains("/" + folder))
                .toList();
        assertThat(deltas)
                .extracting(delta -> delta.rule() + " " + delta.severity())
                .as(deltas::toString)
                .containsExactlyInAnyOrderElementsOf(mutation.found());
    }

    /// A rule that no mutation shows to find anything could be dead, and nobody would know.
    @Test
    void everyRuleFindsAMutation() {
        Set<String> found = Stream.concat(mutations(), whole())
                .flatMap(mutation -> mutation.found().stream())
                .map(each -> each.substring(0, each.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rules).extracting(Rule::name).containsExactlyInAnyOrderElementsOf(found);
    }

    private Stream<Mutation> mutations() {
        return Mutation.each(root);
    }

    private Stream<Mutation> whole() {
        return SystemMutations.whole(root).stream();
    }
}
