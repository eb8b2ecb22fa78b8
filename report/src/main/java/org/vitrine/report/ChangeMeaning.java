package org.vitrine.report;

import java.util.List;
import java.util.Map;

/// What the changes mean: by rule, the gravest first, each with what was and what is; the clauses that turned; the
/// rules that could not be asked.
final class ChangeMeaning {
    /// How many findings of one rule stand open, and how many are shown at all.
    private static final int OPEN = 60;

    private static final int MOST = 2_000;

    private final Differences differences;
    private final ChangeFiles files;

    ChangeMeaning(Differences differences, ChangeFiles files) {
        this.differences = differences;
        this.files = files;
    }

    void write(Html html) {
        html.raw("<section id=\"meaning\">").element("h2", "By meaning");
        Map<String, List<Finding>> rules = Finding.byRule(differences.findings());
        html.element(
                "p class=\"lead\"",
                "What rules over the facts of both releases found, the gravest first. A weight sorts what is to be looked"
                        + " at; it is no verdict on the change.");
        if (rules.isEmpty()) {
            html.element("p class=\"empty\"", "No rule found a change that means something.");
        }
        rules.forEach((_, found) -> rule(html, found));
        quiet(html);
        html.raw("</section>");
        unasked(html);
        turns(html);
    }

    private void rule(Html html, List<Finding> found) {
        Finding first = found.getFirst();
        boolean grave = first.severity().equals("CRITICAL")
                || first.severity().equals("HIGH")
                || found.stream().anyMatch(Finding::isUndeclared);
        html.raw("<details class=\"clause rule\" id=" + Html.attribute("rule-" + first.rule())
                + (grave && found.size() <= OPEN ? " open" : "") + "><summary>" + Finding.mark(first.severity()));
        html.raw("<span class=\"t\">").element("strong", first.title());
        differences.rules().stream()
                .filter(rule -> rule.rule().equals(first.rule()))
                .findFirst()
                .ifPresent(rule -> html.element("span class=\"why\"", rule.why()));
        html.raw("</span>").element("span class=\"n\"", Figures.of(found.size(), "change", "changes"));
        html.raw("</summary><div class=\"body\">");
        if (found.size() > MOST) {
            html.element(
                    "p class=\"empty\"",
                    "The first " + Figures.count(MOST) + " of " + Figures.of(found.size(), "row", "rows")
                            + "; all of them lie in change.json and facts/delta.parquet.");
        }
        table(html, found.subList(0, Math.min(MOST, found.size())));
        html.raw("</div></details>");
    }

    private void table(Html html, List<Finding> found) {
        boolean mixed = found.stream().map(Finding::severity).distinct().count() > 1;
        boolean declared =
                found.stream().anyMatch(finding -> !finding.declared().equals("NOT_ASKED"));
        html.raw("<div class=\"wrap wide\" tabindex=\"0\" role=\"region\" aria-label="
                + Html.attribute(found.getFirst().title()) + "><table><thead><tr>"
                + (mixed ? "<th scope=\"col\">Weight</th>" : "")
                + "<th scope=\"col\">What</th><th scope=\"col\">Was</th><th scope=\"col\">Is now</th>"
                + "<th scope=\"col\">Where</th>" + (declared ? "<th scope=\"col\">Declared</th>" : "")
                + "</tr></thead><tbody>");
        for (Finding finding : found) {
            html.raw("<tr>" + (mixed ? "<td>" + Finding.mark(finding.severity()) + "</td>" : ""));
            html.element("td class=\"subject\"", finding.subject());
            html.element("td class=\"turn\"", finding.was().isEmpty() ? "–" : finding.was());
            html.element("td class=\"turn\"", finding.now().isEmpty() ? "–" : finding.now());
            html.raw("<td class=\"path\">");
            files.place(html, finding);
            html.raw("</td>");
            if (declared) {
                declared(html, finding);
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>");
    }

    private static void declared(Html html, Finding finding) {
        if (finding.declared().equals("DECLARED")) {
            html.element("td", "declared" + (finding.item().isEmpty() ? "" : ": " + finding.item()));
        } else {
            html.raw("<td>")
                    .element("span class=\"undeclared\"", "not declared")
                    .raw("</td>");
        }
    }

    /// The rules that were asked and found nothing, so that silence can be told from not having been asked.
    private void quiet(Html html) {
        List<Differences.Asked> quiet = differences.rules().stream()
                .filter(rule -> rule.hindrance().isEmpty() && rule.found() == 0)
                .toList();
        if (!quiet.isEmpty()) {
            html.raw("<details class=\"inner\"><summary>")
                    .text(Figures.of(quiet.size(), "rule was", "rules were") + " asked and found nothing")
                    .raw("</summary><ul class=\"nothing\">");
            quiet.forEach(rule -> html.raw("<li>")
                    .element("strong", rule.title())
                    .text(" " + rule.why())
                    .raw("</li>"));
            html.raw("</ul></details>");
        }
    }

    private void unasked(Html html) {
        List<Differences.Asked> unasked = differences.unasked();
        if (unasked.isEmpty()) {
            return;
        }
        html.raw("<section id=\"unasked\">").element("h2", "Rules that could not be asked");
        html.element("p class=\"lead\"", "Nothing is known of what these would have found.");
        html.raw("<div class=\"wrap\"><table><thead><tr><th scope=\"col\">Weight</th><th scope=\"col\">Rule</th>"
                + "<th scope=\"col\">Why it could not be asked</th></tr></thead><tbody>");
        unasked.forEach(rule -> html.raw("<tr><td>" + Finding.mark(rule.severity()) + "</td>")
                .element("td", rule.title())
                .element("td", rule.hindrance())
                .raw("</tr>"));
        html.raw("</tbody></table></div></section>");
    }

    private void turns(Html html) {
        if (differences.turns().isEmpty()) {
            return;
        }
        html.raw("<section id=\"turns\">").element("h2", "Verdicts that turned");
        html.element(
                "p class=\"lead\"", "Clauses whose answer differs between the releases, those that fail now first.");
        html.raw("<div class=\"wrap wide\"><table><thead><tr><th scope=\"col\">Clause</th><th scope=\"col\">Title</th>"
                + "<th scope=\"col\">Was</th><th scope=\"col\">Is now</th></tr></thead><tbody>");
        differences.turns().forEach(turn -> {
            html.raw("<tr>")
                    .element("td class=\"mono\"", turn.clause())
                    .element("td", turn.title())
                    .raw("<td>");
            html.raw(turn.was().isEmpty() ? "not asked" : VerdictSection.outcome(turn.was()))
                    .raw("<br>")
                    .text(turn.wasDetail())
                    .raw("</td><td>");
            html.raw(turn.now().isEmpty() ? "not asked" : VerdictSection.outcome(turn.now()))
                    .raw("<br>")
                    .text(turn.nowDetail())
                    .raw("</td></tr>");
        });
        html.raw("</tbody></table></div></section>");
    }
}
