package org.vitrine.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrine.cli.Terminal.Ink;
import org.vitrine.evidence.Display;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;

/// What a comparison says, on one screen of 80 columns: how many paths became what, what the changes mean with the
/// gravest first, the clauses whose answer changed, and the programs with most functions that did.
final class ChangeSummary {
    private static final int WIDTH = 80;
    private static final int LINES = 20;
    private static final int PROGRAMS = 4;

    private final Dossier comparison;
    private final PrintStream out;

    ChangeSummary(Dossier comparison, PrintStream out) {
        this.comparison = comparison;
        this.out = out;
    }

    void print(Path target) {
        List<Object> both = rows("SELECT old_release, new_release, old_size, new_size FROM comparison")
                .getFirst();
        line("old", digest(both.get(0)) + "   " + Amounts.count((long) both.get(2)) + " bytes");
        line("new", digest(both.get(1)) + "   " + Amounts.count((long) both.get(3)) + " bytes");
        List<String> kinds = new ArrayList<>();
        for (List<Object> row : rows("SELECT kind, count(*) FROM change GROUP BY kind ORDER BY kind")) {
            kinds.add(Amounts.count((long) row.get(1)) + " "
                    + String.valueOf(row.get(0)).toLowerCase(Locale.ROOT));
        }
        line("paths", String.join(", ", kinds));
        out.println();
        deltas();
        verdicts();
        code();
        long unasked = (long) rows("SELECT count(*) FROM rule WHERE hindrance <> ''")
                .getFirst()
                .getFirst();
        if (unasked > 0) {
            line("not asked", Amounts.count(unasked) + (unasked == 1 ? " rule" : " rules") + ", see the page");
        }
        line("page", Display.text(target.resolve("change.html").toString()));
    }

    private void deltas() {
        List<List<Object>> deltas = rows("""
                SELECT severity, title, subject, was, now FROM delta
                ORDER BY array_position(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'], severity), rule, ordinal""");
        if (deltas.isEmpty()) {
            out.println("no rule finds a change that means something");
        }
        for (List<Object> delta : deltas.subList(0, Math.min(LINES, deltas.size()))) {
            String severity = String.valueOf(delta.get(0));
            String turn = delta.get(3) + (String.valueOf(delta.get(3)).isEmpty() ? "" : " -> ") + delta.get(4);
            String text = delta.get(1) + ": " + delta.get(2) + (turn.isEmpty() ? "" : " (" + turn + ")");
            out.println(Terminal.colour(ink(severity), pad(severity, 9)) + shortened(Display.text(text), WIDTH - 9));
        }
        if (deltas.size() > LINES) {
            out.println("         and " + Amounts.count(deltas.size() - LINES) + " more");
        }
        out.println();
    }

    private static Ink ink(String severity) {
        return switch (severity) {
            case "CRITICAL", "HIGH" -> Ink.RED;
            case "MEDIUM" -> Ink.YELLOW;
            default -> Ink.GREY;
        };
    }

    private void verdicts() {
        List<List<Object>> changes = rows("SELECT clause, title, was, now FROM verdict_change ORDER BY ALL");
        for (List<Object> change : changes) {
            out.println(pad(String.valueOf(change.get(0)), 11)
                    + shortened(change.get(1) + ": " + change.get(2) + " -> " + change.get(3), WIDTH - 11));
        }
        if (!changes.isEmpty()) {
            out.println();
        }
    }

    private void code() {
        List<Object> counts = rows("""
                SELECT count(*), count(CASE WHEN changed + added + removed > 0 THEN 1 END),
                       count(CASE WHEN naming_only = 'YES' THEN 1 END) FROM code_change""").getFirst();
        long all = (long) counts.get(0);
        if (all == 0) {
            return;
        }
        line(
                "code",
                Amounts.count(all) + (all == 1 ? " program differs, " : " programs differ, ")
                        + Amounts.count((long) counts.get(1)) + " in functions, " + Amounts.count((long) counts.get(2))
                        + " in build-id and debug links only");
        for (List<Object> program : rows("""
                SELECT path, changed + added, old_functions FROM code_change WHERE changed + added + removed > 0
                ORDER BY changed + added + removed DESC, path LIMIT\s""" + PROGRAMS)) {
            String path = String.valueOf(program.get(0));
            String name = path.isEmpty() ? "." : path.substring(path.lastIndexOf('/') + 1);
            line(
                    "",
                    name + ": " + Amounts.count(((Number) program.get(1)).longValue()) + " new or changed, of "
                            + Amounts.count(((Number) program.get(2)).longValue()));
        }
        out.println();
    }

    private void line(String head, String text) {
        out.println(pad(head, 11) + shortened(text, WIDTH - 11));
    }

    private static String digest(Object sha256) {
        return String.valueOf(sha256).substring(0, 12);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private List<List<Object>> rows(String sql) {
        try {
            return comparison.ask(sql).values();
        } catch (QueryRefused e) {
            throw new IllegalStateException(e);
        }
    }
}
