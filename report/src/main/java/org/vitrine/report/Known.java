package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;

/// A line of what a reader must know before anything else. What is not known comes first.
///
/// @param text one sentence or two, with its numbers
/// @param link the section that holds the rows; empty for none
/// @param weight `open` for what is not known, `fail` for what contradicts a clause, `plain` for the rest
record Known(String text, String link, String weight) {
    private static final int MOST = 7;

    /// At most seven lines for a dossier.
    static List<Known> of(Ask ask, long size, long understood) {
        List<Known> lines = new ArrayList<>();
        unread(ask, size, understood, lines);
        long inconclusive = ask.number("SELECT count(*) FROM clause WHERE outcome = 'INCONCLUSIVE'");
        long all = ask.number("SELECT count(*) FROM clause");
        long decided = ask.number("SELECT count(*) FROM verdict WHERE method = 'STATIC' AND outcome IN ('PASS', 'FAIL')");
        lines.add(new Known(
                Figures.count(inconclusive) + " of " + Figures.of(all, "clause", "clauses") + " stay inconclusive: an image alone decides few."
                        + " " + Figures.of(decided, "part was", "parts were") + " decided from the release as shipped.",
                "verdicts",
                "open"));
        long failed = ask.number("SELECT count(*) FROM clause WHERE outcome = 'FAIL'");
        if (failed > 0) {
            List<Object> first = ask.values("SELECT clause, detail FROM clause WHERE outcome = 'FAIL' ORDER BY ordinal LIMIT 1").getFirst();
            lines.add(new Known(
                    Figures.of(failed, "clause fails", "clauses fail") + "; the first is " + first.get(0) + ": " + first.get(1),
                    "clause-" + first.get(0),
                    "fail"));
        }
        logins(ask, lines);
        long keys = ask.number("SELECT count(DISTINCT content) FROM private_key");
        if (keys > 0) {
            lines.add(new Known(Figures.of(keys, "file holds", "files hold") + " private keys that everybody with this release has.", "keys", "plain"));
        }
        hardening(ask, lines);
        long unexplained = ask.number("SELECT coalesce(sum(unexplained), 0) FROM verdict");
        if (unexplained > 0) {
            lines.add(new Known(
                    Figures.of(unexplained, "observation", "observations") + " would contradict a clause if in force, which the image alone can't"
                            + " show: to be explained by the vendor or looked at on a live element.",
                    "verdicts",
                    "open"));
        }
        return lines.subList(0, Math.min(MOST, lines.size()));
    }

    private static void unread(Ask ask, long size, long understood, List<Known> lines) {
        if (understood < size) {
            List<Object> opaque = ask.values("SELECT count(*), coalesce(sum(length), 0) FROM region WHERE kind = 'OPAQUE'").getFirst();
            String regions = Ask.number(opaque.get(0)) == 0
                    ? ""
                    : " " + Figures.of(Ask.number(opaque.get(0)), "region", "regions") + " with " + Figures.count(Ask.number(opaque.get(1)))
                            + " bytes look compressed or encrypted, and no format here opens them.";
            lines.add(new Known(
                    Figures.percent(understood, size) + " of " + Figures.count(size) + " bytes are understood; nothing is said of the rest."
                            + regions,
                    "regions",
                    "open"));
        }
        long problems = ask.number("SELECT count(*) FROM problem");
        if (problems > 0) {
            lines.add(new Known(
                    Figures.of(problems, "problem was", "problems were") + " met while reading.", "problems", "open"));
        }
        if (ask.number("SELECT count(*) FROM rootfs") == 0) {
            lines.add(new Known("No root file system was found: nothing that asks about one can be answered.", "", "open"));
        }
    }

    private static void logins(Ask ask, List<Known> lines) {
        List<List<Object>> known = ask.values("""
                SELECT c.name, c.uid, c.state, a.path FROM account c JOIN artifact a ON a.id = c.artifact
                WHERE c.password IN ('KNOWN', 'EMPTY') AND c.state IN ('ACTIVE', 'COPY') ORDER BY c.state, a.id, c.line""");
        if (!known.isEmpty()) {
            List<Object> first = known.getFirst();
            lines.add(new Known(
                    Figures.of(known.size(), "login has", "logins have") + " an empty or a well-known password; the first is " + first.get(0)
                            + " (uid " + first.get(1) + ", " + first.get(2) + ") in " + first.get(3) + ".",
                    "accounts",
                    "plain"));
        }
    }

    private static void hardening(Ask ask, List<Known> lines) {
        List<Object> row = ask.values("""
                SELECT count(*), count(*) FILTER (e.canary = 'YES'), count(*) FILTER (e.nx = 'YES'), count(*) FILTER (e.relro = 'FULL')
                FROM artifact a JOIN elf e ON e.content = a.sha256 WHERE e.role IN ('EXECUTABLE', 'LIBRARY')""").getFirst();
        long files = Ask.number(row.get(0));
        if (files > 0) {
            lines.add(new Known(
                    "Of " + Figures.of(files, "program and library", "programs and libraries") + ", " + Figures.count(Ask.number(row.get(1)))
                            + " use a stack protector, " + Figures.count(Ask.number(row.get(2))) + " ask for a stack that is not executable, "
                            + Figures.count(Ask.number(row.get(3))) + " have full RELRO.",
                    "hardening",
                    "plain"));
        }
    }
}
