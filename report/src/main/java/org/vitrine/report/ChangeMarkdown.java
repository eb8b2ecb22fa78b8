package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrine.tables.Dossier;

/// A comparison as a ticket in Markdown: the answer, what could not be compared, how many paths became what, and what
/// is to be looked at. At most [#LINES] lines.
public final class ChangeMarkdown {
    /// How long the ticket is at most.
    public static final int LINES = 80;

    private static final int FINDINGS = 20;
    private static final int TURNS = 6;
    private static final int PROGRAMS = 8;
    private static final int LONG = 160;

    private ChangeMarkdown() {}

    /// The ticket of a comparison.
    public static String of(Dossier comparison) {
        Ask ask = new Ask(comparison);
        Differences differences = Differences.of(ask);
        MarkdownSheaf sheaf = new MarkdownSheaf();
        sheaf.heading(
                1,
                "change",
                "From release " + Head.brief(differences.text("old_release")) + " to "
                        + Head.brief(differences.text("new_release")));
        sheaf.paragraph("May this be installed? " + ChangeHead.answer(differences));
        for (String line : unknown(differences)) {
            sheaf.paragraph(line);
        }
        sheaf.paragraph("Paths: " + paths(differences) + ".");
        findings(sheaf, differences);
        turns(sheaf, differences);
        code(sheaf, ask);
        sheaf.paragraph("Older SHA-256 " + differences.text("old_release") + ", newer SHA-256 "
                + differences.text("new_release") + ". All of it: change.html, change.json.");
        return sheaf.text();
    }

    private static List<String> unknown(Differences differences) {
        List<String> lines = new ArrayList<>();
        List<String> unasked =
                differences.unasked().stream().map(Differences.Asked::title).toList();
        if (!unasked.isEmpty()) {
            lines.add("Not asked: " + shortened(ChangeReasons.listed(unasked, 4)) + ".");
        }
        if (differences.text("contents").equals("NO")) {
            lines.add("The contents were not at hand: only what the dossiers say was compared.");
        }
        return lines;
    }

    private static String paths(Differences differences) {
        List<String> words = new ArrayList<>();
        differences.classes().forEach((kind, count) -> {
            long paths = Math.max(count.older(), count.newer());
            if (paths > 0) {
                words.add(Figures.count(paths) + " " + ChangeHead.word(kind));
            }
        });
        Differences.Count all = differences.paths();
        return String.join(", ", words) + "; " + Figures.count(all.older()) + " in the older release, "
                + Figures.count(all.newer()) + " in the newer";
    }

    private static void findings(MarkdownSheaf sheaf, Differences differences) {
        List<Finding> grave = new ArrayList<>(differences.undeclared());
        differences.findings().stream()
                .filter(finding ->
                        !finding.isUndeclared() && !finding.severity().equals("INFO"))
                .forEach(grave::add);
        if (grave.isEmpty()) {
            return;
        }
        boolean declared = differences.isDeclared();
        sheaf.heading(2, "look", "To be looked at");
        List<Sheaf.Row> rows = new ArrayList<>();
        for (Finding finding : grave.subList(0, Math.min(FINDINGS, grave.size()))) {
            List<String> cells = new ArrayList<>(List.of(
                    finding.severity(),
                    finding.title(),
                    shortened(finding.subject()),
                    shortened(finding.turn()),
                    shortened(finding.place())));
            if (declared) {
                cells.add(
                        finding.isUndeclared()
                                ? "not declared"
                                : finding.declared().toLowerCase(Locale.ROOT));
            }
            rows.add(new Sheaf.Row("", cells));
        }
        List<String> columns = new ArrayList<>(List.of("Weight", "What", "Which", "Was → is now", "Where"));
        if (declared) {
            columns.add("Declared");
        }
        sheaf.table(columns, rows);
        if (grave.size() > FINDINGS) {
            sheaf.paragraph("And " + Figures.count(grave.size() - FINDINGS) + " more : "
                    + tally(grave.subList(FINDINGS, grave.size())) + ".");
        }
    }

    private static String tally(List<Finding> findings) {
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, Long> weight : Finding.tally(findings).entrySet()) {
            if (weight.getValue() > 0) {
                words.add(
                        Figures.count(weight.getValue()) + " " + weight.getKey().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", words);
    }

    private static void turns(MarkdownSheaf sheaf, Differences differences) {
        List<Differences.Turn> turns = differences.turns();
        if (turns.isEmpty()) {
            return;
        }
        sheaf.heading(2, "turns", "Clauses that turned");
        sheaf.table(
                List.of("Clause", "Title", "Was", "Is now"),
                turns.subList(0, Math.min(TURNS, turns.size())).stream()
                        .map(turn -> Sheaf.Row.of(turn.clause(), shortened(turn.title()), turn.was(), turn.now()))
                        .toList());
        if (turns.size() > TURNS) {
            sheaf.paragraph("And " + Figures.count(turns.size() - TURNS) + " more.");
        }
    }

    /// The programs in which most functions changed, and how many are no other than before but for their names.
    private static void code(MarkdownSheaf sheaf, Ask ask) {
        if (!ask.has("code_change") || ask.number("SELECT count(*) FROM code_change") == 0) {
            return;
        }
        sheaf.heading(2, "code", "Programs");
        sheaf.table(
                List.of("Program", "Functions before", "Changed", "Came", "Went"),
                ask.values("""
                        SELECT path, old_functions, changed, added, removed FROM code_change
                        WHERE changed + added + removed > 0
                        ORDER BY changed + added + removed DESC, path, old_content, new_content LIMIT\s""" + PROGRAMS).stream()
                        .map(row -> Sheaf.Row.of(
                                shortened(String.valueOf(row.get(0))),
                                Figures.count(Ask.number(row.get(1))),
                                Figures.count(Ask.number(row.get(2))),
                                Figures.count(Ask.number(row.get(3))),
                                Figures.count(Ask.number(row.get(4)))))
                        .toList());
        long others = ask.number("SELECT count(*) FROM code_change WHERE changed + added + removed > 0") - PROGRAMS;
        long named = ask.number("SELECT count(*) FROM code_change WHERE naming_only = 'YES'");
        sheaf.paragraph((others > 0 ? "And " + Figures.count(others) + " more. " : "") + Figures.count(named)
                + " differ in build-id and debug links only. Which functions: table function_change. This is triage: only"
                + " equal bytes prove that nothing changed.");
    }

    private static String shortened(String text) {
        return text.length() <= LONG ? text : text.substring(0, cut(text)) + "…";
    }

    /// Where a text is cut so that no character is.
    private static int cut(String text) {
        return Character.isHighSurrogate(text.charAt(LONG - 2)) ? LONG - 2 : LONG - 1;
    }
}
