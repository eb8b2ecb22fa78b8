package org.vitrine.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.cli.Terminal.Ink;
import org.vitrine.evidence.Display;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;

/// What a dossier says, on one screen of 80 columns: what it is, how much of it could be read, what was found, the
/// verdicts with the worst first, and last where the report lies.
final class Summary {
    private static final int WIDTH = 80;
    private static final int SHOWN_CLAUSES = 6;

    private final Dossier dossier;
    private final PrintStream out;

    Summary(Dossier dossier, PrintStream out) {
        this.dossier = dossier;
        this.out = out;
    }

    /// How many clauses failed.
    long failed() {
        return number("SELECT count(*) FROM clause WHERE outcome = 'FAIL'");
    }

    void print(String name, Path target, long nanoseconds) {
        List<Object> release =
                rows("SELECT sha256, size, understood, kind FROM release").getFirst();
        long size = ((Number) release.get(1)).longValue();
        String digest = String.valueOf(release.get(0));
        out.println(Terminal.colour(Ink.BOLD, Display.text(name)) + "   " + Amounts.count(size) + " bytes   sha256 "
                + digest.substring(0, 12));
        opened(size, ((Number) release.get(2)).longValue());
        problems();
        found();
        out.println();
        verdicts();
        String report = target.resolve("report.html").toString();
        String seconds =
                (nanoseconds + 50_000_000) / 1_000_000_000 + "." + (nanoseconds + 50_000_000) / 100_000_000 % 10 + " s";
        out.println();
        out.println("report     " + pad(Display.text(report), WIDTH - 11 - seconds.length() - 1) + " " + seconds);
    }

    private void opened(long size, long understood) {
        List<String> formats = new ArrayList<>();
        for (List<Object> row : rows(
                "SELECT format, count(*) AS n FROM artifact a WHERE format NOT IN ('raw', 'folder')"
                        + " AND EXISTS (SELECT 1 FROM artifact c WHERE c.parent = a.id) GROUP BY format ORDER BY n DESC, format")) {
            formats.add(row.get(0) + (((Number) row.get(1)).longValue() > 1 ? " ×" + row.get(1) : ""));
        }
        List<String> parts = new ArrayList<>();
        parts.add(formats.isEmpty() ? "nothing inside" : shortened(String.join(", ", formats), 40));
        parts.add(Amounts.of(number("SELECT count(*) FROM artifact"), "artifact", "artifacts"));
        wrapped("opened", parts);
        String share = Amounts.percent(understood, size) + " % of bytes understood";
        List<String> read = new ArrayList<>(List.of(share));
        for (List<Object> row :
                rows("SELECT count(*), coalesce(sum(length), 0), coalesce(min(\"offset\"), 0) FROM region"
                        + " WHERE kind = 'OPAQUE'")) {
            long count = ((Number) row.get(0)).longValue();
            if (count > 0) {
                String where = count == 1
                        ? " at 0x"
                                + Long.toHexString(((Number) row.get(2)).longValue())
                                        .toUpperCase(java.util.Locale.ROOT)
                        : "";
                read.add(Amounts.of(count, "opaque region", "opaque regions") + " ("
                        + Amounts.size(((Number) row.get(1)).longValue()) + where + ")");
            }
        }
        wrapped("read", read);
    }

    private void problems() {
        long problems = number("SELECT count(*) FROM problem");
        if (problems == 0) {
            return;
        }
        List<Object> first =
                rows("SELECT kind, reader, p.field, reason, a.path FROM problem p JOIN artifact a ON a.id = p.artifact"
                                + " ORDER BY p.artifact, p.\"offset\", reason LIMIT 1")
                        .getFirst();
        String detail = String.valueOf(first.get(1)) + ": " + first.get(2) + ": " + first.get(3);
        out.println("problems   " + shortened(Amounts.count(problems) + "   " + detail, WIDTH - 11));
    }

    private void found() {
        List<String> parts = new ArrayList<>();
        count(parts, "account", "account", "accounts");
        count(parts, "private_key", "private key", "private keys");
        parts.add(Amounts.of(number("SELECT count(*) FROM service WHERE state <> 'INACTIVE'"), "service", "services"));
        parts.add(Amounts.of(
                number("SELECT count(*) FROM artifact a JOIN elf e ON e.content = a.sha256 WHERE a.type = 'FILE'"),
                "ELF file",
                "ELF files"));
        parts.add(Amounts.of(
                number("SELECT count(*) FROM (SELECT DISTINCT product, version FROM component)"),
                "component",
                "components"));
        wrapped("found", parts);
    }

    private void count(List<String> parts, String table, String one, String many) {
        parts.add(Amounts.of(number("SELECT count(*) FROM " + table), one, many));
    }

    private void verdicts() {
        for (List<Object> catalogue :
                rows("SELECT catalogue, count(*) FROM clause GROUP BY catalogue ORDER BY catalogue")) {
            String id = String.valueOf(catalogue.get(0));
            String title = id.replaceFirst("^3gpp/ts-", "TS ").replace("/", " v");
            out.println(pad(Terminal.colour(Ink.BOLD, title), 52 + (Terminal.colours() ? 8 : 0)) + " "
                    + Amounts.of(((Number) catalogue.get(1)).longValue(), "clause", "clauses"));
            outcome(id, "FAIL", Ink.RED);
            outcome(id, "PASS", Ink.GREEN);
            inconclusive(id);
            outcome(id, "NOT APPLICABLE", Ink.GREY);
        }
    }

    private void outcome(String catalogue, String outcome, Ink ink) {
        String of = " FROM clause WHERE catalogue = " + quoted(catalogue) + " AND outcome = " + quoted(outcome);
        long count = number("SELECT count(*)" + of);
        if (count == 0 && !outcome.equals("FAIL")) {
            return;
        }
        String head = "  " + Terminal.colour(ink, pad(outcome, 14)) + leftPad(Amounts.count(count), 4) + "   ";
        if (count == 0) {
            out.println(head);
            return;
        }
        String lead = head;
        for (List<Object> row : rows("SELECT clause, detail" + of + " ORDER BY ordinal LIMIT " + SHOWN_CLAUSES)) {
            out.println(lead + pad(String.valueOf(row.get(0)), 14) + " " + shortened(String.valueOf(row.get(1)), 42));
            evidence(catalogue, String.valueOf(row.get(0)));
            lead = " ".repeat(23);
        }
        if (count > SHOWN_CLAUSES) {
            out.println(lead + "… and " + (count - SHOWN_CLAUSES) + " more");
        }
    }

    /// The first row that a clause failed on.
    private void evidence(String catalogue, String clause) {
        for (List<Object> row : rows("SELECT path, line, seen FROM evidence WHERE catalogue = " + quoted(catalogue)
                + " AND clause = " + quoted(clause) + " AND role = 'VIOLATIONS' AND state = 'ACTIVE'"
                + " ORDER BY part, ordinal LIMIT 1")) {
            long line = ((Number) row.get(1)).longValue();
            String where = ended(String.valueOf(row.get(0)), 30) + (line > 0 ? ":" + line : "");
            out.println(" ".repeat(25) + Terminal.colour(Ink.GREY, shortened(where + "  " + row.get(2), WIDTH - 25)));
        }
    }

    private void inconclusive(String catalogue) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        long total = 0;
        for (List<Object> row : rows("SELECT reason, count(*) AS n FROM clause WHERE catalogue = " + quoted(catalogue)
                + " AND outcome = 'INCONCLUSIVE' GROUP BY reason ORDER BY n DESC, reason")) {
            reasons.put(String.valueOf(row.get(0)), ((Number) row.get(1)).longValue());
            total += ((Number) row.get(1)).longValue();
        }
        if (total == 0) {
            return;
        }
        List<String> words = new ArrayList<>();
        reasons.forEach((reason, count) -> words.add(Amounts.count(count) + " " + words(reason)));
        String head =
                "  " + Terminal.colour(Ink.YELLOW, pad("INCONCLUSIVE", 14)) + leftPad(Amounts.count(total), 4) + "   ";
        fill(head, 23, words);
    }

    private static String words(String reason) {
        return switch (reason) {
            case "NEEDS_LIVE" -> "need a live test";
            case "NEEDS_DECLARATION" -> "need a declaration";
            case "NEEDS_PRODUCT" -> "need the product's class";
            case "NOT_READABLE" -> "could not be read";
            case "LIMIT" -> "met a budget";
            case "TOOL_ERROR" -> "a query failed";
            case "NOT_CATALOGUED" -> "not catalogued";
            default -> reason;
        };
    }

    private void wrapped(String label, List<String> parts) {
        fill(pad(label, 11), 11, parts);
    }

    /// Joins parts with dots in the middle, in lines that fit the screen.
    private void fill(String head, int indent, List<String> parts) {
        StringBuilder line = new StringBuilder(head);
        int length = indent;
        boolean first = true;
        for (String part : parts) {
            if (!first && length + 3 + part.length() > WIDTH) {
                out.println(line);
                line = new StringBuilder(" ".repeat(indent));
                length = indent;
                first = true;
            }
            line.append(first ? "" : " · ").append(part);
            length += part.length() + (first ? 0 : 3);
            first = false;
        }
        out.println(line);
    }

    private List<List<Object>> rows(String sql) {
        try {
            return dossier.query(sql).values();
        } catch (QueryRefused e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private long number(String sql) {
        return ((Number) rows(sql).getFirst().getFirst()).longValue();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    private static String leftPad(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String ended(String text, int width) {
        return text.length() <= width ? text : "…" + text.substring(text.length() - width + 1);
    }
}
