package org.vitrine.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrine.tables.Dossier;

/// A comparison as one page without a script: may the newer release be installed, and why one should look first; what
/// the changes mean; what became of every path. Of one family with [HtmlReport].
public final class ChangeReport {
    private ChangeReport() {}

    /// The page of a comparison.
    ///
    /// @param identity what to name in the foot: `Comparison` (its SHA-256), `Tool`
    public static String of(Dossier comparison, Map<String, String> identity) {
        Ask ask = new Ask(comparison);
        Differences differences = Differences.of(ask);
        ChangeTexts texts = new ChangeTexts(ask);
        ChangeCode code = new ChangeCode(ask);
        ChangeFiles files = new ChangeFiles(ask, differences, texts.anchors(), code);
        String digest = identity.getOrDefault("Comparison", "");
        Html html = new Html();
        Page.open(
                html,
                "From " + Head.brief(differences.text("old_release")) + " to "
                        + Head.brief(differences.text("new_release")) + " · Vitrine",
                Page.resource("report.css") + Page.resource("change.css") + Page.footer(digest),
                "");
        html.raw("<a class=\"skip\" href=\"#main\">To the report</a><div class=\"page change\">");
        ChangeExtras extras = new ChangeExtras(ask, comparison.schemas(), files);
        navigation(html, differences, texts, code, extras);
        html.raw("<main id=\"main\" tabindex=\"-1\">");
        new ChangeHead(differences, files).write(html);
        new ChangeMeaning(differences, files).write(html);
        extras.declared(html);
        files.write(html);
        texts.write(html);
        code.write(html);
        extras.others(html);
        foot(html, digest, identity.getOrDefault("Tool", ""));
        html.raw("</main></div></body></html>\n");
        return html.toString();
    }

    private static void navigation(
            Html html, Differences differences, ChangeTexts texts, ChangeCode code, ChangeExtras extras) {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("summary", "May this be installed?");
        titles.put("meaning", "By meaning");
        titles.put("unasked", differences.unasked().isEmpty() ? "" : "Rules not asked");
        titles.put("turns", differences.turns().isEmpty() ? "" : "Verdicts that turned");
        extras.declaredTitles().forEach(titles::put);
        titles.put("files", "By file");
        titles.put("texts", texts.isEmpty() ? "" : "Texts");
        titles.put("code", code.isEmpty() ? "" : "Changed code");
        extras.otherTitles().forEach(titles::put);
        html.raw("<nav aria-label=\"Contents\"><p class=\"brand\">Vitrine</p><ol id=\"contents\">");
        titles.forEach((id, title) -> {
            if (!title.isEmpty()) {
                html.raw("<li>").link(id, title).raw("</li>");
            }
        });
        html.raw("</ol></nav>");
    }

    private static void foot(Html html, String digest, String tool) {
        html.raw("<footer>");
        if (!digest.isEmpty()) {
            html.raw("<p>Comparison SHA-256 <span class=\"mono\">").text(digest).raw("</span></p>");
        }
        html.element(
                "p",
                "Vitrine says what was seen, where, and by which rule. It never says that equipment is safe or unsafe:"
                        + " whoever reads this concludes. The same facts stand in facts/*.parquet and change.json, all"
                        + " digests in dossier.json. " + tool);
        html.raw("</footer>");
    }
}
