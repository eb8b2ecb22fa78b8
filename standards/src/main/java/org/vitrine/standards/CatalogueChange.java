package org.vitrine.standards;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;

/// One thing in which a catalogue differs from an older one.
///
/// @param weaker whether the newer asks less by it: something goes that could fail, or passes that
///     did not
/// @param clause the clause's number
/// @param part the part's name; empty where it is about the clause
/// @param text what is different, in a few words
public record CatalogueChange(boolean weaker, String clause, String part, String text) {
    /// Everything in which a catalogue differs from an older one, in the order of the older one, then
    /// of what the newer adds. The older one's examples are put to the newer one's queries wherever
    /// those are others, so that a weakening that no setting shows is found as far as the examples
    /// reach.
    ///
    /// @param kinds the kinds of fact there are; see [ExampleRun]
    public static List<CatalogueChange> between(Catalogue old, Catalogue now, List<Class<? extends Fact>> kinds) {
        return new Comparing(old, now, new ExampleRun(kinds)).changes();
    }

    private static final class Comparing {
        private final Catalogue old;
        private final Catalogue now;
        private final ExampleRun run;
        private final List<CatalogueChange> changes = new ArrayList<>();

        Comparing(Catalogue old, Catalogue now, ExampleRun run) {
            this.old = old;
            this.now = now;
            this.run = run;
        }

        List<CatalogueChange> changes() {
            Map<String, Requirement> before = byClause(old);
            Map<String, Requirement> after = byClause(now);
            for (Requirement requirement : old.requirements()) {
                Requirement other = after.get(requirement.clause());
                if (other == null) {
                    add(true, requirement.clause(), "", "clause removed");
                } else {
                    clause(requirement, other);
                }
            }
            for (Requirement requirement : now.requirements()) {
                if (!before.containsKey(requirement.clause())) {
                    add(false, requirement.clause(), "", "clause added");
                }
            }
            return List.copyOf(changes);
        }

        private static Map<String, Requirement> byClause(Catalogue catalogue) {
            Map<String, Requirement> clauses = new HashMap<>();
            catalogue.requirements().forEach(requirement -> clauses.put(requirement.clause(), requirement));
            return clauses;
        }

        private void clause(Requirement before, Requirement after) {
            if (!before.demand().equals(after.demand())) {
                add(false, before.clause(), "", "the demand is worded otherwise");
            }
            Map<String, Part> parts = new HashMap<>();
            after.parts().forEach(part -> parts.put(part.name(), part));
            Set<String> known = new LinkedHashSet<>();
            for (Part part : before.parts()) {
                known.add(part.name());
                Part other = parts.get(part.name());
                if (other == null) {
                    add(true, before.clause(), part.name(), "part removed (" + words(part) + ")");
                } else {
                    part(before.clause(), part, other);
                }
            }
            for (Part part : after.parts()) {
                if (!known.contains(part.name())) {
                    add(false, before.clause(), part.name(), "part added (" + words(part) + ")");
                }
            }
        }

        private static String words(Part part) {
            return Lines.lower(part.method()) + ", " + Lines.lower(part.strength());
        }

        private void part(String clause, Part before, Part after) {
            String name = before.name();
            moved(clause, name, "method", before.method(), after.method(), before.method() == Method.STATIC);
            boolean demoted = after.strength().compareTo(before.strength()) > 0;
            moved(clause, name, "strength", before.strength(), after.strength(), demoted);
            moved(clause, name, "reach", before.reach(), after.reach(), after.reach() == Reach.ROOTFS);
            if (before.catalogued() && !after.catalogued()) {
                add(true, clause, before.name(), "its queries are gone");
            } else if (!before.queries().equals(after.queries())) {
                add(false, clause, before.name(), "its queries are others");
            }
            examples(clause, before, after);
        }

        private void moved(String clause, String part, String what, Enum<?> before, Enum<?> after, boolean weaker) {
            if (before != after) {
                add(weaker, clause, part, what + ": " + Lines.lower(before) + " to " + Lines.lower(after));
            }
        }

        private void examples(String clause, Part before, Part after) {
            Set<Example> kept = new LinkedHashSet<>(after.examples());
            boolean same = before.queries().equals(after.queries())
                    && before.strength() == after.strength()
                    && before.reach() == after.reach()
                    && old.views().equals(now.views());
            int number = 0;
            for (Example example : before.examples()) {
                number++;
                String name = "example " + number + " (" + example.outcome() + ")";
                if (!kept.contains(example)) {
                    add(true, clause, before.name(), name + " removed");
                }
                if (!same && after.catalogued()) {
                    answered(clause, after, example, name);
                }
            }
        }

        private void answered(String clause, Part after, Example example, String name) {
            PartVerdict verdict;
            try {
                verdict = run.answer(now, clause, after, example);
            } catch (IllegalArgumentException e) {
                add(true, clause, after.name(), "the older " + name + " has no answer: " + e.getMessage());
                return;
            }
            boolean broken = verdict.reason() == Reason.TOOL_ERROR;
            if (verdict.outcome() != example.outcome() || broken) {
                boolean weaker = broken
                        || example.outcome() == Outcome.FAIL
                        || verdict.outcome() == Outcome.PASS
                        || verdict.outcome() == Outcome.NOT_APPLICABLE;
                String text = "the older " + name + " is now " + verdict.outcome();
                add(weaker, clause, after.name(), text + (broken ? ": " + Display.line(verdict.detail()) : ""));
            }
        }

        private void add(boolean weaker, String clause, String part, String text) {
            changes.add(new CatalogueChange(weaker, clause, part, text));
        }
    }
}
