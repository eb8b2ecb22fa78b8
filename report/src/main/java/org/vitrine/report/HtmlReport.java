package org.vitrine.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Digest;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.Json;

/// A dossier as one page: self-contained, deterministic, readable offline, in print and on a telephone. A strict content
/// security policy lets only the page's own style and script work, by their hashes.
public final class HtmlReport {
    private HtmlReport() {}

    /// The page for a dossier.
    ///
    /// @param identity what to name in the head and the foot: `release`, `catalogues`, `tool`
    public static String of(Dossier dossier, Map<String, String> identity) {
        Ask ask = new Ask(dossier);
        String style = resource("report.css");
        String script = resource("report.js");
        Html html = new Html();
        List<Object> release = ask.values("SELECT sha256, size, understood, kind FROM release").getFirst();
        String digest = String.valueOf(release.get(0));
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '"
                + hash(style) + "'; script-src '" + hash(script) + "'\"><meta name=\"referrer\" content=\"no-referrer\">");
        html.element("title", "Release " + digest.substring(0, 12) + " · Vitrine").raw("<style>" + style + "</style></head><body>");
        html.raw("<a class=\"skip\" href=\"#summary\">To the summary</a><div class=\"page\">");
        navigation(html, ask);
        html.raw("<main>");
        head(html, ask, release, identity);
        html.raw("<section id=\"verdicts\">").element("h2", "Verdicts");
        html.element("p class=\"lead\"", "Each clause with its parts, and the rows each answer rests on. What only a running element, or a"
                + " declaration of the vendor, can answer stays inconclusive here.");
        new VerdictSection(ask).write(html);
        html.raw("</section>");
        for (Sheet sheet : Sheet.ALL) {
            section(html, ask, sheet);
        }
        foot(html, digest, identity);
        html.raw("</main></div><script type=\"application/json\" id=\"data\">")
                .raw(data(ask).compact())
                .raw("</script><script>" + script + "</script></body></html>\n");
        return html.toString();
    }

    private static void navigation(Html html, Ask ask) {
        html.raw("<nav aria-label=\"Contents\"><p class=\"brand\">Vitrine</p><button type=\"button\" class=\"menu\" id=\"menu\""
                + " aria-expanded=\"false\">Contents</button><ol>");
        entry(html, "summary", "Summary", "");
        entry(html, "verdicts", "Verdicts", Figures.count(ask.number("SELECT count(*) FROM clause")));
        for (Sheet sheet : Sheet.ALL) {
            entry(html, sheet.id(), sheet.title(), Figures.count(count(ask, sheet)));
        }
        html.raw("</ol><label for=\"search\">Search everything</label><input type=\"search\" id=\"search\" autocomplete=\"off\">"
                + "<div id=\"results\" role=\"status\"></div></nav>");
    }

    private static void entry(Html html, String id, String title, String count) {
        html.raw("<li><a href=\"#" + id + "\">").text(title).raw("<span class=\"n\">").text(count).raw("</span></a></li>");
    }

    private static long count(Ask ask, Sheet sheet) {
        return ask.number("SELECT count(*) FROM (" + sheet.sql() + ")");
    }

    private static void head(Html html, Ask ask, List<Object> release, Map<String, String> identity) {
        long size = Ask.number(release.get(1));
        long understood = Ask.number(release.get(2));
        html.raw("<header id=\"summary\">").element("h1", "What is in release " + String.valueOf(release.get(0)).substring(0, 12));
        html.element("p class=\"lead\"", "Facts from the release as it was supplied, held against published requirements. Evidence and"
                + " pre-assessment; no certificate.");
        html.raw("<dl class=\"facts\">");
        fact(html, "SHA-256", release.get(0), true);
        fact(html, "Size", Figures.of(size, "byte", "bytes") + (release.get(3).equals("FOLDER") ? " in a folder" : ""), false);
        fact(html, "Understood", Figures.percent(understood, size) + " of these bytes (" + Figures.count(understood) + ")", false);
        fact(html, "Opened", formats(ask), false);
        identity.forEach((name, value) -> fact(html, name, value, name.equals("Catalogue")));
        html.raw("</dl>");
        new ImageMap(ask, size).write(html);
        html.raw("</header><section id=\"know\">").element("h2", "What a reader must know").raw("<ul class=\"know\">");
        for (Known known : Known.of(ask, size, understood)) {
            html.raw("<li class=\"" + known.weight() + "\">").text(known.text());
            html.raw(known.link().isEmpty() ? "" : " <a href=\"#" + known.link() + "\">The rows</a>").raw("</li>");
        }
        html.raw("</ul><div class=\"tally\">");
        for (String outcome : List.of("FAIL", "PASS", "INCONCLUSIVE", "NOT APPLICABLE")) {
            long clauses = ask.number("SELECT count(*) FROM clause WHERE outcome = '" + outcome + "'");
            html.raw("<div>").element("span class=\"n\"", Figures.count(clauses)).raw(VerdictSection.outcome(outcome) + "</div>");
        }
        html.raw("</div></section>");
    }

    private static void fact(Html html, String name, Object value, boolean mono) {
        html.element("dt", name).element(mono ? "dd class=\"mono\"" : "dd", value);
    }

    private static String formats(Ask ask) {
        List<String> parts = new ArrayList<>();
        for (List<Object> row : ask.values("SELECT format, count(*) AS n FROM artifact a WHERE format NOT IN ('raw', 'folder')"
                + " AND EXISTS (SELECT 1 FROM artifact c WHERE c.parent = a.id) GROUP BY format ORDER BY n DESC, format")) {
            parts.add(row.get(0) + (Ask.number(row.get(1)) > 1 ? " (" + Figures.count(Ask.number(row.get(1))) + ")" : ""));
        }
        String artifacts = Figures.of(ask.number("SELECT count(*) FROM artifact"), "artifact", "artifacts");
        return (parts.isEmpty() ? "nothing inside" : String.join(", ", parts)) + "; " + artifacts;
    }

    private static void section(Html html, Ask ask, Sheet sheet) {
        html.raw("<section id=" + Html.attribute(sheet.id()) + ">").element("h2", sheet.title()).element("p class=\"lead\"", sheet.about());
        if (count(ask, sheet) == 0) {
            html.element("p class=\"empty\"", "None found in what could be read.");
        } else {
            html.raw("<div data-table=" + Html.attribute(sheet.id()) + "></div>");
        }
        html.raw("</section>");
    }

    private static void foot(Html html, String digest, Map<String, String> identity) {
        html.raw("<footer><p>Release SHA-256 <span class=\"mono\">").text(digest).raw("</span></p><p>");
        html.text("Vitrine says what was seen, where, and by which rule. It never says that equipment is safe or unsafe: whoever reads"
                + " this concludes. The same facts stand in facts/*.parquet, the verdicts in verdicts.json, all digests in dossier.json. "
                + identity.getOrDefault("Tool", ""));
        html.raw("</p></footer>");
    }

    private static Json data(Ask ask) {
        Json.Builder tables = Json.object();
        for (Sheet sheet : Sheet.ALL) {
            List<List<Object>> rows = ask.values(sheet.sql());
            if (!rows.isEmpty()) {
                tables.put(sheet.id(), table(sheet, rows));
            }
        }
        Json.Builder ids = Json.object();
        Map<String, Long> paths = new LinkedHashMap<>();
        for (List<Object> row : ask.values("SELECT DISTINCT path, id FROM artifact ORDER BY id")) {
            paths.putIfAbsent(String.valueOf(row.get(0)), Ask.number(row.get(1)));
        }
        paths.forEach((path, id) -> ids.put(path, Json.of(id)));
        return Json.object().put("tables", tables.build()).put("ids", ids.build()).build();
    }

    private static Json table(Sheet sheet, List<List<Object>> rows) {
        List<Json> columns = new ArrayList<>();
        for (Sheet.Column column : sheet.columns()) {
            Json.Builder json = Json.object().put("title", Json.of(column.title()));
            switch (column.look()) {
                case TEXT -> {}
                case NUMBER -> json.put("number", Json.of(true));
                case MONO -> json.put("kind", Json.of("mono"));
                case PATH -> json.put("kind", Json.of("path")).put("link", Json.of(true));
                case DIGEST -> json.put("kind", Json.of("mono")).put("digest", Json.of(true));
            }
            columns.add(json.build());
        }
        List<Json> lines = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Json> cells = new ArrayList<>();
            row.forEach(value -> cells.add(
                    value instanceof Number number ? Json.of(number.longValue()) : Json.of(String.valueOf(value))));
            lines.add(Json.of(cells));
        }
        return Json.object()
                .put("title", Json.of(sheet.title()))
                .put("columns", Json.of(columns))
                .put("rows", Json.of(lines))
                .build();
    }

    private static String hash(String source) {
        MessageDigest sha256 = Digest.sha256();
        return "sha256-" + Base64.getEncoder().encodeToString(sha256.digest(source.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
