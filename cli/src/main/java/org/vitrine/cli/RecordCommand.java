package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Recording;
import org.vitrine.evidence.LaboratoryResult;
import org.vitrine.evidence.Run;
import org.vitrine.standards.ClauseVerdict;
import org.vitrine.tables.DossierRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `record`: a laboratory's own result for a clause.
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = "Puts the result of a manual or live test into a dossier and judges it again.",
        footer = {
            "",
            "A test report names the tool with its version, its settings and the raw output; all are asked for.",
            "The output is kept in the dossier's folder 'laboratory'. Of several results the last counts.",
            "Exit codes: 0 recorded; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine record fw.dossier 4.2.3.4.3.4 --result pass --tool 'ssh 9.2p1' \\",
            "      --settings defaults --evidence session.log --by 'A. Tester'"
        })
final class RecordCommand implements Callable<Integer> {
    private static final int LONGEST = 4000;

    @Parameters(index = "0", paramLabel = "DOSSIER", description = "The dossier.")
    private Path dossier = Path.of("");

    @Parameters(index = "1", paramLabel = "CLAUSE", description = "The clause, such as 4.3.2.1.")
    private String clause = "";

    @Option(names = "--part", paramLabel = "NAME", description = "The part of the clause, where several wait for one.")
    private String part = "";

    @Option(
            names = "--result",
            required = true,
            paramLabel = "RESULT",
            description = "pass, fail, inconclusive or not_applicable.")
    private LaboratoryResult.Result result = LaboratoryResult.Result.INCONCLUSIVE;

    @Option(names = "--tool", required = true, paramLabel = "TOOL", description = "The tool and its version.")
    private String tool = "";

    @Option(names = "--settings", required = true, paramLabel = "TEXT", description = "How the tool was set.")
    private String settings = "";

    @Option(names = "--evidence", required = true, paramLabel = "FILE", description = "The tool's raw output.")
    private Path evidence = Path.of("");

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who made the test.")
    private String by = "";

    @Option(names = "--day", paramLabel = "DAY", description = "When, as 2026-11-22; today otherwise.")
    private String day = LocalDate.now(ZoneOffset.UTC).toString();

    @Option(names = "--remark", paramLabel = "TEXT", description = "What else is to be said.")
    private String remark = "";

    @Override
    public Integer call() throws IOException, DossierRefused {
        List<String> needed = List.of(tool, settings, by);
        if (needed.stream().anyMatch(String::isBlank)) {
            return Vitrine.complain(Vitrine.USAGE, "--tool, --settings and --by can't be empty");
        }
        if (Stream.of(tool, settings, by, remark).anyMatch(text -> text.length() > LONGEST)) {
            return Vitrine.complain(Vitrine.USAGE, "a text of more than " + LONGEST + " characters");
        }
        try {
            LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            return Vitrine.complain(Vitrine.USAGE, "--day is a day such as 2026-11-22");
        }
        Recording.Test test = new Recording.Test(clause, part, result, tool, settings, evidence, by, day, remark);
        ClauseVerdict verdict = Recording.add(
                dossier, test, Catalogues.of(dossier), Run.standard().temporary());
        Terminal.OUT.println(verdict.clause() + " " + verdict.title() + ": " + verdict.outcome());
        Terminal.OUT.println("  " + verdict.detail());
        return Vitrine.OK;
    }
}
