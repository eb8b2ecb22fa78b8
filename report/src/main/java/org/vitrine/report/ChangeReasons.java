package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;

/// Why one should look before the newer release is installed: what isn't known, what the vendor did not say, the
/// clauses
/// that turned.
final class ChangeReasons {
    private final Differences differences;

    ChangeReasons(Differences differences) {
        this.differences = differences;
    }

    void write(Html html) {
        List<Known> reasons = reasons();
        if (!reasons.isEmpty()) {
            html.raw("<ul class=\"know\">");
            reasons.forEach(reason -> reason.write(html));
            html.raw("</ul>");
        }
    }

    /// What isn't known, first; then what the vendor did not say, and the clauses that turned.
    private List<Known> reasons() {
        List<Known> lines = new ArrayList<>();
        long unreadable = differences
                .classes()
                .getOrDefault("UNREADABLE", new Differences.Count(0, 0))
                .newer();
        if (unreadable > 0) {
            lines.add(new Known(
                    Figures.of(unreadable, "path", "paths"),
                    " differ and could not be read to the end: nothing is said of what is in "
                            + (unreadable == 1 ? "it." : "them."),
                    "class-unreadable",
                    "",
                    "open"));
        }
        List<Differences.Asked> unasked = differences.unasked();
        if (!unasked.isEmpty()) {
            lines.add(new Known(
                    Figures.of(unasked.size(), "rule", "rules"),
                    " could not be asked: "
                            + listed(
                                    unasked.stream()
                                            .map(Differences.Asked::title)
                                            .toList(),
                                    3) + ".",
                    "unasked",
                    "",
                    "open"));
        }
        if (differences.text("contents").equals("NO")) {
            lines.add(new Known(
                    "The contents were not at hand",
                    ": only what the dossiers say was compared, and no text line by line.",
                    "",
                    "",
                    "open"));
        }
        coverage(lines);
        if (!differences.addsUp()) {
            lines.add(new Known(
                    "The classes do not add up",
                    " to the artifacts of the dossiers: this comparison is not whole.",
                    "",
                    "",
                    "fail"));
        }
        List<Finding> undeclared = differences.undeclared();
        if (!undeclared.isEmpty()) {
            lines.add(new Known(
                    Figures.of(undeclared.size(), "change", "changes"),
                    " the vendor did not declare: "
                            + listed(
                                    undeclared.stream().map(ChangeReasons::told).toList(), 4) + ".",
                    "meaning",
                    "",
                    "fail"));
        }
        if (!differences.unseen().isEmpty()) {
            lines.add(new Known(
                    Figures.of(differences.unseen().size(), "declared item", "declared items"),
                    (differences.unseen().size() == 1 ? " was" : " were") + " not seen: "
                            + listed(
                                    differences.unseen().stream()
                                            .map(ChangeReasons::brief)
                                            .toList(),
                                    3) + ".",
                    "table-declared-item",
                    "",
                    "open"));
        }
        List<Differences.Turn> worse =
                differences.turns().stream().filter(Differences.Turn::isWorse).toList();
        if (!worse.isEmpty()) {
            lines.add(new Known(
                    Figures.of(worse.size(), "clause fails", "clauses fail") + " now",
                    " and did not: "
                            + listed(
                                    worse.stream()
                                            .map(turn -> turn.clause() + " " + turn.title())
                                            .toList(),
                                    3) + ".",
                    "turns",
                    "",
                    "fail"));
        }
        int others = differences.turns().size() - worse.size();
        if (others > 0) {
            lines.add(new Known(
                    Figures.of(others, "clause", "clauses"),
                    (others == 1 ? " has" : " have") + " another answer than before: "
                            + listed(
                                    differences.turns().stream()
                                            .filter(turn -> !turn.isWorse())
                                            .map(turn -> turn.clause() + " " + turn.was() + " → " + turn.now())
                                            .toList(),
                                    3)
                            + ".",
                    "turns",
                    "",
                    "plain"));
        }
        return lines;
    }

    /// Less of the newer release is understood: what could be read before cannot now.
    private void coverage(List<Known> lines) {
        long before = differences.number("old_size") - differences.number("old_understood");
        long now = differences.number("new_size") - differences.number("new_understood");
        if (now > before) {
            lines.add(new Known(
                    Figures.of(now - before, "byte", "bytes") + " more",
                    " than before are not understood: " + understood(differences, "old_") + "; now "
                            + understood(differences, "new_") + ".",
                    "",
                    "",
                    "open"));
        }
    }

    /// The beginning of a long text.
    private static String brief(String text) {
        return text.codePointCount(0, text.length()) <= 100
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 99)) + "…";
    }

    static String told(Finding finding) {
        return finding.title() + ": " + finding.subject();
    }

    /// The first of many texts, and how many more there are.
    static String listed(List<String> texts, int most) {
        int shown = Math.min(most, texts.size());
        return String.join("; ", texts.subList(0, shown))
                + (texts.size() > shown ? "; and " + Figures.count(texts.size() - shown) + " more" : "");
    }

    /// How much of a release is understood.
    ///
    /// @param side `old_` or `new_`
    static String understood(Differences differences, String side) {
        long size = differences.number(side + "size");
        long understood = differences.number(side + "understood");
        return Figures.percent(understood, size) + " of its bytes; " + Figures.of(size - understood, "byte", "bytes")
                + " not";
    }
}
