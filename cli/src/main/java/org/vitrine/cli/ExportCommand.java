package org.vitrine.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.vitrine.centre.Catalogues;
import org.vitrine.evidence.Run;
import org.vitrine.report.ChangeMarkdown;
import org.vitrine.report.ChangeSarif;
import org.vitrine.report.CycloneDx;
import org.vitrine.report.Oscal;
import org.vitrine.report.Provenance;
import org.vitrine.report.Sarif;
import org.vitrine.report.TestRecord;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `export`: a dossier in the words of other programs.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a dossier as a document that other programs, or a laboratory's file, take in.",
        footer = {
            "",
            "cyclonedx       CycloneDX 1.6: the software found, with every place",
            "sarif           SARIF 2.1.0: every clause, every row against one",
            "sarif-failures  the same, failures alone, for services that ignore a result's kind",
            "oscal           OSCAL 1.1.3 assessment results",
            "record-md       a test record of each clause in Markdown",
            "record-html     the same as a page to be printed",
            "Of a comparison's result:",
            "change-md       a ticket in Markdown, of 60 lines at most",
            "change-sarif    SARIF 2.1.0: every change that means something",
            "The same dossier gives the same bytes.",
            "Exit codes: 0 written; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine export fw.dossier cyclonedx --out fw.cdx.json",
            "  vitrine export fw.dossier record-md"
        })
final class ExportCommand implements Callable<Integer> {
    private static final List<String> FORMATS =
            List.of("cyclonedx", "sarif", "sarif-failures", "oscal", "record-md", "record-html");

    /// The formats of what a comparison left.
    private static final List<String> CHANGES = List.of("change-md", "change-sarif");

    @Parameters(index = "0", paramLabel = "DOSSIER", description = "The dossier.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "FORMAT", description = "One of those named below.")
    private String format = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes; standard output otherwise.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description = "The point in time to write, as 2026-11-22T12:00:00Z; none otherwise, and 1970 in OSCAL.")
    private String time = Provenance.NO_TIME;

    @Override
    public Integer call() throws IOException, DossierRefused {
        if (!FORMATS.contains(format) && !CHANGES.contains(format)) {
            return Vitrine.complain(
                    Vitrine.USAGE,
                    "FORMAT is one of " + String.join(", ", FORMATS) + ", " + String.join(", ", CHANGES));
        }
        if (!isTime(time)) {
            return Vitrine.complain(Vitrine.USAGE, "--time is a time such as 2026-11-22T12:00:00Z");
        }
        byte[] document;
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary())) {
            Manifest manifest = Manifest.parse(Files.readString(folder.resolve(Manifest.FILE)));
            if (manifest.table("comparison").isPresent() != CHANGES.contains(format)) {
                return Vitrine.complain(
                        Vitrine.USAGE,
                        CHANGES.contains(format)
                                ? "not the result of a comparison; a dossier is written as "
                                        + String.join(", ", FORMATS)
                                : "the result of a comparison is written as " + String.join(", ", CHANGES));
            }
            document =
                    document(dossier, new Provenance(manifest, tests(), time)).getBytes(StandardCharsets.UTF_8);
        }
        if (out.isPresent()) {
            write(out.get(), document);
        } else {
            Terminal.OUT.write(document, 0, document.length);
        }
        return Vitrine.OK;
    }

    private static boolean isTime(String time) {
        if (!time.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")) {
            return false;
        }
        try {
            return java.time.Instant.parse(time).isAfter(java.time.Instant.EPOCH.minusSeconds(1));
        } catch (java.time.format.DateTimeParseException e) {
            return false;
        }
    }

    private String document(Dossier dossier, Provenance provenance) {
        return switch (format) {
            case "cyclonedx" -> CycloneDx.of(dossier, provenance);
            case "sarif" -> Sarif.of(dossier, provenance, Sarif.Scope.ALL);
            case "sarif-failures" -> Sarif.of(dossier, provenance, Sarif.Scope.FAILURES);
            case "oscal" -> Oscal.of(dossier, provenance);
            case "change-md" -> ChangeMarkdown.of(dossier);
            case "change-sarif" -> ChangeSarif.of(dossier, provenance);
            case "record-html" -> TestRecord.html(dossier, provenance);
            default -> TestRecord.markdown(dossier, provenance);
        };
    }

    /// The documents' names of their test cases.
    private static Map<String, String> tests() {
        Map<String, String> tests = new TreeMap<>();
        Catalogues.builtIn().stream()
                .flatMap(catalogue -> catalogue.requirements().stream())
                .forEach(requirement ->
                        tests.put(requirement.catalogue() + " " + requirement.clause(), requirement.test()));
        return tests;
    }

    /// Writes all or nothing: a reader never finds half a document under the name. What is no file, such as a pipe, is
    /// written to as it is.
    private static void write(Path target, byte[] document) throws IOException {
        if (Files.exists(target) && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.write(target, document);
            return;
        }
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.write(part, document, StandardOpenOption.CREATE_NEW);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
