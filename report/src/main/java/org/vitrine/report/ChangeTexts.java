package org.vitrine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page's texts that read otherwise: by key where they have keys, and line by line, folded.
final class ChangeTexts {
    /// How many texts are shown, and how many rows of them in all.
    private static final int MOST = 2_000;

    private static final int ROWS = 20_000;

    /// So many texts that read otherwise in the same way are told once.
    private static final int ALIKE = 3;

    private final Ask ask;
    private final List<Text> texts;

    /// A text, and how much of it differs.
    private record Text(
            long oldArtifact, long newArtifact, String path, long removed, long added, long keys, String note) {
        String anchor() {
            return "text-" + ChangedPath.anchor(oldArtifact, newArtifact);
        }

        String said() {
            if (oldArtifact < 0 || newArtifact < 0) {
                return (oldArtifact < 0 ? "added, " : "removed, ")
                        + Figures.of(Math.max(removed, added), "line", "lines");
            }
            List<String> words = new ArrayList<>();
            if (keys >= 0) {
                words.add(Figures.of(keys, "key", "keys"));
            }
            if (removed >= 0 && added >= 0) {
                words.add("−" + Figures.count(removed) + " +" + Figures.of(added, "line", "lines"));
            }
            return words.isEmpty() ? "not compared" : String.join(", ", words);
        }
    }

    ChangeTexts(Ask ask) {
        this.ask = ask;
        this.texts = ask.has("text_change") ? texts(ask) : List.of();
    }

    private static List<Text> texts(Ask ask) {
        List<Text> texts = new ArrayList<>();
        for (List<Object> row : ask.values("""
                SELECT old_artifact, new_artifact, path, removed, added, "keys", note FROM text_change
                ORDER BY new_artifact < 0, new_artifact, old_artifact LIMIT\s""" + MOST)) {
            texts.add(new Text(
                    Ask.number(row.get(0)),
                    Ask.number(row.get(1)),
                    String.valueOf(row.get(2)),
                    Ask.number(row.get(3)),
                    Ask.number(row.get(4)),
                    Ask.number(row.get(5)),
                    String.valueOf(row.get(6))));
        }
        return texts;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /// The places of the texts on the page.
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        texts.forEach(text -> anchors.add(text.anchor()));
        return anchors;
    }

    void write(Html html) {
        if (texts.isEmpty()) {
            return;
        }
        long total = ask.number("SELECT count(*) FROM text_change");
        html.raw("<section id=\"texts\">").element("h2", "Texts that read otherwise, came or went");
        html.element(
                "p class=\"lead\"",
                Figures.of(total, "text", "texts")
                        + ", by key where they have keys, and line by line; of those that came or went the small ones by"
                        + " which something is run or set. Hashes, passwords"
                        + " and private keys stand as <redacted>; a backslash is doubled.");
        if (total > texts.size()) {
            html.element(
                    "p class=\"empty\"",
                    "The first " + Figures.count(texts.size()) + "; all of them lie in facts/text_change.parquet.");
        }
        Map<String, List<List<Object>>> lines = rows("""
                SELECT old_artifact, new_artifact, kind, old_line, new_line, text, ending FROM line_change
                ORDER BY new_artifact < 0, new_artifact, old_artifact, ordinal LIMIT\s""");
        Map<String, List<List<Object>>> keys = rows("""
                SELECT old_artifact, new_artifact, kind, key, was, now FROM key_change
                ORDER BY new_artifact < 0, new_artifact, old_artifact, ordinal LIMIT\s""");
        Map<String, List<Text>> alike = new LinkedHashMap<>();
        for (Text text : texts) {
            alike.computeIfAbsent(
                            difference(text, lines.getOrDefault(text.anchor(), List.of())), _ -> new ArrayList<>())
                    .add(text);
        }
        alike.values().stream()
                .sorted(Comparator.comparingInt(same -> same.size() >= ALIKE ? same.size() : 0))
                .forEach(same -> {
                    if (same.size() >= ALIKE) {
                        same(html, same, keys, lines);
                    } else {
                        same.forEach(text -> text(html, text, keys, lines));
                    }
                });
        html.raw("</section>");
    }

    /// The lines that went and came, by which texts are found that read otherwise in the same way.
    private static String difference(Text text, List<List<Object>> lines) {
        StringBuilder difference =
                new StringBuilder(lines.isEmpty() || !text.note().isEmpty() ? text.anchor() : "");
        lines.stream()
                .filter(line -> !line.get(1).equals("CONTEXT"))
                .forEach(line ->
                        difference.append(line.get(1)).append(line.get(4)).append('\n'));
        return difference.toString();
    }

    /// Texts that read otherwise in the same way, once.
    private static void same(
            Html html, List<Text> same, Map<String, List<List<Object>>> keys, Map<String, List<List<Object>>> lines) {
        Text first = same.getFirst();
        html.raw("<details class=\"clause text\"><summary><span class=\"t\">")
                .text(first.path() + " and " + Figures.count(same.size() - 1) + " more, all in the same way")
                .raw("</span>");
        html.element("span class=\"n\"", first.said()).raw("</summary><div class=\"body\">");
        html.raw("<details class=\"inner\"><summary>")
                .text(Figures.count(same.size()) + " texts")
                .raw("</summary><ul class=\"mono\">");
        same.forEach(text -> html.raw("<li id=" + Html.attribute(text.anchor()) + ">")
                .text(text.path())
                .raw("</li>"));
        html.raw("</ul></details>");
        rows(html, first, keys.getOrDefault(first.anchor(), List.of()), lines.getOrDefault(first.anchor(), List.of()));
        html.raw("</div></details>\n");
    }

    private Map<String, List<List<Object>>> rows(String sql) {
        Map<String, List<List<Object>>> rows = new LinkedHashMap<>();
        for (List<Object> row : ask.values(sql + ROWS)) {
            String anchor = "text-" + ChangedPath.anchor(Ask.number(row.get(0)), Ask.number(row.get(1)));
            rows.computeIfAbsent(anchor, _ -> new ArrayList<>()).add(row.subList(1, row.size()));
        }
        return rows;
    }

    private static void text(
            Html html, Text text, Map<String, List<List<Object>>> keys, Map<String, List<List<Object>>> lines) {
        html.raw("<details class=\"clause text\" id=" + Html.attribute(text.anchor()) + "><summary><span class=\"t\">")
                .text(text.path())
                .raw("</span>");
        html.element("span class=\"n\"", text.said()).raw("</summary><div class=\"body\">");
        rows(html, text, keys.getOrDefault(text.anchor(), List.of()), lines.getOrDefault(text.anchor(), List.of()));
        html.raw("</div></details>\n");
    }

    private static void rows(Html html, Text text, List<List<Object>> keys, List<List<Object>> lines) {
        List<String> notes = new ArrayList<>();
        if (!text.note().isEmpty()) {
            notes.add(text.note());
        }
        if (keys.isEmpty() && lines.isEmpty() && text.removed() + text.added() > 0) {
            notes.add("its rows lie in facts/line_change.parquet: the page holds the first " + Figures.count(ROWS));
        }
        if (!notes.isEmpty()) {
            html.element("p class=\"empty\"", String.join("; ", notes) + ".");
        }
        if (!keys.isEmpty()) {
            keys(html, keys);
        }
        if (!lines.isEmpty()) {
            lines(html, lines, !keys.isEmpty());
        }
    }

    private static void keys(Html html, List<List<Object>> keys) {
        html.raw("<div class=\"wrap wide\"><table><thead><tr><th scope=\"col\">Key</th><th scope=\"col\">Was</th>"
                + "<th scope=\"col\">Is now</th></tr></thead><tbody>");
        for (List<Object> key : keys) {
            html.raw("<tr>").element("td class=\"mono\"", key.get(2));
            html.element("td class=\"turn\"", key.get(1).equals("ADDED") ? "–" : tabbed(String.valueOf(key.get(3))));
            html.element("td class=\"turn\"", key.get(1).equals("REMOVED") ? "–" : tabbed(String.valueOf(key.get(4))));
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private static void lines(Html html, List<List<Object>> lines, boolean folded) {
        html.raw(folded ? "<details class=\"inner\"><summary>line by line</summary>" : "");
        html.raw("<div class=\"wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Lines\"><pre class=\"diff\">");
        long next = -1;
        for (List<Object> line : lines) {
            String kind = String.valueOf(line.get(1));
            long older = Ask.number(line.get(2));
            long newer = Ask.number(line.get(3));
            long at = kind.equals("REMOVED") ? older : newer;
            if (next >= 0 && newer > next) {
                html.raw("<span class=\"cut\">⋯</span>");
            }
            next = newer + 1;
            html.raw("<span class=\"" + (kind.equals("REMOVED") ? "less" : kind.equals("ADDED") ? "more" : "same")
                    + "\"><i>" + at + "</i>");
            html.text(kind.equals("REMOVED") ? "−" : kind.equals("ADDED") ? "+" : " ");
            html.text(tabbed(String.valueOf(line.get(4))));
            html.text(line.get(5).equals("NONE") ? " (no line end)" : "").raw("</span>");
        }
        html.raw("</pre></div>" + (folded ? "</details>" : ""));
    }

    /// Tabs as blanks; everything else that cannot be seen stays as its bytes.
    static String tabbed(String shown) {
        StringBuilder text = new StringBuilder(shown.length());
        for (int i = 0; i < shown.length(); i++) {
            if (shown.startsWith("\\\\", i)) {
                text.append("\\\\");
                i++;
            } else if (shown.startsWith("\\x09", i)) {
                text.append("    ");
                i += 3;
            } else {
                text.append(shown.charAt(i));
            }
        }
        return text.toString();
    }
}
