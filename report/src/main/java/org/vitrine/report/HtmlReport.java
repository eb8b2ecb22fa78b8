package org.vitrine.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.tables.Dossier;

/// A dossier as one page: self-contained, deterministic, readable offline, in print and on a telephone. A strict
/// content security policy lets only the page's own style and script work, by their hashes.
public final class HtmlReport {
    private HtmlReport() {}

    /// The page for a dossier.
    ///
    /// @param identity what to name in the head and the foot: `Catalogue`, `Dossier` (its SHA-256), `Tool`
    public static String of(Dossier dossier, Map<String, String> identity) {
        Ask ask = new Ask(dossier);
        Map<String, String> named = new TreeMap<>(identity);
        List<Object> release = ask.values("SELECT sha256, size, understood, kind FROM release").stream()
                .findFirst()
                .orElse(List.of("", 0L, 0L, "FILE"));
        String digest = String.valueOf(release.getFirst());
        List<Clause> clauses = Clause.all(ask);
        Map<Sheet, Long> counts = new LinkedHashMap<>();
        Sheets.ALL.stream().filter(sheet -> sheet.isFor(ask)).forEach(sheet -> counts.put(sheet, sheet.count(ask)));
        String style = Page.resource("report.css") + Page.footer(named.getOrDefault("Dossier", digest));
        String script = Page.resource("report.js");
        Html html = new Html();
        Page.open(html, "Release " + Head.brief(digest) + " · Vitrine", style, script);
        html.raw("<a class=\"skip\" href=\"#main\">To the report</a><div class=\"page\">");
        navigation(html, clauses.size(), counts);
        html.raw("<main id=\"main\" tabindex=\"-1\">");
        new Head(ask, release, named).write(html, clauses);
        html.raw("<section id=\"verdicts\">").element("h2", "Verdicts");
        html.element(
                "p class=\"lead\"",
                "Each clause with its parts, and the rows each answer rests on. What only a running element, or a"
                        + " declaration of the vendor, can answer stays inconclusive here.");
        VerdictSection.write(html, clauses);
        html.raw("</section>");
        sections(html, counts);
        foot(html, digest, named);
        html.raw("</main></div><script type=\"application/json\" id=\"data\">")
                .raw(PageData.of(ask, counts))
                .raw("</script><script>" + script + "</script></body></html>\n");
        return html.toString();
    }

    private static void navigation(Html html, long clauses, Map<Sheet, Long> counts) {
        html.raw(
                "<nav aria-label=\"Contents\"><p class=\"brand\">Vitrine</p><button type=\"button\" class=\"menu\""
                        + " id=\"menu\" aria-expanded=\"false\" aria-controls=\"contents\">Contents</button><ol id=\"contents\">");
        entry(html, "summary", "Summary", "");
        entry(html, "know", "What to know", "");
        entry(html, "verdicts", "Verdicts", Figures.count(clauses));
        counts.forEach((sheet, count) -> {
            if (count > 0) {
                entry(html, sheet.id(), sheet.title(), Figures.count(count));
            }
        });
        if (counts.containsValue(0L)) {
            entry(html, "nothing", "Nothing found of", "");
        }
        html.raw("</ol><div class=\"search\"><label for=\"search\">Search everything</label>"
                + "<input type=\"search\" id=\"search\" autocomplete=\"off\" spellcheck=\"false\">"
                + "<div id=\"results\" role=\"status\"></div></div></nav>");
    }

    private static void entry(Html html, String id, String title, String count) {
        html.raw("<li><a href=" + Html.attribute("#" + id) + ">")
                .text(title)
                .raw(count.isEmpty() ? "" : " <span class=\"n\">" + count + "</span>")
                .raw("</a></li>");
    }

    private static void sections(Html html, Map<Sheet, Long> counts) {
        html.raw("<noscript><p class=\"empty\">The tables below need this page's script. The same rows lie in facts/,"
                + " one file for each table.</p></noscript>");
        counts.forEach((sheet, count) -> {
            if (count > 0) {
                html.raw("<section id=" + Html.attribute(sheet.id()) + ">").element("h2", sheet.title());
                html.element("p class=\"lead\"", sheet.about());
                if (count > Sheet.MOST) {
                    html.element(
                            "p class=\"empty\"",
                            "The first " + Figures.count(Sheet.MOST) + " of " + Figures.count(count)
                                    + " rows; all of them lie in facts/.");
                }
                html.raw("<div data-table=" + Html.attribute(sheet.id()) + "></div></section>");
            }
        });
        if (counts.containsValue(0L)) {
            html.raw("<section id=\"nothing\">").element("h2", "Nothing found of");
            html.raw("<p class=\"lead\">In what could be read there are none of these:</p><ul class=\"nothing\">");
            counts.forEach((sheet, count) -> {
                if (count == 0) {
                    html.raw("<li><strong>")
                            .text(sheet.title())
                            .raw("</strong> ")
                            .text(sheet.about())
                            .raw("</li>");
                }
            });
            html.raw("</ul></section>");
        }
    }

    private static void foot(Html html, String digest, Map<String, String> identity) {
        html.raw("<footer><p>Release SHA-256 <span class=\"mono\">")
                .text(digest)
                .raw("</span>");
        String dossier = identity.getOrDefault("Dossier", "");
        if (!dossier.isEmpty()) {
            html.raw("<br>Dossier SHA-256 <span class=\"mono\">").text(dossier).raw("</span>");
        }
        html.raw("</p><p>")
                .text("Vitrine says what was seen, where, and by which rule. It never says that equipment is safe or"
                        + " unsafe: whoever reads this concludes. The same facts stand in facts/*.parquet, the"
                        + " verdicts in verdicts.json, all digests in dossier.json. "
                        + identity.getOrDefault("Tool", ""));
        html.raw("</p></footer>");
    }
}
