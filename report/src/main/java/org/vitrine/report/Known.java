package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A line of what a reader must know before anything else. What is not known comes first.
///
/// @param number the line's beginning, with its number: a link to the rows
/// @param text the rest of it
/// @param link where the rows are; empty for none
/// @param outcome which verdicts the link leaves to be seen; empty for all
/// @param weight `open` for what is not known, `fail` for what contradicts a clause, `plain` for the rest
record Known(String number, String text, String link, String outcome, String weight) {
    private static final int MOST = 7;

    /// At most seven lines for a dossier.
    static List<Known> of(Ask ask, List<Clause> clauses, long size, long understood) {
        List<Known> lines = new ArrayList<>();
        unread(ask, size, understood, lines);
        verdicts(clauses, lines);
        logins(ask, lines);
        long keys = ask.number("SELECT count(DISTINCT content) FROM private_key");
        if (keys > 0) {
            lines.add(new Known(
                    Figures.of(keys, "file holds", "files hold") + " a private key",
                    " that everybody with this release has.",
                    "keys",
                    "",
                    "plain"));
        }
        hardening(ask, lines);
        return lines.subList(0, Math.min(MOST, lines.size()));
    }

    void write(Html html) {
        html.raw("<li class=\"" + weight + "\">");
        if (link.isEmpty()) {
            html.text(number);
        } else {
            html.raw("<a href=" + Html.attribute("#" + link)
                            + (outcome.isEmpty() ? "" : " data-outcome=" + Html.attribute(outcome)) + ">")
                    .text(number)
                    .raw("</a>");
        }
        html.text(text).raw("</li>");
    }

    private static void unread(Ask ask, long size, long understood, List<Known> lines) {
        if (understood < size) {
            List<Object> opaque = ask.values(
                            "SELECT count(*), coalesce(sum(length), 0) FROM region WHERE kind = 'OPAQUE'")
                    .getFirst();
            long regions = Ask.number(opaque.getFirst());
            String sealed = regions == 0
                    ? ""
                    : " " + Figures.of(regions, "region", "regions") + " with "
                            + Figures.of(Ask.number(opaque.get(1)), "byte", "bytes")
                            + (regions == 1 ? " looks" : " look")
                            + " compressed or encrypted, and no format here opens " + (regions == 1 ? "it." : "them.");
            lines.add(new Known(
                    Figures.percent(understood, size),
                    " of " + Figures.of(size, "byte", "bytes") + " are understood; nothing is said of the rest."
                            + sealed,
                    "regions",
                    "",
                    "open"));
        }
        long problems = ask.number("SELECT count(*) FROM problem");
        if (problems > 0) {
            lines.add(new Known(
                    Figures.of(problems, "problem was", "problems were") + " met",
                    " while reading: something could not be read, or was refused.",
                    "problems",
                    "",
                    "open"));
        }
        if (ask.number("SELECT count(*) FROM rootfs") == 0) {
            lines.add(new Known(
                    "No root file system was found", ": nothing that asks about one can be answered.", "", "", "open"));
        }
    }

    private static void verdicts(List<Clause> clauses, List<Known> lines) {
        if (clauses.isEmpty()) {
            lines.add(new Known("No clause was asked", ": there are facts here and no verdicts.", "", "", "open"));
            return;
        }
        Map<String, Long> tally = Gist.tally(clauses);
        long open = tally.getOrDefault("INCONCLUSIVE", 0L);
        if (open > 0) {
            lines.add(new Known(
                    Figures.count(open) + " of " + Figures.of(clauses.size(), "clause", "clauses"),
                    (open == 1 ? " stays" : " stay") + " inconclusive: an image alone decides few.",
                    "verdicts",
                    "INCONCLUSIVE",
                    "open"));
        }
        List<Clause> failed = clauses.stream()
                .filter(clause -> clause.outcome().equals("FAIL"))
                .toList();
        if (!failed.isEmpty()) {
            Clause first = failed.getFirst();
            lines.add(new Known(
                    Figures.of(failed.size(), "clause fails", "clauses fail"),
                    (failed.size() == 1 ? ": " : "; the first is ") + first.number() + " " + first.title() + ", "
                            + Gist.of(first).sentence() + ".",
                    "verdicts",
                    "FAIL",
                    "fail"));
        }
        long unexplained = clauses.stream().mapToLong(Clause::unexplained).sum();
        if (unexplained > 0) {
            lines.add(new Known(
                    Figures.of(unexplained, "observation", "observations"),
                    " would contradict a clause if in force, which the image alone can't show: to be explained by the"
                            + " vendor, or looked at on a live element.",
                    "verdicts",
                    "explain",
                    "open"));
        }
    }

    private static void logins(Ask ask, List<Known> lines) {
        List<List<Object>> known = ask.values("""
                SELECT c.name, c.uid, c.state, a.path, count(*) OVER () FROM account c JOIN artifact a ON a.id = c.artifact
                WHERE c.password IN ('KNOWN', 'EMPTY') AND c.state IN ('ACTIVE', 'COPY')
                ORDER BY c.state, a.id, c.line LIMIT 1""");
        for (List<Object> first : known) {
            String state = first.get(2).equals("ACTIVE") ? "in force" : "a copy, not known to be in force";
            lines.add(new Known(
                    Figures.of(Ask.number(first.get(4)), "login has", "logins have"),
                    " an empty or a well-known password; the first is " + first.getFirst() + " (uid " + first.get(1)
                            + "; " + state + ") in " + first.get(3) + ".",
                    "accounts",
                    "",
                    "plain"));
        }
    }

    private static void hardening(Ask ask, List<Known> lines) {
        List<Object> row = ask.values("""
                SELECT count(*), count(*) FILTER (e.canary = 'YES'), count(*) FILTER (e.nx = 'YES'),
                    count(*) FILTER (e.relro = 'FULL')
                FROM artifact a JOIN elf e ON e.content = a.sha256 WHERE e.role IN ('EXECUTABLE', 'LIBRARY')""").getFirst();
        long files = Ask.number(row.getFirst());
        if (files > 0) {
            lines.add(new Known(
                    Figures.of(files, "program or library", "programs and libraries"),
                    ": " + Figures.count(Ask.number(row.get(1))) + " with a stack protector, "
                            + Figures.count(Ask.number(row.get(2))) + " with a stack that is not executable, "
                            + Figures.count(Ask.number(row.get(3))) + " with full RELRO.",
                    "hardening",
                    "",
                    "plain"));
        }
    }
}
