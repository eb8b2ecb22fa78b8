package org.vitrine.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.cli.Terminal.Ink;
import org.vitrine.evidence.Display;
import org.vitrine.report.Figures;
import org.vitrine.report.Gist;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;

/// What a dossier says, on one screen of 80 columns: what it is, how much of it could be read, what was found, the
/// verdicts with the worst first, and last where the report lies.
final class Summary {
    private static final int WIDTH = 80;
    /// Where what is said of a clause begins.
    private static final int INDENT = 24;
    private static final int FAIL_LINES = 6;
    private static final int PASS_LINES = 2;
    private static final int OPEN_LINES = 6;

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
        for (List<Object> row : rows("""
                SELECT format, count(*) AS n FROM artifact WHERE format NOT IN ('raw', 'folder')
                    AND id IN (SELECT parent FROM artifact) GROUP BY format ORDER BY n DESC, format""")) {
            formats.add(row.get(0) + (((Number) row.get(1)).longValue() > 1 ? " ×" + row.get(1) : ""));
        }
        List<String> parts = new ArrayList<>();
        parts.add(formats.isEmpty() ? "nothing inside" : shortened(String.join(", ", formats), 40));
        parts.add(Amounts.of(number("SELECT count(*) FROM artifact"), "artifact", "artifacts"));
        fill(pad("opened", 11), 11, " · ", parts);
        String share = Figures.percent(understood, size) + " of bytes understood";
        List<String> read = new ArrayList<>(List.of(share));
        for (List<Object> row :
                rows("SELECT count(*), coalesce(sum(length), 0), coalesce(min(\"offset\"), 0) FROM region"
                        + " WHERE kind = 'OPAQUE'")) {
            long count = ((Number) row.get(0)).longValue();
            if (count > 0) {
                String where = count == 1
                        ? " at 0x"
                                + Long.toHexString(((Number) row.get(2)).longValue())
                                        .toUpperCase(Locale.ROOT)
                        : "";
                read.add(Amounts.of(count, "opaque region", "opaque regions") + " ("
                        + Amounts.size(((Number) row.get(1)).longValue()) + where + ")");
            }
        }
        fill(pad("read", 11), 11, " · ", read);
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
        out.println("problems   "
                + shortened(Amounts.count(problems) + (problems == 1 ? ": " : ", the first: ") + detail, WIDTH - 11));
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
        fill(pad("found", 11), 11, ", ", parts);
    }

    private void count(List<String> parts, String table, String one, String many) {
        parts.add(Amounts.of(number("SELECT count(*) FROM " + table), one, many));
    }

    private void verdicts() {
        Map<String, List<Gist>> catalogues = new LinkedHashMap<>();
        for (Gist gist : Gist.all(dossier)) {
            catalogues
                    .computeIfAbsent(gist.catalogue(), catalogue -> new ArrayList<>())
                    .add(gist);
        }
        catalogues.forEach((catalogue, gists) -> {
            String title = catalogue.replaceFirst("^3gpp/ts-", "TS ").replace("/", " v");
            String clauses = Amounts.of(gists.size(), "clause", "clauses");
            out.println(Terminal.colour(Ink.BOLD, title)
                    + " ".repeat(Math.max(1, WIDTH - title.length() - clauses.length()))
                    + clauses);
            outcome(gists, "FAIL", Ink.RED, FAIL_LINES);
            outcome(gists, "PASS", Ink.GREEN, PASS_LINES);
            inconclusive(gists);
            outcome(gists, "NOT APPLICABLE", Ink.GREY, 1);
        });
    }

    private void outcome(List<Gist> all, String outcome, Ink ink, int lines) {
        List<Gist> gists =
                all.stream().filter(gist -> gist.outcome().equals(outcome)).toList();
        if (gists.isEmpty()) {
            if (outcome.equals("FAIL")) {
                out.println(head(outcome, ink, 0) + "none of those that could be decided");
            }
            return;
        }
        clauses(head(outcome, ink, gists.size()), gists, lines);
    }

    /// Clauses below each other, each with its sentence and the first place of its evidence, in no more lines than
    /// these; one line each when there are many.
    private void clauses(String head, List<Gist> gists, int lines) {
        int shown = gists.size() <= lines ? gists.size() : Math.max(1, lines - 1);
        int each = Math.max(1, lines / shown);
        int number = gists.stream()
                        .limit(shown)
                        .mapToInt(gist -> gist.clause().length())
                        .max()
                        .orElse(0)
                + 2;
        String lead = head;
        for (Gist gist : gists.subList(0, shown)) {
            String text = gist.sentence() + (gist.place().isEmpty() ? "" : " (" + gist.place() + ")");
            String first = pad(gist.clause(), number);
            for (String line : folded(text, WIDTH - INDENT - number, each)) {
                out.println(lead + first + line);
                lead = " ".repeat(INDENT);
                first = " ".repeat(number);
            }
        }
        if (gists.size() > shown) {
            out.println(lead + "and " + Amounts.count(gists.size() - shown) + " more in the report");
        }
    }

    private void inconclusive(List<Gist> all) {
        List<Gist> gists = all.stream()
                .filter(gist -> gist.outcome().equals("INCONCLUSIVE"))
                .toList();
        if (gists.isEmpty()) {
            return;
        }
        Map<String, Long> reasons = new TreeMap<>();
        gists.forEach(gist -> reasons.merge(gist.reason(), 1L, Long::sum));
        List<String> words = reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> Amounts.count(entry.getValue()) + " " + words(entry.getKey()))
                .toList();
        fill(head("INCONCLUSIVE", Ink.YELLOW, gists.size()), INDENT, ", ", words);
        List<Gist> open = gists.stream().filter(gist -> gist.unexplained() > 0).toList();
        if (!open.isEmpty()) {
            clauses(" ".repeat(INDENT), open.stream().map(Summary::first).toList(), OPEN_LINES);
        }
    }

    /// A clause with what is to be explained alone.
    private static Gist first(Gist gist) {
        int end = gist.sentence().indexOf(". ");
        return new Gist(
                gist.catalogue(),
                gist.clause(),
                gist.outcome(),
                gist.reason(),
                end < 0 ? gist.sentence() : gist.sentence().substring(0, end),
                gist.place(),
                gist.unexplained());
    }

    private static String head(String outcome, Ink ink, long count) {
        return "  " + Terminal.colour(ink, pad(outcome, 14)) + leftPad(Amounts.count(count), 5) + "   ";
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

    /// Joins parts in lines that fit the screen.
    private void fill(String head, int indent, String between, List<String> parts) {
        StringBuilder line = new StringBuilder(head);
        int length = indent;
        boolean first = true;
        for (String part : parts) {
            if (!first && length + between.length() + part.length() > WIDTH) {
                out.println(line);
                line = new StringBuilder(" ".repeat(indent));
                length = indent;
                first = true;
            }
            line.append(first ? "" : between).append(part);
            length += part.length() + (first ? 0 : between.length());
            first = false;
        }
        out.println(line);
    }

    /// Text in lines of whole words, no more than `most` of them; what is left out, the last line says with an
    /// ellipsis.
    static List<String> folded(String text, int width, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > width && lines.size() < most - 1) {
            int cut = rest.lastIndexOf(' ', width);
            if (cut <= 0) {
                cut = width;
            }
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).strip();
        }
        lines.add(shortened(rest, width));
        return lines;
    }

    private List<List<Object>> rows(String sql) {
        try {
            return dossier.ask(sql).values();
        } catch (QueryRefused e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private long number(String sql) {
        return ((Number) rows(sql).getFirst().getFirst()).longValue();
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    private static String leftPad(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /// Text that fits, cut between two words where it does not.
    static String shortened(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int cut = text.lastIndexOf(' ', width - 2);
        if (cut < width / 2) {
            return text.substring(0, width - 1) + "…";
        }
        int end = cut;
        while (end > 0 && " ,;:(".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end) + " …";
    }
}
