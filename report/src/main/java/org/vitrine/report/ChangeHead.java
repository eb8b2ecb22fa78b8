package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The first screen: may this be installed? What speaks against doing so unseen, with the things
/// themselves; what
/// could not be compared; and how many paths became what.
final class ChangeHead {
    /// How many rules are told here, how many where only those of low weight are left, and how many findings of each.
    private static final int RULES = 8;

    private static final int LOW_RULES = 5;

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
                        ? "All " + rules
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
        new ChangeReasons(differences).write(html);
        attention(html);
        html.raw("</div><div>");
        severities(html);
        classes(html);
        html.raw("</div></div>");
        releases(html);
        html.raw("</header>");
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
        int told = 0;
        int untold = 0;
        long more = 0;
        for (List<Finding> found : rules.values()) {
            if (told < (found.getFirst().severity().equals("LOW") ? LOW_RULES : RULES)) {
                rule(html, found);
                told++;
            } else {
                untold++;
                more += found.size();
            }
        }
        html.raw("</tbody></table></div>");
        if (more > 0) {
            html.raw("<p class=\"known\">And ")
                    .link("meaning", Figures.of(more, "change", "changes"))
                    .text(" that " + Figures.of(untold, "more rule", "more rules") + " found.")
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
        line(
                html,
                "Understood",
                "dd",
                ChangeReasons.understood(differences, "old_"),
                ChangeReasons.understood(differences, "new_"));
        line(html, "Dossier", "dd class=\"mono\"", differences.text("old_dossier"), differences.text("new_dossier"));
        html.raw("</dl>");
    }

    private static void line(Html html, String head, String tag, String older, String newer) {
        html.element("dt", head).element(tag, older).element(tag, newer);
    }

    private String size(String column) {
        return Figures.of(differences.number(column), "byte", "bytes");
    }
}
