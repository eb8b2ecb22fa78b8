package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What stands first on the page: what was examined, how much of it could be read, what a reader must know.
final class Head {
    private final Ask ask;
    private final List<Object> release;
    private final Map<String, String> identity;

    Head(Ask ask, List<Object> release, Map<String, String> identity) {
        this.ask = ask;
        this.release = release;
        this.identity = identity;
    }

    /// The first digits of a digest.
    static String brief(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    void write(Html html, List<Clause> clauses) {
        String digest = String.valueOf(release.getFirst());
        long size = Ask.number(release.get(1));
        long understood = Ask.number(release.get(2));
        html.raw("<header id=\"summary\">").element("h1", "What is in release " + brief(digest));
        html.element(
                "p class=\"lead\"",
                "Facts from the release as it was supplied, held against published requirements. Evidence and"
                        + " pre-assessment; no certificate.");
        html.raw("<dl class=\"facts\">");
        html.raw("<dt>SHA-256</dt>").element("dd class=\"mono\"", digest);
        html.raw("<dt>Size</dt>")
                .element(
                        "dd",
                        Figures.of(size, "byte", "bytes") + (release.get(3).equals("FOLDER") ? " in a folder" : ""));
        understood(html, size, understood);
        html.raw("<dt>Opened</dt><dd>").text(formats()).raw("; ");
        long artifacts = ask.number("SELECT count(*) FROM artifact");
        if (artifacts > 0) {
            html.link("files", Figures.of(artifacts, "artifact", "artifacts"));
        } else {
            html.text("no artifact");
        }
        html.raw("</dd>");
        identity.forEach((name, value) -> {
            if (!name.equals("Dossier")) {
                html.element("dt", name).element(value.contains("sha256") ? "dd class=\"mono\"" : "dd", value);
            }
        });
        html.raw("</dl>");
        new ImageMap(ask, size).write(html);
        html.raw("</header><section id=\"know\">").element("h2", "What a reader must know");
        html.raw("<ul class=\"know\">");
        for (Known known : Known.of(ask, clauses, size, understood)) {
            known.write(html);
        }
        html.raw("</ul>");
        tally(html, clauses);
        html.raw("</section>");
    }

    private void understood(Html html, long size, long understood) {
        html.raw("<dt>Understood</dt><dd>");
        String share = Figures.percent(understood, size);
        if (ask.number("SELECT count(*) FROM region") > 0) {
            html.link("regions", share);
        } else {
            html.text(share);
        }
        html.text(" of these bytes (" + Figures.count(understood) + ")");
        html.raw("</dd>");
    }

    private static void tally(Html html, List<Clause> clauses) {
        html.raw("<div class=\"tally\">");
        Gist.tally(clauses)
                .forEach((outcome, count) -> html.raw(
                                "<a href=\"#verdicts\" data-outcome=" + Html.attribute(outcome) + ">")
                        .element("span class=\"n\"", Figures.count(count))
                        .raw(VerdictSection.outcome(outcome))
                        .raw("</a>"));
        html.raw("</div>");
    }

    private String formats() {
        List<String> parts = new ArrayList<>();
        for (List<Object> row : ask.values("""
                SELECT format, count(*) AS n FROM artifact WHERE format NOT IN ('raw', 'folder')
                    AND id IN (SELECT parent FROM artifact) GROUP BY format ORDER BY n DESC, format LIMIT 13""")) {
            long count = Ask.number(row.get(1));
            parts.add(row.getFirst() + (count > 1 ? " (" + Figures.count(count) + ")" : ""));
        }
        if (parts.size() > 12) {
            return String.join(", ", parts.subList(0, 12)) + " and more";
        }
        return parts.isEmpty() ? "nothing inside" : String.join(", ", parts);
    }
}
