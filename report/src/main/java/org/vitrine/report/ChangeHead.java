package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The first screen: may this be installed? What speaks against doing so unseen, with the things
/// themselves; what
/// could not be compared; and how many paths became what.
final class ChangeHead {
    /// How many rules are told here, and how many findings of each.
    private static final int RULES = 8;

    private static final int EACH = 3;

    private static final Map<String, String> WORDS = Map.of(
            "IDENTICAL", "identical",
            "METADATA", "metadata only",
            "MOVED", "moved",
            "CHANGED", "changed",
            "UNREADABLE", "unreadable",
            "REMOVED", "removed",
            "ADDED", "added");

    private final Differences differences;
    private final ChangeFiles files;

    ChangeHead(Differences differences, ChangeFiles files) {
        this.differences = differences;
        this.files = files;
    }

    /// A class in words.
    static String word(String kind) {
        return WORDS.getOrDefault(kind, kind);
    }

    /// The answer in a sentence or two. It names what is to be looked at; it never says that all is well.
    static String answer(Differences differences) {
        if (differences.text("old_release").equals(differences.text("new_release"))) {
            return "Both releases are the same, byte for byte.";
        }
        List<Finding> undeclared = differences.undeclared();
        Map<String, Long> tally = Finding.tally(differences.findings());
        long critical = tally.getOrDefault("CRITICAL", 0L);
        long high = tally.getOrDefault("HIGH", 0L);
        List<String> sentences = new ArrayList<>();
        if (critical + high > 0) {
            String weights = (critical > 0 ? Figures.count(critical) + " critical" : "")
                    + (critical > 0 && high > 0 ? " and " : "")
                    + (high > 0 ? Figures.count(high) + " high" : "");
            sentences.add(
                    "Not before somebody has looked at " + weights + (critical + high == 1 ? " change." : " changes."));
        } else if (tally.getOrDefault("MEDIUM", 0L) > 0) {
            sentences.add("Nothing critical or high was found; "
                    + Figures.of(tally.getOrDefault("MEDIUM", 0L), "change", "changes") + " of medium weight "
                    + (tally.getOrDefault("MEDIUM", 0L) == 1 ? "is" : "are") + " to be weighed.");
        } else {
            sentences.add("No rule found a change of medium weight or above.");
        }
        if (!undeclared.isEmpty()) {
            sentences.add(Figures.of(undeclared.size(), "change that matters was", "changes that matter were")
                    + " not declared by the vendor.");
        }
        long unasked = differences.unasked().size();
        String rules = Figures.of(differences.rules().size(), "rule", "rules");
        sentences.add((unasked == 0
                        ? "All of " + rules
                        : Figures.count(differences.rules().size() - unasked) + " of " + rules)
                + " could be asked.");
        return String.join(" ", sentences);
    }

    void write(Html html) {
        html.raw("<header id=\"summary\">")
                .element(
                        "h1",
                        "From release " + Head.brief(differences.text("old_release")) + " to "
                                + Head.brief(differences.text("new_release")));
        html.raw("<div class=\"first\"><div><h2 class=\"asked\">May this be installed?</h2>");
        html.element("p class=\"answer\"", answer(differences));
        reasons(html);
        attention(html);
        html.raw("</div><div>");
        severities(html);
        classes(html);
        html.raw("</div></div>");
        releases(html);
        html.raw("</header>");
    }

    private void reasons(Html html) {
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
                            + listed(undeclared.stream().map(ChangeHead::told).toList(), 4) + ".",
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
                                            .map(ChangeHead::brief)
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
        long others = differences.turns().size() - worse.size();
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
                    " than before are not understood: " + understood("old_") + "; now " + understood("new_") + ".",
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

    private void attention(Html html) {
        Map<String, List<Finding>> rules = Finding.byRule(
                differences.undeclared().isEmpty() ? differences.findings() : sorted(differences.findings()));
        rules.values().removeIf(found -> found.getFirst().severity().equals("INFO"));
        if (rules.isEmpty()) {
            return;
        }
        html.raw("<h3>To be looked at</h3><div class=\"wrap\" tabindex=\"0\" role=\"region\" aria-label=\"To be looked"
                + " at\"><table class=\"attention\"><thead><tr><th scope=\"col\">Weight</th><th scope=\"col\">What</th>"
                + "<th scope=\"col\">Of which</th></tr></thead><tbody>");
        long told = 0;
        long more = 0;
        for (List<Finding> found : rules.values()) {
            if (told++ >= RULES) {
                more += found.size();
            } else {
                rule(html, found);
            }
        }
        html.raw("</tbody></table></div>");
        if (more > 0) {
            html.raw("<p class=\"known\">And ")
                    .link("meaning", Figures.of(more, "change", "changes"))
                    .text(" that " + Figures.of(rules.size() - RULES, "more rule", "more rules") + " found.")
                    .raw("</p>");
        }
    }

    /// What the vendor did not speak of before the rest, each by weight.
    private static List<Finding> sorted(List<Finding> findings) {
        List<Finding> sorted =
                new ArrayList<>(findings.stream().filter(Finding::isUndeclared).toList());
        sorted.addAll(
                findings.stream().filter(finding -> !finding.isUndeclared()).toList());
        return sorted;
    }

    private void rule(Html html, List<Finding> found) {
        Finding first = found.getFirst();
        html.raw("<tr><td>" + Finding.mark(first.severity()) + "</td><td>");
        html.link("rule-" + first.rule(), first.title());
        if (found.size() > 1) {
            html.text(", " + Figures.count(found.size()) + " times");
            long grave = found.stream()
                    .filter(finding -> finding.severity().equals(first.severity()))
                    .count();
            html.text(grave < found.size() ? ", of this weight " + Figures.count(grave) : "");
        }
        long undeclared = found.stream().filter(Finding::isUndeclared).count();
        if (undeclared > 0) {
            html.raw("<br>")
                    .element(
                            "span class=\"undeclared\"",
                            undeclared == found.size() ? "not declared" : Figures.count(undeclared) + " not declared");
        }
        html.raw("</td><td><ul>");
        int shown = found.size() == EACH + 1 ? found.size() : Math.min(EACH, found.size());
        for (Finding finding : found.subList(0, shown)) {
            subject(html, finding);
        }
        if (found.size() > shown) {
            html.raw("<li>")
                    .link("rule-" + first.rule(), "and " + Figures.count(found.size() - shown) + " more")
                    .raw("</li>");
        }
        html.raw("</ul></td></tr>\n");
    }

    private void subject(Html html, Finding finding) {
        boolean named = !finding.path().isEmpty() && finding.path().endsWith(finding.subject());
        html.raw("<li><strong>");
        if (named) {
            files.place(html, finding);
        } else {
            html.text(finding.subject());
        }
        html.raw("</strong>").text(finding.turn().isEmpty() ? "" : ": " + finding.turn());
        if (!named && !finding.path().isEmpty()) {
            html.raw(" <span class=\"where\">");
            files.place(html, finding);
            html.raw("</span>");
        }
        html.raw("</li>");
    }

    private void severities(Html html) {
        boolean declared = differences.isDeclared();
        html.raw("<div class=\"wrap\"><table class=\"classes\"><caption>What the rules found</caption><thead><tr>"
                + "<th scope=\"col\">Weight</th><th scope=\"col\" class=\"num\">changes</th>"
                + (declared ? "<th scope=\"col\" class=\"num\">not declared</th>" : "") + "</tr></thead><tbody>");
        Finding.tally(differences.findings()).forEach((severity, count) -> {
            html.raw("<tr><th scope=\"row\">" + Finding.mark(severity) + "</th><td class=\"num\">");
            if (count > 0) {
                html.link("meaning", Figures.count(count));
            } else {
                html.text("0");
            }
            html.raw("</td>");
            if (declared) {
                html.element(
                        "td class=\"num\"",
                        Figures.count(differences.findings().stream()
                                .filter(finding -> finding.severity().equals(severity)
                                        && finding.declared().equals("UNDECLARED"))
                                .count()));
            }
            html.raw("</tr>");
        });
        html.raw("</tbody></table></div>");
    }

    private void classes(Html html) {
        html.raw(
                "<div class=\"wrap\"><table class=\"classes\"><caption>Every path, in one class each</caption><thead><tr>"
                        + "<th scope=\"col\">Class</th><th scope=\"col\" class=\"num\">older</th>"
                        + "<th scope=\"col\" class=\"num\">newer</th></tr></thead><tbody>");
        differences.classes().forEach((kind, count) -> {
            html.raw("<tr><th scope=\"row\">");
            if (kind.equals("IDENTICAL") || count.older() + count.newer() == 0) {
                html.text(word(kind));
            } else {
                html.link("class-" + word(kind).replace(' ', '-'), word(kind));
            }
            html.raw("</th>");
            html.element("td class=\"num\"", kind.equals("ADDED") ? "–" : Figures.count(count.older()));
            html.element("td class=\"num\"", kind.equals("REMOVED") ? "–" : Figures.count(count.newer()));
            html.raw("</tr>");
        });
        Differences.Count all = differences.paths();
        html.raw("</tbody><tfoot><tr><th scope=\"row\">all paths</th>");
        html.element("td class=\"num\"", Figures.count(all.older()));
        html.element("td class=\"num\"", Figures.count(all.newer()));
        html.raw("</tr></tfoot></table></div>");
    }

    private void releases(Html html) {
        html.raw("<dl class=\"pair\"><dt></dt><dd class=\"h\">older</dd><dd class=\"h\">newer</dd>");
        line(html, "SHA-256", "dd class=\"mono\"", differences.text("old_release"), differences.text("new_release"));
        line(html, "Size", "dd", size("old_size"), size("new_size"));
        line(html, "Understood", "dd", understood("old_"), understood("new_"));
        line(html, "Dossier", "dd class=\"mono\"", differences.text("old_dossier"), differences.text("new_dossier"));
        html.raw("</dl>");
    }

    private static void line(Html html, String head, String tag, String older, String newer) {
        html.element("dt", head).element(tag, older).element(tag, newer);
    }

    private String size(String column) {
        return Figures.of(differences.number(column), "byte", "bytes");
    }

    private String understood(String side) {
        long size = differences.number(side + "size");
        long understood = differences.number(side + "understood");
        return Figures.percent(understood, size) + " of its bytes; " + Figures.of(size - understood, "byte", "bytes")
                + " not";
    }
}
