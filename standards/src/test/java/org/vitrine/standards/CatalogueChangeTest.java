package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What changed between two catalogues, and which of it asks less.
class CatalogueChangeTest {
    private static final String CLAUSE = "4.2.4.2.2";
    private static final Catalogue OLD = Examples.only(CatalogueReader.builtIn("3gpp/ts-33.117/18.1.0"), CLAUSE);
    private static final Requirement REQUIREMENT = OLD.requirements().getFirst();
    private static final Part PART = REQUIREMENT.parts().getFirst();

    private static Part part(Strength strength, Method method, Reach reach, Map<Evidence.Role, String> queries) {
        return new Part(
                PART.name(),
                PART.title(),
                method,
                strength,
                reach,
                PART.missing(),
                PART.population(),
                queries,
                PART.examples());
    }

    private static List<CatalogueChange> changed(UnaryOperator<Part> change) {
        return changes(List.of(change.apply(PART)));
    }

    private static List<CatalogueChange> changes(List<Part> parts) {
        Requirement requirement = new Requirement(
                REQUIREMENT.catalogue(),
                CLAUSE,
                0,
                REQUIREMENT.test(),
                REQUIREMENT.title(),
                REQUIREMENT.demand(),
                REQUIREMENT.link(),
                List.of(),
                List.of(),
                parts);
        Catalogue now =
                new Catalogue(OLD.id(), OLD.title(), OLD.needs(), OLD.views(), List.of(requirement), OLD.digest());
        return CatalogueChange.between(OLD, now, Kinds.ALL);
    }

    @Test
    void theSameCatalogueHasNotChanged() {
        assertThat(changed(part -> part)).isEmpty();
    }

    @Test
    void aClauseOrAPartThatGoesIsAWeakening() {
        Catalogue empty = new Catalogue(OLD.id(), OLD.title(), OLD.needs(), OLD.views(), List.of(), OLD.digest());
        assertThat(CatalogueChange.between(OLD, empty, Kinds.ALL))
                .containsExactly(new CatalogueChange(true, CLAUSE, "", "clause removed"));
        assertThat(CatalogueChange.between(empty, OLD, Kinds.ALL))
                .containsExactly(new CatalogueChange(false, CLAUSE, "", "clause added"));
        assertThat(changes(List.of()))
                .containsExactly(new CatalogueChange(true, CLAUSE, PART.name(), "part removed (static, decides)"));
    }

    @Test
    void aDemotionIsAWeakening() {
        assertThat(changed(part -> part(Strength.HINTS, part.method(), part.reach(), part.queries())))
                .contains(new CatalogueChange(true, CLAUSE, PART.name(), "strength: decides to hints"))
                .anySatisfy(change -> {
                    assertThat(change.weaker()).isTrue();
                    assertThat(change.text()).contains("(FAIL) is now INCONCLUSIVE");
                });
        assertThat(changed(part -> part(part.strength(), Method.LIVE, part.reach(), part.queries())))
                .contains(new CatalogueChange(true, CLAUSE, PART.name(), "method: static to live"));
        Reach other = PART.reach() == Reach.ROOTFS ? Reach.RELEASE : Reach.ROOTFS;
        assertThat(changed(part -> part(part.strength(), part.method(), other, part.queries())))
                .filteredOn(change -> change.text().startsWith("reach: "))
                .singleElement()
                .satisfies(change -> assertThat(change.weaker()).isEqualTo(other == Reach.ROOTFS));
    }

    @Test
    void aQueryThatSeesLessIsAWeakeningAlthoughNoSettingShowsIt() {
        Map<Evidence.Role, String> blind = new LinkedHashMap<>(PART.queries());
        blind.put(
                Evidence.Role.VIOLATIONS,
                "SELECT 1 AS artifact, '' AS path, 'x' AS seen, 'ACTIVE' AS state WHERE false");
        List<CatalogueChange> changes = changed(part -> part(part.strength(), part.method(), part.reach(), blind));
        assertThat(changes)
                .filteredOn(CatalogueChange::weaker)
                .extracting(CatalogueChange::text)
                .contains("the older example 2 (FAIL) is now PASS", "the older example 4 (INCONCLUSIVE) is now PASS");
    }

    @Test
    void aQueryThatFailsIsAWeakening() {
        Map<Evidence.Role, String> broken = new LinkedHashMap<>(PART.queries());
        broken.put(Evidence.Role.EXAMINED, "SELECT nothing FROM nowhere");
        assertThat(changed(part -> part(part.strength(), part.method(), part.reach(), broken)))
                .filteredOn(change -> change.text().startsWith("the older example"))
                .hasSize(PART.examples().size())
                .allSatisfy(change -> assertThat(change.weaker()).isTrue());
    }

    @Test
    void anExampleThatIsDroppedIsAWeakening() {
        List<Example> fewer = new ArrayList<>(PART.examples());
        fewer.removeFirst();
        assertThat(changed(part -> new Part(
                        part.name(),
                        part.title(),
                        part.method(),
                        part.strength(),
                        part.reach(),
                        part.missing(),
                        part.population(),
                        part.queries(),
                        fewer)))
                .containsExactly(new CatalogueChange(true, CLAUSE, PART.name(), "example 1 (PASS) removed"));
    }

    @Test
    void anExampleThatIsAnsweredOtherwiseIsAMiss() {
        ExampleRun run = new ExampleRun(Kinds.ALL);
        assertThat(run.misses(OLD)).isEmpty();
        Example wrong = new Example(Outcome.FAIL, Map.of("artifact", List.of(Map.of("path", "etc"))));
        Example impossible = new Example(Outcome.FAIL, Map.of("artifact", List.of(Map.of("colour", "red"))));
        Part part = new Part(
                PART.name(),
                PART.title(),
                PART.method(),
                PART.strength(),
                PART.reach(),
                PART.missing(),
                PART.population(),
                PART.queries(),
                List.of(wrong, impossible));
        List<ExampleRun.Miss> misses = run.misses(Examples.only(OLD, CLAUSE, part));
        assertThat(misses).hasSize(2).extracting(ExampleRun.Miss::number).containsExactly(1, 2);
        assertThat(misses.getFirst().answered()).startsWith("INCONCLUSIVE: ");
        assertThat(misses.getLast().answered()).isEqualTo("no answer: artifact has no column colour");
    }
}
