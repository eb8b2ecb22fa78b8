package org.vitrine.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page's paths, class by class: each with what became of it. What lies in a folder or container that
/// came or
/// went as a whole is folded into it.
final class ChangeFiles {
    /// The classes in the order of this section, what could not be read first.
    private static final List<String> ORDER = List.of("UNREADABLE", "CHANGED", "ADDED", "REMOVED", "MOVED", "METADATA");

    private static final Map<String, String> ABOUT = Map.of(
            "UNREADABLE", "The bytes differ, and in one of the releases they could not be read to their end.",
            "CHANGED", "The content differs: the bytes, a link's target, a device's number, or the type.",
            "ADDED", "Only the newer release has it.",
            "REMOVED", "Only the older release has it.",
            "MOVED", "It has another name or place; its content may differ, too.",
            "METADATA", "The content is the same; mode, owner, time or an attribute isn't.");

    /// More paths than these, of which the same is recorded differently, are folded.
    private static final int ALIKE = 12;

    private final Differences differences;
    private final Map<String, List<ChangedPath>> classes;
    private final Map<String, String> anchors = new HashMap<>();
    private final Map<String, List<Finding>> meanings = new HashMap<>();
    private final Set<String> texts;
    private final ChangeCode code;

    /// The section of a comparison.
    ///
    /// @param texts the places of the texts that are shown further down
    /// @param code what differs in code
    ChangeFiles(Ask ask, Differences differences, Set<String> texts, ChangeCode code) {
        this.differences = differences;
        this.classes = ChangedPath.all(ask);
        this.texts = texts;
        this.code = code;
        classes.values().forEach(paths -> paths.forEach(this::anchor));
        for (Finding finding : differences.findings()) {
            meanings.computeIfAbsent(anchor(finding.oldArtifact(), finding.newArtifact()), _ -> new ArrayList<>())
                    .add(finding);
        }
    }

    /// Either of its artifacts leads to its row.
    private void anchor(ChangedPath path) {
        if (path.newArtifact() >= 0) {
            anchors.put("new-" + path.newArtifact(), path.anchor());
        }
        if (path.oldArtifact() >= 0) {
            anchors.put("old-" + path.oldArtifact(), path.anchor());
        }
    }

    /// The place of what has these artifacts; empty where the page has none.
    private String anchor(long oldArtifact, long newArtifact) {
        return anchors.getOrDefault(ChangedPath.anchor(oldArtifact, newArtifact), "");
    }

    /// A finding's place, linked to its row where the page has one.
    void place(Html html, Finding finding) {
        place(html, finding.oldArtifact(), finding.newArtifact(), finding.place());
    }

    /// The place of what has these artifacts, linked to its row where the page has one.
    void place(Html html, long oldArtifact, long newArtifact, String text) {
        String anchor = anchor(oldArtifact, newArtifact);
        if (anchor.isEmpty()) {
            html.text(text);
        } else {
            html.link(anchor, text);
        }
    }

    void write(Html html) {
        long identical = differences
                .classes()
                .getOrDefault("IDENTICAL", new Differences.Count(0, 0))
                .newer();
        html.raw("<section id=\"files\">").element("h2", "By file");
        html.element(
                "p class=\"lead\"",
                "Every path of both releases is in exactly one class. The " + Figures.of(identical, "path", "paths")
                        + " that stayed as they were are counted, and not listed.");
        for (String kind : ORDER) {
            List<ChangedPath> paths = classes.getOrDefault(kind, List.of());
            if (!paths.isEmpty()) {
                kind(html, kind, paths);
            }
        }
        html.raw("</section>");
    }

    private void kind(Html html, String kind, List<ChangedPath> paths) {
        Differences.Count count = differences.classes().getOrDefault(kind, new Differences.Count(0, 0));
        long total = Math.max(count.older(), count.newer());
        String word = ChangeHead.word(kind);
        html.raw("<details class=\"clause kind\" id=" + Html.attribute("class-" + word.replace(' ', '-'))
                + (paths.size() <= 40 || kind.equals("UNREADABLE") ? " open" : "") + "><summary><span class=\"t\">");
        html.element("strong", word);
        html.element("span class=\"why\"", ABOUT.getOrDefault(kind, ""));
        html.raw("</span>").element("span class=\"n\"", Figures.of(total, "path", "paths"));
        html.raw("</summary><div class=\"body\">");
        if (total > paths.size()) {
            html.element(
                    "p class=\"empty\"",
                    "The first " + Figures.count(paths.size()) + " of " + Figures.of(total, "path", "paths")
                            + "; all of them lie in change.json and facts/change.parquet.");
        }
        List<ChangedPath> through = paths.stream().filter(ChangedPath::opened).toList();
        List<ChangedPath> plain = paths.stream().filter(path -> !path.opened()).toList();
        if (kind.equals("METADATA") && plain.size() > ALIKE) {
            alike(html, word, plain);
        } else {
            table(html, word, folded(plain));
        }
        if (!through.isEmpty()) {
            html.raw("<details class=\"inner\"><summary>")
                    .text(Figures.of(through.size(), "container that was", "containers that were")
                            + " compared through: what is in them has rows of its own")
                    .raw("</summary>");
            table(html, word + " containers", folded(through));
            html.raw("</details>");
        }
        html.raw("</div></details>");
    }

    /// Paths of which the same is recorded differently, together; the rarest difference first.
    private void alike(Html html, String word, List<ChangedPath> paths) {
        Map<String, List<ChangedPath>> groups = new LinkedHashMap<>();
        paths.forEach(path ->
                groups.computeIfAbsent(path.metadata(), _ -> new ArrayList<>()).add(path));
        Map<ChangedPath, List<ChangedPath>> rare = new LinkedHashMap<>();
        groups.values().stream()
                .filter(group -> group.size() <= ALIKE)
                .forEach(group -> group.forEach(path -> rare.put(path, List.of())));
        table(html, word, rare);
        groups.entrySet().stream()
                .filter(group -> group.getValue().size() > ALIKE)
                .sorted(java.util.Comparator.comparing(group -> group.getValue().size()))
                .forEach(group -> {
                    html.raw("<details class=\"inner\"><summary>")
                            .text(Figures.count(group.getValue().size()) + " paths: "
                                    + group.getKey().replace("->", "→"))
                            .raw("</summary>");
                    table(html, group.getKey(), folded(group.getValue()));
                    html.raw("</details>");
                });
    }

    /// Each path that is alone of its class, or uppermost, with what lies below it.
    private static Map<ChangedPath, List<ChangedPath>> folded(List<ChangedPath> paths) {
        Map<String, ChangedPath> tops = new HashMap<>();
        Map<ChangedPath, List<ChangedPath>> folded = new LinkedHashMap<>();
        for (ChangedPath path : paths) {
            boolean whole = path.kind().equals("ADDED") || path.kind().equals("REMOVED");
            int slash = path.path().lastIndexOf('/');
            ChangedPath top = whole && slash >= 0 ? tops.get(path.path().substring(0, slash)) : null;
            tops.put(path.path(), top == null ? path : top);
            folded.computeIfAbsent(top == null ? path : top, _ -> new ArrayList<>());
            if (top != null) {
                folded.getOrDefault(top, new ArrayList<>()).add(path);
            }
        }
        return folded;
    }

    private void table(Html html, String caption, Map<ChangedPath, List<ChangedPath>> paths) {
        if (paths.isEmpty()) {
            return;
        }
        html.raw("<div class=\"wrap wide\" tabindex=\"0\" role=\"region\" aria-label=" + Html.attribute(caption)
                + "><table><thead><tr><th scope=\"col\">Path</th><th scope=\"col\">What exactly</th>"
                + "<th scope=\"col\">What it means</th></tr></thead><tbody>");
        paths.forEach((path, below) -> {
            row(html, path, below.size());
            if (!below.isEmpty()) {
                below(html, path, below);
            }
        });
        html.raw("</tbody></table></div>");
    }

    private void row(Html html, ChangedPath path, int below) {
        html.raw("<tr id=" + Html.attribute(path.anchor()) + "><td class=\"path\">");
        html.text(path.path().isEmpty() ? "the release itself" : path.path());
        html.raw("</td><td title=" + Html.attribute((path.oldSha256() + " → " + path.newSha256()).strip()) + ">");
        html.text(path.said());
        if (below > 0) {
            html.text("; " + Figures.of(below, "path", "paths") + " in it");
        }
        String functions = code.said(path.oldSha256(), path.newSha256());
        if (!functions.isEmpty()) {
            html.text("; ").link("code", functions);
        }
        String text = "text-" + path.anchor();
        if (texts.contains(text)) {
            html.raw("; ").link(text, "its text");
        }
        html.raw("</td><td>");
        meanings(html, path);
        html.raw("</td></tr>\n");
    }

    private void meanings(Html html, ChangedPath path) {
        List<Finding> findings = meanings.getOrDefault(path.anchor(), List.of());
        if (findings.isEmpty()) {
            return;
        }
        html.raw("<ul class=\"seen\">");
        int shown = Math.min(5, findings.size());
        for (Finding finding : findings.subList(0, shown)) {
            html.raw("<li>" + Finding.mark(finding.severity()) + " ");
            html.link("rule-" + finding.rule(), finding.title())
                    .text(": " + finding.subject())
                    .raw("</li>");
        }
        if (findings.size() > shown) {
            html.element("li", "and " + Figures.count(findings.size() - shown) + " more");
        }
        html.raw("</ul>");
    }

    private void below(Html html, ChangedPath top, List<ChangedPath> below) {
        html.raw("<tr><td colspan=\"3\"><details class=\"inner\"><summary>")
                .text("in " + top.path() + ": " + Figures.of(below.size(), "path", "paths"))
                .raw("</summary><ul class=\"mono\">");
        for (ChangedPath path : below) {
            html.raw("<li id=" + Html.attribute(path.anchor()) + ">")
                    .text(path.path()
                            .substring(Math.min(path.path().length(), top.path().length() + 1)))
                    .raw(" <span class=\"n\">")
                    .text(path.said())
                    .raw("</span>");
            meanings(html, path);
            html.raw("</li>\n");
        }
        html.raw("</ul></details></td></tr>\n");
    }
}
