package org.vitrine.standards;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;

/// Holds a dossier against a catalogue. A part passes only when it can decide, something was looked at,
/// nothing violates it, and nothing in its reach was unreadable; it fails only on evidence that is in
/// force.
public final class Judge {
    private final Catalogue catalogue;
    private final Inquiry inquiry;
    private final Map<String, Recorded> recorded;
    /// What kind of product it is said to be; empty where nobody said.
    private final String kind;

    private final Map<Reach, Found> reaches = new EnumMap<>(Reach.class);

    private Judge(Catalogue catalogue, Queries dossier) {
        this.catalogue = catalogue;
        this.inquiry = new Inquiry(catalogue.views(), dossier);
        this.recorded = Recorded.of(catalogue.id(), dossier);
        this.kind = kind(dossier);
    }

    /// The answers to every clause: for each its [ClauseVerdict], then for each part its [PartVerdict] and
    /// the [Evidence] of its queries, all in the order of the catalogue. A query that fails makes its part
    /// inconclusive and never ends the judging.
    ///
    /// @param dossier answers locked queries; see [Queries#of]
    public static List<Fact> judge(Catalogue catalogue, Queries dossier) {
        Judge judge = new Judge(catalogue, dossier);
        List<Fact> facts = new ArrayList<>();
        for (Requirement requirement : catalogue.requirements()) {
            List<Fact> below = new ArrayList<>();
            List<PartVerdict> verdicts = new ArrayList<>();
            for (Part part : requirement.parts()) {
                List<Fact> evidence = new ArrayList<>();
                PartVerdict verdict = judge.answer(requirement, part, evidence);
                verdicts.add(verdict);
                below.add(verdict);
                below.addAll(evidence);
            }
            facts.add(Fold.clause(requirement, verdicts));
            facts.addAll(below);
        }
        dossier.forget();
        return facts;
    }

    /// The lines of a [org.vitrine.tables.Vouched] list for all that is asked about a catalogue.
    ///
    /// @param dossier one that has all tables, and no rows
    /// @throws QueryRefused when a query isn't allowed, or wrong
    static List<String> vouched(Catalogue catalogue, Dossier dossier) throws QueryRefused {
        Set<String> lines = new TreeSet<>();
        Queries queries = Queries.of(dossier);
        Queries witness = new Queries() {
            @Override
            public Rows query(String sql) throws QueryRefused {
                lines.add(dossier.vouched(sql));
                return queries.query(sql);
            }

            @Override
            public boolean keep(String name, String sql) {
                try {
                    lines.add(dossier.vouched(sql));
                } catch (QueryRefused e) {
                    return false;
                }
                return queries.keep(name, sql);
            }
        };
        Judge judge = new Judge(catalogue, witness);
        for (Reach reach : Reach.values()) {
            judge.inquiry.ask(reach.query(), true);
        }
        for (Requirement requirement : catalogue.requirements()) {
            for (Part part : requirement.parts()) {
                for (String query : part.queries().values()) {
                    judge.inquiry.ask(query, false);
                }
            }
        }
        dossier.forget();
        return List.copyOf(lines);
    }

    private PartVerdict answer(Requirement requirement, Part part, List<Fact> evidence) {
        Optional<Recorded> laboratory = Recorded.of(recorded, requirement, part);
        if (laboratory.isPresent()) {
            return recorded(requirement, part, laboratory.get(), evidence);
        }
        Optional<Answer> beside = besideTheProduct(requirement, part);
        if (beside.isPresent()) {
            return verdict(requirement, part, beside.get(), Found.NONE, 0, 0);
        }
        if (!part.catalogued()) {
            return verdict(requirement, part, Answer.open(part.missing(), sentence(part.missing())), Found.NONE, 0, 0);
        }
        Map<Evidence.Role, Found> found = new EnumMap<>(Evidence.Role.class);
        String failure = "";
        for (Evidence.Role role : Evidence.Role.values()) {
            String query = part.queries().get(role);
            if (query == null) {
                continue;
            }
            try {
                Found rows = inquiry.ask(query, role == Evidence.Role.VIOLATIONS);
                found.put(role, rows);
                evidence.addAll(rows.evidence(catalogue.id(), requirement.clause(), part.name(), role));
            } catch (QueryRefused e) {
                if (failure.isEmpty()) {
                    failure = "the query `" + role + "` failed: " + Display.line(String.valueOf(e.getMessage()));
                }
            }
        }
        Found examined = found.getOrDefault(Evidence.Role.EXAMINED, Found.NONE);
        Found violations = found.getOrDefault(Evidence.Role.VIOLATIONS, Found.NONE);
        Answer answer = failure.isEmpty() ? weigh(part, found) : Answer.open(Reason.TOOL_ERROR, failure);
        // A hint is there to be explained, whatever state it is in.
        long inForce = part.strength() == Strength.HINTS ? 0 : violations.active();
        return verdict(requirement, part, answer, examined, inForce, violations.total() - inForce);
    }

    private static String kind(Queries dossier) {
        try {
            String query = "SELECT kind FROM product";
            List<List<Object>> rows =
                    dossier.isVacant(query) ? List.of() : dossier.query(query).values();
            return rows.isEmpty() ? "" : String.valueOf(rows.getFirst().getFirst());
        } catch (QueryRefused e) {
            // A dossier of before this table was: nobody said anything.
            return "";
        }
    }

    /// The answer of a clause that concerns some kinds of product only: it doesn't concern this one, or
    /// nobody said which it is. What the release itself shows is asked all the same as long as nobody said.
    private Optional<Answer> besideTheProduct(Requirement requirement, Part part) {
        List<String> classes = requirement.classes();
        if (classes.isEmpty() || classes.contains(kind)) {
            return Optional.empty();
        }
        if (!kind.isEmpty()) {
            return Optional.of(new Answer(
                    Outcome.NOT_APPLICABLE,
                    Reason.NONE,
                    "it concerns " + String.join(", ", classes) + "; this is said to be a product of class " + kind));
        }
        return part.catalogued()
                ? Optional.empty()
                : Optional.of(Answer.open(Reason.NEEDS_PRODUCT, sentence(Reason.NEEDS_PRODUCT)));
    }

    /// What a laboratory said stands as it said it, with the digest of its output as evidence.
    private PartVerdict recorded(Requirement requirement, Part part, Recorded result, List<Fact> evidence) {
        Found.Row row = new Found.Row(-1, "", result.detail(), "", 0, Digest.parse(result.output()), -1, 0);
        Found examined = new Found(List.of(row), 1, 0);
        evidence.addAll(examined.evidence(catalogue.id(), requirement.clause(), part.name(), Evidence.Role.EXAMINED));
        Reason reason = result.result() == Outcome.INCONCLUSIVE ? part.missing() : Reason.NONE;
        return verdict(requirement, part, new Answer(result.result(), reason, result.detail()), examined, 0, 0);
    }

    private Answer weigh(Part part, Map<Evidence.Role, Found> found) {
        Found examined = found.getOrDefault(Evidence.Role.EXAMINED, Found.NONE);
        Found violations = found.getOrDefault(Evidence.Role.VIOLATIONS, Found.NONE);
        boolean silent = part.queries().containsKey(Evidence.Role.APPLIES)
                && found.getOrDefault(Evidence.Role.APPLIES, Found.NONE).total() == 0;
        if (silent) {
            return unconcerned(found.getOrDefault(Evidence.Role.ABSENT, Found.NONE), violations);
        }
        String seen = part.counted(examined.total()) + " looked at";
        if (part.strength() == Strength.HINTS) {
            String shown =
                    violations.total() == 0 ? "" : "; " + violations.total() + " to look into: " + violations.first();
            return Answer.open(part.missing(), seen + shown + "; " + sentence(part.missing()));
        }
        if (violations.active() > 0) {
            return new Answer(
                    Outcome.FAIL,
                    Reason.NONE,
                    seen + "; " + count(violations.active(), "violation") + " in force: " + violations.firstActive());
        }
        if (violations.total() > 0) {
            return Answer.open(
                    Reason.NEEDS_LIVE,
                    seen + "; " + violations.total() + " to be explained, not known to be in force: "
                            + violations.first());
        }
        if (part.strength() == Strength.REFUTES) {
            return Answer.open(part.missing(), seen + ", nothing found against it; " + sentence(part.missing()));
        }
        Answer obstacle = obstacle(part.reach());
        if (obstacle.outcome() != Outcome.PASS) {
            return Answer.open(obstacle.reason(), seen + "; " + obstacle.detail());
        }
        if (examined.total() == 0) {
            return Answer.open(Reason.NEEDS_LIVE, "no " + part.plural() + " found to look at");
        }
        return new Answer(Outcome.PASS, Reason.NONE, seen + ", no violation found in what could be read");
    }

    /// Where nothing shows that the clause concerns the release. Only positive evidence that it does not,
    /// in a release that was read to its end, makes it not applicable.
    private Answer unconcerned(Found absent, Found violations) {
        String silence = "nothing read so far shows that this concerns the release";
        Answer obstacle = obstacle(Reach.RELEASE);
        if (obstacle.outcome() != Outcome.PASS) {
            return Answer.open(obstacle.reason(), silence + "; " + obstacle.detail());
        }
        if (absent.total() > 0 && violations.total() == 0) {
            return new Answer(
                    Outcome.NOT_APPLICABLE, Reason.NONE, "it does not concern this release: " + absent.first());
        }
        return Answer.open(kind.isEmpty() ? Reason.NEEDS_PRODUCT : Reason.NEEDS_DECLARATION, silence);
    }

    /// What in a reach could not be read; [Outcome#PASS] when nothing stands in the way.
    private Answer obstacle(Reach reach) {
        Found found = reaches.get(reach);
        if (found == null) {
            try {
                found = inquiry.ask(reach.query(), true);
            } catch (QueryRefused e) {
                return Answer.open(
                        Reason.TOOL_ERROR,
                        "the query for what could not be read failed: " + Display.line(String.valueOf(e.getMessage())));
            }
            reaches.put(reach, found);
        }
        if (found.total() == 0) {
            return new Answer(Outcome.PASS, Reason.NONE, "");
        }
        Reason reason = found.rows().stream().anyMatch(row -> row.state().equals(Reason.LIMIT.name()))
                ? Reason.LIMIT
                : Reason.NOT_READABLE;
        return Answer.open(reason, count(found.total(), "thing") + " in its reach could not be read: " + found.first());
    }

    private PartVerdict verdict(
            Requirement requirement, Part part, Answer answer, Found examined, long violations, long unexplained) {
        return new PartVerdict(
                catalogue.id(),
                requirement.clause(),
                part.name(),
                part.title(),
                part.method(),
                part.strength(),
                answer.outcome(),
                answer.reason(),
                answer.detail(),
                examined.total(),
                violations,
                unexplained);
    }

    /// A reason as the end of a sentence.
    static String sentence(Reason reason) {
        return switch (reason) {
            case NONE -> "nothing is missing";
            case NEEDS_LIVE -> "only the running element can tell";
            case NEEDS_DECLARATION -> "the vendor has to declare it first";
            case NEEDS_PRODUCT -> "it depends on what kind of product this is";
            case NOT_READABLE -> "something in its reach could not be read";
            case LIMIT -> "a limit was met in its reach";
            case TOOL_ERROR -> "a query failed";
            case NOT_CATALOGUED -> "no check for it has been written yet";
        };
    }

    private static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /// An outcome, and why.
    private record Answer(Outcome outcome, Reason reason, String detail) {
        static Answer open(Reason reason, String detail) {
            return new Answer(Outcome.INCONCLUSIVE, reason, detail);
        }
    }
}
