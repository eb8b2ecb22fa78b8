package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.tables.Dossier;

/// The answer to a clause in one short sentence, for whoever reads a list of clauses.
///
/// @param catalogue `body/document/version`
/// @param clause its number
/// @param outcome `PASS`, `FAIL`, `INCONCLUSIVE` or `NOT APPLICABLE`
/// @param reason why it is inconclusive, else `NONE`
/// @param sentence the answer, with its numbers; neither long nor cut
/// @param place the first thing that speaks against it, `path:line`; empty when nothing does
/// @param unexplained how many observations would contradict it, if they were in force
public record Gist(
        String catalogue,
        String clause,
        String outcome,
        String reason,
        String sentence,
        String place,
        long unexplained) {
    private static final Pattern LOOKED_AT = Pattern.compile("([0-9]+) ([^;:]{1,80}) looked at(?:[;,].*)?");

    /// The clauses of a dossier, catalogue by catalogue, in the order of the documents.
    public static List<Gist> all(Dossier dossier) {
        return Clause.all(new Ask(dossier)).stream().map(Gist::of).toList();
    }

    static Gist of(Clause clause) {
        String sentence = switch (clause.outcome()) {
            case "FAIL" -> failed(clause);
            case "INCONCLUSIVE" -> open(clause);
            default -> decided(clause);
        };
        String place = clause.parts().stream()
                .filter(part ->
                        !clause.outcome().equals("FAIL") || part.outcome().equals("FAIL"))
                .flatMap(part -> part.evidence("VIOLATIONS").lines().stream())
                .map(Clause.Line::place)
                .findFirst()
                .orElse("");
        return new Gist(
                clause.catalogue(),
                clause.number(),
                clause.outcome(),
                clause.reason(),
                sentence,
                place,
                clause.unexplained());
    }

    private static String failed(Clause clause) {
        for (Clause.Part part : clause.parts()) {
            if (part.outcome().equals("FAIL")) {
                String seen = seen(part, clause.detail());
                Matcher things = LOOKED_AT.matcher(part.detail());
                return things.matches() && part.violations() <= part.examined()
                        ? part.violations() + " of " + part.examined() + " " + things.group(2) + ": " + seen
                        : seen;
            }
        }
        return clause.detail();
    }

    private static String open(Clause clause) {
        List<String> sentences = new ArrayList<>();
        long unexplained = clause.unexplained();
        clause.parts().stream()
                .filter(part -> part.unexplained() > 0)
                .findFirst()
                .ifPresent(part -> sentences.add(unexplained + " to be explained"
                        + (unexplained > 1 ? ", first " : ": ") + seen(part, part.title()) + "."));
        Set<String> needs = new LinkedHashSet<>();
        Set<String> gaps = new LinkedHashSet<>();
        for (Clause.Part part : clause.parts()) {
            switch (part.reason()) {
                case "NEEDS_LIVE" -> needs.add("a live test");
                case "NEEDS_DECLARATION" -> needs.add("a declaration of the vendor");
                case "NEEDS_PRODUCT" -> needs.add("to know what the product is");
                case "NOT_CATALOGUED" -> gaps.add("No check of the image has been written yet.");
                case "NOT_READABLE" -> gaps.add("Something in its reach could not be read.");
                case "LIMIT" -> gaps.add("A budget was met in its reach.");
                case "TOOL_ERROR" -> gaps.add("A query failed.");
                default -> {}
            }
        }
        sentences.addAll(gaps);
        if (!needs.isEmpty()) {
            sentences.add("Needs " + joined(new ArrayList<>(needs)) + ".");
        }
        return sentences.isEmpty() ? clause.detail() : String.join(" ", sentences);
    }

    private static String decided(Clause clause) {
        return clause.parts().stream()
                .filter(part -> part.outcome().equals(clause.outcome()))
                .map(Clause.Part::detail)
                .findFirst()
                .orElse(clause.detail());
    }

    /// What the first row against a part says.
    private static String seen(Clause.Part part, String otherwise) {
        return part.evidence("VIOLATIONS").lines().stream()
                .map(Clause.Line::seen)
                .filter(seen -> !seen.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    private static String joined(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /// How many clauses have an outcome, for each of the four.
    static Map<String, Long> tally(List<Clause> clauses) {
        Map<String, Long> tally = new LinkedHashMap<>();
        for (String outcome : List.of("FAIL", "PASS", "INCONCLUSIVE", "NOT APPLICABLE")) {
            tally.put(
                    outcome,
                    clauses.stream()
                            .filter(clause -> clause.outcome().equals(outcome))
                            .count());
        }
        return tally;
    }
}
