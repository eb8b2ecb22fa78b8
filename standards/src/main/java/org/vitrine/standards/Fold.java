package org.vitrine.standards;

import java.util.ArrayList;
import java.util.List;

/// Folds the answers to a clause's parts into the answer to the clause.
final class Fold {
    /// What tells most about why a clause is open comes first.
    private static final List<Reason> TELLING = List.of(
            Reason.TOOL_ERROR,
            Reason.LIMIT,
            Reason.NOT_READABLE,
            Reason.NEEDS_PRODUCT,
            Reason.NOT_CATALOGUED,
            Reason.NEEDS_DECLARATION,
            Reason.NEEDS_LIVE,
            Reason.NONE);

    private Fold() {}

    static ClauseVerdict clause(Requirement requirement, List<PartVerdict> parts) {
        List<PartVerdict> failed = with(parts, Outcome.FAIL);
        List<PartVerdict> passed = with(parts, Outcome.PASS);
        List<PartVerdict> absent = with(parts, Outcome.NOT_APPLICABLE);
        List<PartVerdict> open = with(parts, Outcome.INCONCLUSIVE).stream()
                .filter(Fold::inTheWay)
                .toList();
        int decided = failed.size() + passed.size() + absent.size();
        if (!failed.isEmpty()) {
            return verdict(requirement, parts, decided, Outcome.FAIL, Reason.NONE, named(failed));
        }
        if (absent.size() == parts.size()) {
            return verdict(requirement, parts, decided, Outcome.NOT_APPLICABLE, Reason.NONE, named(absent));
        }
        if (open.isEmpty() && !passed.isEmpty()) {
            return verdict(requirement, parts, decided, Outcome.PASS, Reason.NONE, named(passed));
        }
        List<PartVerdict> missing = open.isEmpty() ? with(parts, Outcome.INCONCLUSIVE) : open;
        Reason reason = TELLING.stream()
                .filter(candidate -> missing.stream().anyMatch(part -> part.reason() == candidate))
                .findFirst()
                .orElse(Reason.NONE);
        return verdict(requirement, parts, decided, Outcome.INCONCLUSIVE, reason, named(missing));
    }

    /// Whether an open part keeps its clause open. A hint never does; what can only refute doesn't once it was asked
    /// and found nothing at all.
    private static boolean inTheWay(PartVerdict part) {
        return switch (part.strength()) {
            case DECIDES -> true;
            case REFUTES ->
                part.unexplained() > 0
                        || part.reason() != Reason.NEEDS_LIVE && part.reason() != Reason.NEEDS_DECLARATION;
            case HINTS -> false;
        };
    }

    private static List<PartVerdict> with(List<PartVerdict> parts, Outcome outcome) {
        return parts.stream().filter(part -> part.outcome() == outcome).toList();
    }

    private static String named(List<PartVerdict> parts) {
        List<String> sentences = new ArrayList<>();
        for (PartVerdict part : parts) {
            sentences.add(part.part() + ": " + part.detail());
        }
        return String.join("; ", sentences);
    }

    private static ClauseVerdict verdict(
            Requirement requirement,
            List<PartVerdict> parts,
            int decided,
            Outcome outcome,
            Reason reason,
            String detail) {
        return new ClauseVerdict(
                requirement.catalogue(),
                requirement.ordinal(),
                requirement.clause(),
                requirement.title(),
                requirement.demand(),
                requirement.link(),
                outcome,
                reason,
                detail,
                parts.size(),
                decided);
    }
}
