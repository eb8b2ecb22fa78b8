package org.vitrine.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The page's code: changed ELF files, each with its functions that are not as they were. Triage, and it says so.
final class ChangeCode {
    /// How many files, and how many functions of one file and of all, are shown.
    private static final int MOST = 2_000;

    private static final int EACH = 300;
    private static final int FUNCTIONS = 20_000;

    private final Ask ask;
    private final List<File> files;
    private final Map<String, File> byContents = new HashMap<>();

    /// A pair of contents that one path had and has.
    private record File(
            String oldContent,
            String newContent,
            String path,
            long oldFunctions,
            long newFunctions,
            long changed,
            long added,
            long removed,
            String sections,
            boolean namingOnly) {
        String said() {
            if (namingOnly) {
                return "only what names the build differs (" + sections + ")";
            }
            if (changed + added + removed == 0) {
                return oldFunctions + newFunctions == 0
                        ? "no function known; sections " + sections
                        : "no function has another shape; sections " + sections;
            }
            return Figures.count(changed) + " of " + Figures.of(oldFunctions, "function", "functions") + " changed, "
                    + Figures.count(added) + " came, " + Figures.count(removed) + " went";
        }
    }

    ChangeCode(Ask ask) {
        this.ask = ask;
        this.files = ask.has("code_change") ? files(ask) : List.of();
        files.forEach(file -> byContents.put(file.oldContent() + file.newContent(), file));
    }

    private static List<File> files(Ask ask) {
        List<File> files = new ArrayList<>();
        for (List<Object> row : ask.values("""
                SELECT old_content, new_content, path, old_functions, new_functions, changed, added, removed, sections,
                    naming_only
                FROM code_change ORDER BY naming_only, changed + added + removed DESC, path, old_content, new_content
                LIMIT\s""" + MOST)) {
            files.add(new File(
                    String.valueOf(row.get(0)),
                    String.valueOf(row.get(1)),
                    String.valueOf(row.get(2)),
                    Ask.number(row.get(3)),
                    Ask.number(row.get(4)),
                    Ask.number(row.get(5)),
                    Ask.number(row.get(6)),
                    Ask.number(row.get(7)),
                    String.valueOf(row.get(8)),
                    String.valueOf(row.get(9)).equals("YES")));
        }
        return files;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /// What differs in the code of these two contents, in a few words; empty where they are no code.
    String said(String oldContent, String newContent) {
        File file = byContents.get(oldContent + newContent);
        return file == null ? "" : file.said();
    }

    void write(Html html) {
        if (files.isEmpty()) {
            return;
        }
        long total = ask.number("SELECT count(*) FROM code_change");
        long naming = ask.number("SELECT count(*) FROM code_change WHERE naming_only = 'YES'");
        long quiet = ask.number(
                "SELECT count(*) FROM code_change WHERE naming_only <> 'YES' AND changed + added + removed = 0");
        html.raw("<section id=\"code\">").element("h2", "Changed code");
        html.element(
                "p class=\"lead\"",
                Figures.of(total, "pair", "pairs") + " of ELF contents; in " + Figures.count(naming)
                        + " only what names the build differs, in " + Figures.count(quiet)
                        + " more no function has another shape. This says where to look first and proves nothing: which"
                        + " function is called and which text is loaded is no part of a shape.");
        if (total > files.size()) {
            html.element(
                    "p class=\"empty\"",
                    "The first " + Figures.count(files.size()) + "; all of them lie in facts/code_change.parquet.");
        }
        Map<String, List<List<Object>>> functions = functions();
        for (File file : files) {
            file(html, file, functions.getOrDefault(file.oldContent() + file.newContent(), List.of()));
        }
        html.raw("</section>");
    }

    private Map<String, List<List<Object>>> functions() {
        Map<String, List<List<Object>>> functions = new HashMap<>();
        if (ask.has("function_change")) {
            ask.values("""
                    SELECT old_content || new_content, kind, name, old_offset, old_length, new_offset, new_length
                    FROM function_change
                    QUALIFY row_number() OVER (PARTITION BY old_content, new_content
                        ORDER BY kind, new_offset, old_offset, name) <=\s""" + EACH
                            + " ORDER BY old_content, new_content, kind, new_offset, old_offset, name LIMIT "
                            + FUNCTIONS)
                    .forEach(row -> functions
                            .computeIfAbsent(String.valueOf(row.getFirst()), _ -> new ArrayList<>())
                            .add(row));
        }
        return functions;
    }

    private static void file(Html html, File file, List<List<Object>> functions) {
        html.raw("<details class=\"clause text\"><summary><span class=\"t\">")
                .text(file.path())
                .raw("</span>");
        html.element("span class=\"n\"", file.said()).raw("</summary><div class=\"body\">");
        html.raw("<p class=\"known\">")
                .text("Sections that differ: " + (file.sections().isEmpty() ? "none" : file.sections()));
        html.text(". Contents ");
        html.element("span class=\"mono\" title=" + Html.attribute(file.oldContent()), Head.brief(file.oldContent()));
        html.text(" → ");
        html.element("span class=\"mono\" title=" + Html.attribute(file.newContent()), Head.brief(file.newContent()));
        html.raw("</p>");
        long total = file.changed() + file.added() + file.removed();
        if (total > functions.size()) {
            html.element(
                    "p class=\"empty\"",
                    "The first " + Figures.count(functions.size()) + " of " + Figures.of(total, "function", "functions")
                            + "; all of them lie in facts/function_change.parquet.");
        }
        if (!functions.isEmpty()) {
            html.raw(
                    "<div class=\"wrap\"><table><thead><tr><th scope=\"col\">Function</th><th scope=\"col\">What became"
                            + " of it</th><th scope=\"col\" class=\"num\">Was at</th><th scope=\"col\" class=\"num\">Is at</th>"
                            + "<th scope=\"col\" class=\"num\">Bytes</th></tr></thead><tbody>");
            functions.forEach(function -> function(html, function));
            html.raw("</tbody></table></div>");
        }
        html.raw("</div></details>\n");
    }

    private static void function(Html html, List<Object> row) {
        String kind = String.valueOf(row.get(1));
        String name = String.valueOf(row.get(2));
        html.raw("<tr>").element("td class=\"mono\"", name.isEmpty() ? "no name" : name);
        html.element("td", kind.equals("CHANGED") ? "changed" : kind.equals("ADDED") ? "came" : "went");
        html.element("td class=\"num mono\"", at(Ask.number(row.get(3))));
        html.element("td class=\"num mono\"", at(Ask.number(row.get(5))));
        long was = Ask.number(row.get(4));
        long now = Ask.number(row.get(6));
        html.element(
                "td class=\"num\"",
                switch (kind) {
                    case "ADDED" -> Figures.count(now);
                    case "REMOVED" -> Figures.count(was);
                    default -> was == now ? Figures.count(now) : Figures.count(was) + " → " + Figures.count(now);
                });
        html.raw("</tr>");
    }

    private static String at(long offset) {
        return offset < 0 ? "–" : Figures.hexadecimal(offset);
    }
}
