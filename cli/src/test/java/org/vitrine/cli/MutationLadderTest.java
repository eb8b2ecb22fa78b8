package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.change.equivalence.FileEquivalence;
import org.vitrine.change.equivalence.Rung;

/// Every change of the catalogue held against the ladder: none is taken for the same thing, but for those that the
/// ladder is there to explain.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationLadderTest {
    /// What is the same by what a rung says of itself, each with the rung.
    private static final Map<String, Rung> THE_SAME = Map.of(
            "nothing", Rung.IDENTICAL,
            // Times and compression are what MATCH_EXPLAINED explains.
            "times only", Rung.MATCH_EXPLAINED,
            "archive compressed otherwise", Rung.MATCH_EXPLAINED,
            // Who rebuilds has no key: nothing but the signature differs, and the reason says which side has one.
            "module without its signature", Rung.IDENTICAL_EXCEPT_SIGNATURE);

    private Ladder ladder;
    private SmallRoot root;
    private RootTree base = new RootTree();
    private List<FileEquivalence> files = List.of();

    MutationLadderTest() {}

    /// Each in a folder of its own, since a path's rung is its own. Texts are marked as their folder's, so that none is
    /// taken for one that was moved there; programs are not, since what stands behind their sections counts.
    @BeforeAll
    void compare(@TempDir Path folder) throws IOException {
        root = new SmallRoot(Files.createDirectories(folder.resolve("tools")));
        ladder = new Ladder(folder);
        base = root.tree();
        RootTree old = new RootTree();
        RootTree current = new RootTree();
        for (Mutation mutation : mutations().toList()) {
            RootTree tree = base.copy()
                    .file(SmallRoot.ARCHIVE, 0644, root.archive(mutation.folder(), 6))
                    .markedTexts(mutation.folder());
            old.put(mutation.folder(), tree);
            RootTree mutated = tree.copy();
            mutation.step().on(mutated);
            current.put(mutation.folder(), mutated);
        }
        files = ladder.of(old.tar(), current.tar()).of(FileEquivalence.class);
    }

    @AfterAll
    void close() throws IOException {
        ladder.close();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void isNotTakenForTheSame(Mutation mutation) {
        List<FileEquivalence> inside = files.stream()
                .filter(file -> file.path().startsWith(mutation.folder() + "/"))
                .toList();
        Rung worst = inside.stream()
                .map(FileEquivalence::verdict)
                .reduce(Rung.IDENTICAL, (one, other) -> one.compareTo(other) >= 0 ? one : other);

        assertRung(mutation, worst, inside);
    }

    @ParameterizedTest
    @MethodSource("whole")
    void isNotTakenForTheSameRelease(Mutation mutation) throws IOException {
        RootTree tree = base.copy();
        mutation.step().on(tree);
        Ladder.Answer answer = ladder.of(base.tar(), tree.tar());

        assertRung(mutation, Rung.valueOf(answer.verdict()), answer.of(FileEquivalence.class));
    }

    private static void assertRung(Mutation mutation, Rung rung, List<FileEquivalence> why) {
        if (THE_SAME.containsKey(mutation.name())) {
            assertThat(rung).as(why::toString).isEqualTo(THE_SAME.get(mutation.name()));
        } else {
            assertThat(rung).as(why::toString).isIn(Rung.PARTIAL, Rung.MISMATCH);
        }
    }

    /// A folder that two mutations share would let one of them stand for both.
    @Test
    void everyMutationHasItsOwnFolder() {
        assertThat(mutations().map(Mutation::folder)).doesNotHaveDuplicates();
        assertThat(Stream.concat(mutations(), whole()).map(Mutation::name)).containsAll(THE_SAME.keySet());
    }

    private Stream<Mutation> mutations() {
        return Mutation.each(root);
    }

    private Stream<Mutation> whole() {
        return SystemMutations.whole(root).stream();
    }
}
