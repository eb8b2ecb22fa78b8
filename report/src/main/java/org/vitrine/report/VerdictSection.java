package org.vitrine.report;

import java.util.List;
import java.util.Map;

/// The verdicts on the page: by clause family, each clause with its parts and the rows they rest on.
final class VerdictSection {
    private static final int SHOWN = 200;

    private static final Map<String, String> SHAPES =
            Map.of("FAIL", "■", "PASS", "●", "INCONCLUSIVE", "◐", "NOT APPLICABLE", "○");

    /// The families of TS 33.117, by the first two or three numbers of the clause.
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

    private final Ask ask;

    VerdictSection(Ask ask) {
        this.ask = ask;
    }

    static String outcome(String outcome) {
        return "<span class=\"v " + outcome.replace(' ', '-') + "\"><span aria-hidden=\"true\">" + SHAPES.getOrDefault(outcome, "·")
                + "</span> " + outcome + "</span>";
    }

    void write(Html html) {
        html.raw("<div class=\"filterbar\" id=\"outcomes\" role=\"group\" aria-label=\"Which verdicts\">"
                + "<button type=\"button\" data-outcome=\"\" aria-pressed=\"true\">all</button>");
        for (List<Object> row : ask.values("SELECT outcome, count(*) FROM clause GROUP BY outcome ORDER BY outcome")) {
            html.raw("<button type=\"button\" aria-pressed=\"false\" data-outcome=" + Html.attribute(row.get(0)) + ">")
                    .text(row.get(0) + " " + row.get(1))
                    .raw("</button>");
        }
        html.raw("</div>");
        String family = "";
        boolean open = false;
        for (List<Object> clause : ask.values("SELECT catalogue, clause, title, demand, link, outcome, detail, reason FROM clause"
                + " ORDER BY catalogue, ordinal")) {
            String now = familyOf(String.valueOf(clause.get(1)));
            if (!now.equals(family) || !open) {
                html.raw(open ? "</div>" : "").raw("<div class=\"family\">").element("h3", now);
                family = now;
                open = true;
            }
            clause(html, clause);
        }
        html.raw(open ? "</div>" : "");
    }

    private static String familyOf(String clause) {
        return FAMILIES.stream()
                .filter(family -> clause.equals(family.getKey()) || clause.startsWith(family.getKey() + "."))
                .map(family -> family.getKey() + "  " + family.getValue())
                .findFirst()
                .orElse("Other clauses");
    }

    private void clause(Html html, List<Object> row) {
        String clause = String.valueOf(row.get(1));
        String outcome = String.valueOf(row.get(5));
        html.raw("<details class=\"clause\" id=" + Html.attribute("clause-" + clause) + " data-outcome=" + Html.attribute(outcome)
                + "><summary>" + outcome(outcome) + "<span class=\"mono\">");
        html.text(clause).raw("</span><span class=\"t\">").text(row.get(2)).raw("<span class=\"why\">").text(row.get(6));
        html.raw("</span></span></summary><div class=\"body\"><p>").text(row.get(3)).raw(" ");
        html.raw("<a rel=\"noreferrer\" href=" + Html.attribute(row.get(4)) + ">The clause</a></p>");
        String where = " WHERE catalogue = " + quoted(row.get(0)) + " AND clause = " + quoted(clause);
        for (List<Object> part : ask.values("SELECT part, title, method, strength, outcome, reason, detail FROM verdict" + where
                + " ORDER BY method, part")) {
            part(html, where, part);
        }
        html.raw("</div></details>");
    }

    private void part(Html html, String where, List<Object> part) {
        html.raw("<div class=\"part\"><p>" + outcome(String.valueOf(part.get(4))) + " ").text(part.get(1)).raw(" <span class=\"tag\">");
        html.text(String.valueOf(part.get(2)).toLowerCase(java.util.Locale.ROOT) + ", " + String.valueOf(part.get(3)).toLowerCase(java.util.Locale.ROOT));
        html.raw("</span></p><p class=\"lead\">").text(part.get(6)).raw("</p>");
        String of = where + " AND part = " + quoted(part.get(0));
        evidence(html, of + " AND role = 'VIOLATIONS'", "Contradicts the clause");
        evidence(html, of + " AND role IN ('APPLIES', 'ABSENT')", "Why it is asked");
        long examined = ask.number("SELECT count(*) FROM evidence" + of + " AND role = 'EXAMINED'");
        if (examined > 0) {
            html.raw("<details><summary>").text(Figures.of(examined, "thing", "things") + " looked at").raw("</summary>");
            evidence(html, of + " AND role = 'EXAMINED'", "Looked at");
            html.raw("</details>");
        }
        html.raw("</div>");
    }

    private void evidence(Html html, String where, String caption) {
        long count = ask.number("SELECT count(*) FROM evidence" + where);
        if (count == 0) {
            return;
        }
        html.raw("<div class=\"wrap\"><table><caption>").text(caption + ", " + Figures.of(count, "row", "rows"));
        html.raw(count > SHOWN ? ", the first " + SHOWN + " shown" : "").raw("</caption><thead><tr><th scope=\"col\">Where</th>"
                + "<th scope=\"col\">Seen</th><th scope=\"col\">State</th></tr></thead><tbody>");
        for (List<Object> row : ask.values("SELECT artifact, path, line, seen, state FROM evidence" + where
                + " ORDER BY role, ordinal LIMIT " + SHOWN)) {
            long artifact = Ask.number(row.get(0));
            long line = Ask.number(row.get(2));
            String place = row.get(1) + (line > 0 ? ":" + line : "");
            html.raw("<tr><td class=\"path\">");
            if (artifact >= 0) {
                html.raw("<a href=\"#file-" + artifact + "\">").text(place).raw("</a>");
            } else {
                html.text(place);
            }
            html.raw("</td>").element("td", row.get(3)).element("td", row.get(4)).raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private static String quoted(Object text) {
        return "'" + String.valueOf(text).replace("'", "''") + "'";
    }
}
