package org.vitrine.standards;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;

/// A catalogue's examples, put to its queries: what each part answers to the rows that it gives itself.
///
/// @param kinds the kinds of fact there are, each a table that rows may be given for
public record ExampleRun(List<Class<? extends Fact>> kinds) {
    /// Copies the list.
    public ExampleRun {
        kinds = List.copyOf(kinds);
    }

    /// An example that was answered otherwise than it says.
    ///
    /// @param clause the clause's number
    /// @param part the part's name
    /// @param number its place among the part's examples, from 1
    /// @param expected what it says
    /// @param answered what the part answers, or why it has no answer
    public record Miss(String clause, String part, int number, Outcome expected, String answered) {}

    /// Every example of a catalogue that is answered otherwise than it says, in the order of the
    /// catalogue. A query that fails is one, whatever the example says, and so are rows that no fact
    /// can be made of.
    ///
    /// @throws UncheckedIOException when there is no room for temporary files
    public List<Miss> misses(Catalogue catalogue) {
        List<Miss> misses = new ArrayList<>();
        for (Requirement requirement : catalogue.requirements()) {
            for (Part part : requirement.parts()) {
                int number = 0;
                for (Example example : part.examples()) {
                    number++;
                    String said = said(catalogue, requirement.clause(), part, example);
                    if (!said.isEmpty()) {
                        misses.add(new Miss(requirement.clause(), part.name(), number, example.outcome(), said));
                    }
                }
            }
        }
        return misses;
    }

    private String said(Catalogue catalogue, String clause, Part part, Example example) {
        try {
            PartVerdict verdict = answer(catalogue, clause, part, example);
            boolean as = verdict.outcome() == example.outcome() && verdict.reason() != Reason.TOOL_ERROR;
            return as ? "" : verdict.outcome() + ": " + Display.line(verdict.detail());
        } catch (IllegalArgumentException e) {
            return "no answer: " + e.getMessage();
        }
    }

    /// What a part answers to an example, which may be another part's.
    ///
    /// @param catalogue whose views the part's queries read
    /// @throws IllegalArgumentException when no facts can be made of the example's rows
    /// @throws UncheckedIOException when there is no room for temporary files
    public PartVerdict answer(Catalogue catalogue, String clause, Part part, Example example) {
        return answer(catalogue, clause, part, new ExampleFacts(kinds).of(example));
    }

    PartVerdict answer(Catalogue catalogue, String clause, Part part, List<Fact> facts) {
        Requirement alone = new Requirement(
                catalogue.id(),
                clause,
                0,
                "",
                clause,
                clause,
                "https://example.org/",
                List.of(),
                List.of(),
                List.of(part));
        Catalogue one = new Catalogue(
                catalogue.id(),
                catalogue.title(),
                catalogue.needs(),
                catalogue.views(),
                List.of(alone),
                catalogue.digest());
        try (Desk desk = Desk.of(kinds, facts)) {
            return Judge.judge(one, desk).stream()
                    .filter(PartVerdict.class::isInstance)
                    .map(PartVerdict.class::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
