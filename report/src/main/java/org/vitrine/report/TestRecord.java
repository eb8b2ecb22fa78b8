package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vitrine.report.Sheaf.Row;
import org.vitrine.tables.Dossier;

/// A record of each clause in the shape of the test report that 3GPP's assurance method asks for (TS 33.117, clause
/// 4.1;
/// TR 33.916): the test case, the release, the tool with its version and settings, what was looked at, the result, the
/// evidence, and what laboratories recorded. For a laboratory's file, to be completed by it.
public final class TestRecord {
    /// How many rows of what was looked at are shown for each part; all of them stand in the dossier.
    static final int LOOKED_AT = 10;

    private static final String NOTHING = "-";

    private final Subject subject;
    private final Provenance provenance;
    private final List<Clause> clauses;
    private final Map<List<String>, List<Laboratory>> laboratory;

    private TestRecord(Dossier dossier, Provenance provenance) {
        this.subject = Subject.of(dossier);
        this.provenance = provenance;
        this.clauses = Clause.all(new Ask(dossier));
        this.laboratory = Laboratory.byPart(dossier);
    }

    /// The record of all clauses in Markdown, deterministic.
    public static String markdown(Dossier dossier, Provenance provenance) {
        return new TestRecord(dossier, provenance).on(new MarkdownSheaf());
    }

    /// The record of all clauses as one page of HTML, deterministic.
    public static String html(Dossier dossier, Provenance provenance) {
        TestRecord record = new TestRecord(dossier, provenance);
        return record.on(new HtmlSheaf("Test record of " + record.subject.title()));
    }

    private String on(Sheaf sheaf) {
        sheaf.heading(1, "record", "Test record of " + subject.title());
        sheaf.paragraph(
                "What was seen in the release, where, and by which query. It is evidence for whoever assesses the"
                        + " product; the conclusion is theirs. What only a running element or the vendor can answer is"
                        + " inconclusive here until its result is recorded.");
        identity(sheaf);
        overview(sheaf);
        for (Clause clause : clauses) {
            clause(sheaf, clause);
        }
        return sheaf.text();
    }

    private void identity(Sheaf sheaf) {
        sheaf.heading(2, "identity", "What was tested, and with what");
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("Vendor", said(subject.vendor())));
        rows.add(Row.of("Product", said(subject.product())));
        rows.add(Row.of("Version", said(subject.version())));
        rows.add(Row.of("Class of product", said(subject.productClass())));
        rows.add(Row.of("Obtained", said(subject.obtained())));
        rows.add(Row.of(subject.kind().equals("FILE") ? "SHA-256" : "SHA-256 of the listing", subject.sha256()));
        if (!subject.published().isEmpty()) {
            rows.add(Row.of(
                    "Vendor's SHA-256",
                    subject.published() + (subject.agreement().equals("SAME") ? " (the same)" : " (another)")));
        }
        rows.add(Row.of("Bytes", Long.toString(subject.size())));
        rows.add(Row.of(
                "Bytes understood",
                subject.understood() + " (" + Figures.percent(subject.understood(), subject.size()) + ")"));
        rows.add(Row.of("Tool", provenance.tool()));
        provenance
                .catalogues()
                .forEach((name, digest) -> rows.add(Row.of("Settings: catalogue " + name, "SHA-256 " + digest)));
        rows.add(Row.of("Dossier", "SHA-256 " + provenance.dossier()));
        if (provenance.isTimed()) {
            rows.add(Row.of("Time", provenance.time()));
        }
        sheaf.table(List.of("", ""), rows);
    }

    private static String said(String value) {
        return value.isBlank() ? "not stated" : value;
    }

    private void overview(Sheaf sheaf) {
        sheaf.heading(2, "overview", "Results");
        List<String> counts = new ArrayList<>();
        Gist.tally(clauses).forEach((outcome, count) -> counts.add(count + " " + outcome));
        sheaf.paragraph(clauses.size() + " clauses: " + String.join(", ", counts) + ".");
        List<Row> rows = new ArrayList<>();
        for (Clause clause : clauses) {
            rows.add(new Row(
                    anchor(clause),
                    List.of(
                            clause.number(),
                            test(clause),
                            clause.title(),
                            clause.outcome(),
                            Gist.of(clause).sentence())));
        }
        if (!rows.isEmpty()) {
            sheaf.table(List.of("Clause", "Test case", "Title", "Result", "In short"), rows);
        }
    }

    private void clause(Sheaf sheaf, Clause clause) {
        sheaf.heading(2, anchor(clause), clause.number() + " " + clause.title());
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("Test case", test(clause)));
        rows.add(Row.of("Document", clause.catalogue() + (clause.link().isEmpty() ? "" : ", " + clause.link())));
        rows.add(Row.of("Demand, in our words", clause.demand()));
        rows.add(Row.of("Release", subject.title() + ", SHA-256 " + subject.sha256()));
        rows.add(Row.of("Result", clause.outcome() + (clause.detail().isEmpty() ? "" : ": " + clause.detail())));
        rows.add(Row.of("To see it again", "./vitrine explain DOSSIER " + clause.number() + " --queries"));
        sheaf.table(List.of("", ""), rows);
        for (int i = 0; i < clause.parts().size(); i++) {
            part(sheaf, clause, clause.parts().get(i), anchor(clause) + "-" + (i + 1));
        }
    }

    private void part(Sheaf sheaf, Clause clause, Clause.Part part, String anchor) {
        List<Laboratory> said =
                laboratory.getOrDefault(List.of(clause.catalogue(), clause.number(), part.name()), List.of());
        sheaf.heading(3, anchor, part.title());
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("Method", method(part)));
        rows.add(Row.of("Pre-conditions", before(part)));
        if (part.method().equals("STATIC")) {
            rows.add(Row.of("Looked at", Long.toString(part.examined())));
        }
        rows.add(Row.of("Result", part.outcome() + ": " + part.detail()));
        sheaf.table(List.of("", ""), rows);
        evidence(sheaf, "Against it, or to be explained", part.evidence("VIOLATIONS"), Clause.SHOWN, true);
        evidence(sheaf, "Looked at", part.evidence("EXAMINED"), LOOKED_AT, false);
        evidence(sheaf, "What says that it doesn't apply", part.evidence("ABSENT"), LOOKED_AT, false);
        if (!said.isEmpty()) {
            sheaf.paragraph("Recorded by laboratories; the last counts:");
            sheaf.table(
                    List.of("Day", "By", "Result", "Tool and version", "Settings", "Output", "SHA-256", "Remark"),
                    said.stream()
                            .map(result -> Row.of(
                                    result.day(),
                                    result.tester(),
                                    result.result().replace('_', ' '),
                                    result.tool(),
                                    result.settings(),
                                    result.evidence(),
                                    result.sha256(),
                                    result.remark().isEmpty() ? NOTHING : result.remark()))
                            .toList());
        }
    }

    private static String method(Clause.Part part) {
        String can = switch (part.strength()) {
            case "DECIDES" -> "can decide";
            case "REFUTES" -> "can show a violation, never the opposite";
            default -> "gives hints only";
        };
        return switch (part.method()) {
            case "STATIC" -> "From the release as shipped; " + can;
            case "LIVE" -> "On the running element; " + can;
            case "DECLARED" -> "By the vendor's declaration; " + can;
            default -> part.method();
        };
    }

    private String before(Clause.Part part) {
        return switch (part.method()) {
            case "STATIC" -> "The release lies there as supplied; " + subject.coverage();
            case "LIVE" -> "A running element of this release, a tool with its version and its settings";
            case "DECLARED" -> "The vendor's declaration for this release";
            default -> NOTHING;
        };
    }

    private static void evidence(Sheaf sheaf, String title, Clause.Evidence evidence, int most, boolean state) {
        if (evidence.total() == 0) {
            return;
        }
        List<Clause.Line> shown = evidence.lines().stream().limit(most).toList();
        sheaf.paragraph(title
                + (evidence.total() > shown.size()
                        ? ", the first " + shown.size() + " of " + evidence.total() + " (all stand in the dossier):"
                        : ":"));
        List<String> columns = Stream.of("Path", "Line", "Offset", "Length", "SHA-256", "Seen", state ? "State" : "")
                .filter(column -> !column.isEmpty())
                .toList();
        sheaf.table(columns, shown.stream().map(line -> row(line, state)).toList());
    }

    private static Row row(Clause.Line line, boolean state) {
        List<String> cells = new ArrayList<>();
        cells.add(line.path().isEmpty() ? "the release" : line.path());
        cells.add(line.line() > 0 ? Long.toString(line.line()) : NOTHING);
        cells.add(line.offset() >= 0 ? Long.toString(line.offset()) : NOTHING);
        cells.add(line.offset() >= 0 ? Long.toString(line.length()) : NOTHING);
        cells.add(line.content().isEmpty() ? NOTHING : line.content());
        cells.add(line.seen());
        if (state) {
            cells.add(line.state());
        }
        return new Row("", cells);
    }

    private String test(Clause clause) {
        String test = provenance.test(clause.catalogue(), clause.number());
        return test.isEmpty() ? NOTHING : test;
    }

    /// A word that stands for the clause, and for no other.
    private static String anchor(Clause clause) {
        return "clause-" + (clause.catalogue() + "-" + clause.number()).replaceAll("[^A-Za-z0-9.]+", "-");
    }
}
