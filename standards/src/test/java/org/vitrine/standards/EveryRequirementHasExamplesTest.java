package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vitrine.evidence.Fact;

/// Every part that has queries shows what it answers, and answers it.
class EveryRequirementHasExamplesTest {
    @Test
    void everyPartWithQueriesShowsEachOutcomeThatItCanHave() {
        for (Named part : parts()) {
            Set<Outcome> shown = new HashSet<>();
            part.part().examples().forEach(example -> shown.add(example.outcome()));
            switch (part.part().strength()) {
                case DECIDES -> assertThat(shown).as(part.name()).contains(Outcome.PASS, Outcome.FAIL);
                case REFUTES ->
                    assertThat(shown)
                            .as(part.name())
                            .contains(Outcome.FAIL, Outcome.INCONCLUSIVE)
                            .doesNotContain(Outcome.PASS);
                case HINTS ->
                    assertThat(shown)
                            .as(part.name())
                            .contains(Outcome.INCONCLUSIVE)
                            .doesNotContain(Outcome.PASS, Outcome.FAIL);
            }
        }
    }

    @Test
    void everyPartWithQueriesHasAllFour() {
        for (Named part : parts()) {
            assertThat(part.part().queries()).as(part.name()).containsOnlyKeys(Evidence.Role.values());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsAnsweredAsItSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Named named : parts()) {
            int number = 0;
            for (Example example : named.part().examples()) {
                number++;
                String name = named.name() + " " + number + " " + example.outcome();
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    PartVerdict verdict = answer(named, Kinds.facts(example));
                    assertThat(verdict.outcome()).as(verdict.detail()).isEqualTo(example.outcome());
                    assertThat(verdict.reason()).as(verdict.detail()).isNotEqualTo(Reason.TOOL_ERROR);
                }));
            }
        }
        return tests.stream();
    }

    /// A FAIL rests on rows that are in force: the same rows as a copy fail nothing.
    @TestFactory
    Stream<DynamicTest> theSameViolationInACopyFailsNothing() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Named named : parts()) {
            for (Example example : named.part().examples()) {
                boolean stateful = example.tables().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(row -> "ACTIVE".equals(row.get("state")));
                if (example.outcome() == Outcome.FAIL && stateful) {
                    tests.add(DynamicTest.dynamicTest(named.name(), () -> {
                        List<Fact> copies = Kinds.facts(Examples.with(example, "state", "ACTIVE", "COPY"));
                        PartVerdict verdict = answer(named, copies);
                        assertThat(verdict.outcome()).as(verdict.detail()).isEqualTo(Outcome.INCONCLUSIVE);
                        assertThat(verdict.violations()).isZero();
                    }));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests.stream();
    }

    /// The answer, which is the same where nothing is known of the queries beforehand.
    private static PartVerdict answer(Named named, List<Fact> facts) {
        try (Desk desk = Desk.of(Kinds.ALL, facts)) {
            Catalogue alone = Examples.only(named.catalogue(), named.clause(), named.part());
            List<Fact> answers = Judge.judge(alone, desk);
            desk.doubt();
            assertThat(Judge.judge(alone, desk)).isEqualTo(answers);
            return answers.stream()
                    .filter(PartVerdict.class::isInstance)
                    .map(PartVerdict.class::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private record Named(Catalogue catalogue, String clause, Part part) {
        String name() {
            return catalogue.id() + " " + clause + " " + part.name();
        }
    }

    private static List<Named> parts() {
        List<Named> parts = new ArrayList<>();
        for (String id : CatalogueReader.all()) {
            Catalogue catalogue = CatalogueReader.builtIn(id);
            for (Requirement requirement : catalogue.requirements()) {
                requirement.parts().stream()
                        .filter(Part::catalogued)
                        .forEach(part -> parts.add(new Named(catalogue, requirement.clause(), part)));
            }
        }
        return parts;
    }
}
