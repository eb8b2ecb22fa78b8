package org.vitrine.report;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The verdicts on the page: by clause family, each clause with its parts and the rows they rest on.
final class VerdictSection {
    private static final Map<String, String> SHAPES =
            Map.of("FAIL", "■", "PASS", "●", "INCONCLUSIVE", "◐", "NOT APPLICABLE", "○");

    /// The families of TS 33.117, by the first numbers of the clause.
    private static final List<Map.Entry<String, String>> FAMILIES = List.of(
            Map.entry("4.2.2", "Requirements deriving from 3GPP specifications"),
            Map.entry("4.2.3.2", "Protecting data and information"),
            Map.entry("4.2.3.3", "Availability and integrity"),
            Map.entry("4.2.3.4", "Authentication and authorization"),
            Map.entry("4.2.3.5", "Protecting sessions"),
            Map.entry("4.2.3.6", "Logging"),
            Map.entry("4.2.4", "Operating systems"),
            Map.entry("4.2.5", "Web servers"),
            Map.entry("4.2.6", "Network devices"),
            Map.entry("4.3.2", "Hardening: technical baseline"),
            Map.entry("4.3.3", "Hardening: operating systems"),
            Map.entry("4.3.4", "Hardening: web servers"),
            Map.entry("4.3.5", "Hardening: network devices"),
            Map.entry("4.3.6", "Hardening: service-based interfaces"),
            Map.entry("4.4", "Basic vulnerability testing"));

    private VerdictSection() {}

    /// An outcome with its shape, its word and its colour.
    static String outcome(String outcome) {
        String shape = SHAPES.get(outcome);
        return shape == null
                ? new Html().element("span class=\"v\"", outcome).toString()
                : "<span class=\"v " + outcome.replace(' ', '-') + "\"><span aria-hidden=\"true\">" + shape + "</span> "
                        + outcome + "</span>";
    }

    static void write(Html html, List<Clause> clauses) {
        if (clauses.isEmpty()) {
            html.element("p class=\"empty\"", "No clause was asked.");
            return;
        }
        filters(html, clauses);
        Set<String> ids = new HashSet<>();
        String family = "";
        for (Clause clause : clauses) {
            String now = familyOf(clause);
            if (!now.equals(family)) {
                html.raw(family.isEmpty() ? "" : "</div>")
                        .raw("<div class=\"family\">")
                        .element("h3", now);
                family = now;
            }
            String id = "clause-" + clause.number();
            for (int other = 2; !ids.add(id); other++) {
                id = "clause-" + clause.number() + "-" + other;
            }
            clause(html, clause, id);
        }
        html.raw("</div>");
    }

    private static void filters(Html html, List<Clause> clauses) {
        html.raw("<div class=\"filterbar\" id=\"outcomes\" role=\"group\" aria-label=\"Which verdicts\">");
        filter(html, "", "all", clauses.size(), true);
        Gist.tally(clauses).forEach((outcome, count) -> {
            if (count > 0) {
                filter(html, outcome, outcome, count, false);
            }
        });
        long unexplained =
                clauses.stream().filter(clause -> clause.unexplained() > 0).count();
        if (unexplained > 0) {
            filter(html, "explain", "to be explained", unexplained, false);
        }
        html.raw("</div><p class=\"empty\" id=\"none\" hidden>No clause has this verdict.</p>");
    }

    private static void filter(Html html, String outcome, String title, long count, boolean pressed) {
        html.raw("<button type=\"button\" aria-pressed=\"" + pressed + "\" data-outcome=" + Html.attribute(outcome)
                        + ">")
                .text(title + " " + Figures.count(count))
                .raw("</button>");
    }

    private static String familyOf(Clause clause) {
        String catalogue = clause.catalogue().replaceFirst("^3gpp/ts-", "TS ").replace("/", " v");
        if (!clause.catalogue().startsWith("3gpp/ts-33.117/")) {
            return catalogue;
        }
        String number = clause.number();
        return FAMILIES.stream()
                .filter(family -> number.equals(family.getKey()) || number.startsWith(family.getKey() + "."))
                .map(family -> family.getKey() + " " + family.getValue())
                .findFirst()
                .orElse(catalogue);
    }

    private static void clause(Html html, Clause clause, String id) {
        html.raw("<details class=\"clause\" id=" + Html.attribute(id) + " data-outcome="
                + Html.attribute(clause.outcome()) + (clause.unexplained() > 0 ? " data-explain" : "") + "><summary>"
                + outcome(clause.outcome()));
        html.element("span class=\"mono\"", clause.number());
        html.raw("<span class=\"t\">").text(clause.title());
        html.element("span class=\"why\"", Gist.of(clause).sentence());
        html.raw("</span></summary><div class=\"body\"><p>").text(clause.demand());
        if (clause.link().startsWith("https://")) {
            html.raw(" <a rel=\"noreferrer\" href=" + Html.attribute(clause.link()) + ">The document</a>");
        }
        html.raw("</p>");
        for (Clause.Part part : clause.parts()) {
            part(html, part);
        }
        html.raw("</div></details>");
    }

    private static void part(Html html, Clause.Part part) {
        html.raw("<div class=\"part\"><p>" + outcome(part.outcome()) + " ").text(part.title());
        html.raw(" ")
                .element(
                        "span class=\"tag\"",
                        part.method().toLowerCase(Locale.ROOT) + ", "
                                + part.strength().toLowerCase(Locale.ROOT));
        html.raw("</p>").element("p class=\"detail\"", part.detail());
        evidence(
                html,
                part.evidence("VIOLATIONS"),
                part.outcome().equals("FAIL") ? "Contradicts the clause" : "To be explained");
        evidence(html, part.evidence("APPLIES"), "Why it is asked");
        evidence(html, part.evidence("ABSENT"), "Why it is not asked");
        Clause.Evidence examined = part.evidence("EXAMINED");
        if (examined.total() > 0) {
            html.raw("<details class=\"examined\"><summary>")
                    .text("Looked at: " + Figures.of(examined.total(), "row", "rows"))
                    .raw("</summary>");
            evidence(html, examined, "Looked at");
            html.raw("</details>");
        }
        html.raw("</div>");
    }

    private static void evidence(Html html, Clause.Evidence evidence, String caption) {
        if (evidence.total() == 0) {
            return;
        }
        boolean states =
                evidence.lines().stream().anyMatch(line -> !line.state().isEmpty());
        html.raw("<div class=\"wrap\" tabindex=\"0\" role=\"region\" aria-label=" + Html.attribute(caption) + ">");
        html.raw("<table class=\"evidence\"><caption>")
                .text(caption + ", " + Figures.of(evidence.total(), "row", "rows"));
        if (evidence.total() > evidence.lines().size()) {
            html.text(", the first " + evidence.lines().size() + " shown; all lie in facts/evidence.parquet");
        }
        html.raw("</caption><thead><tr><th scope=\"col\">Where</th><th scope=\"col\">Seen</th>"
                + (states ? "<th scope=\"col\">State</th>" : "") + "</tr></thead><tbody>");
        for (Clause.Line line : evidence.lines()) {
            html.raw("<tr><td class=\"path\">");
            if (line.artifact() >= 0) {
                html.link("file-" + line.artifact(), line.place());
            } else {
                html.text(line.place());
            }
            html.raw("</td>").element("td", line.seen());
            if (states) {
                html.element("td class=\"state\"", line.state());
            }
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }
}
