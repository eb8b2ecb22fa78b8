package org.vitrine.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.vitrine.evidence.Digest;

/// A document as one page of HTML without scripts, for reading and for print.
final class HtmlSheaf implements Sheaf {
    private static final String STYLE = """
            :root { color-scheme: light; }
            body { font: 15px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 62rem;
              margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 1px solid #767676;
              padding-top: 1rem; } h3 { font-size: 1rem; margin-top: 1.5rem; }
            table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .87rem; }
            th, td { border: 1px solid #949494; padding: .25rem .5rem; text-align: left; vertical-align: top;
              overflow-wrap: anywhere; } th { background: #f0f0f0; }
            a { color: #0645ad; }
            @media print { body { margin: 0; max-width: none; font-size: 10pt; } tr { break-inside: avoid; }
              h2, h3 { break-after: avoid; } a { color: inherit; text-decoration: none; } }
            """;

    private final Html html = new Html();

    HtmlSheaf(String title) {
        String hash =
                Base64.getEncoder().encodeToString(Digest.sha256().digest(STYLE.getBytes(StandardCharsets.UTF_8)));
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none';"
                + " form-action 'none'; style-src 'sha256-" + hash + "'\">"
                + "<meta name=\"referrer\" content=\"no-referrer\">");
        html.element("title", title).raw("<style>" + STYLE + "</style></head><body>\n");
    }

    @Override
    public void heading(int level, String anchor, String text) {
        html.element("h" + level + " id=" + Html.attribute(anchor), text).raw("\n");
    }

    @Override
    public void paragraph(String text) {
        html.element("p", text).raw("\n");
    }

    @Override
    public void table(List<String> columns, List<Row> rows) {
        html.raw("<table><thead><tr>");
        columns.forEach(column -> html.element("th scope=\"col\"", column));
        html.raw("</tr></thead><tbody>\n");
        for (Row row : rows) {
            html.raw("<tr><td>");
            if (row.anchor().isEmpty()) {
                html.text(row.cells().getFirst());
            } else {
                html.link(row.anchor(), row.cells().getFirst());
            }
            html.raw("</td>");
            row.cells().stream().skip(1).forEach(cell -> html.element("td", cell));
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table>\n");
    }

    @Override
    public String text() {
        return html + "</body></html>\n";
    }
}
