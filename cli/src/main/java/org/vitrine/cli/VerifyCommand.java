package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrine.centre.Sealing;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.verify.Step;
import org.vitrine.ledger.verify.Step.Outcome;
import org.vitrine.ledger.verify.Verifier;
import org.vitrine.tables.DossierRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `verify`: what was sealed or published, held against a log that is trusted.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies a sealed dossier, an edition or a receipt, offline, and says each step.",
        footer = {
            "",
            "The policy says whom you trust: take it from the log's operator or a witness, not from where the",
            "dossier came from. The steps are told in docs/reference/receipt.md. Without Vitrine,",
            "'java -jar vitrine-verify.jar' does the same, save for reading Parquet.",
            "Whether a reply or a withdrawal followed is no question of receipts: ask the log.",
            "Exit codes: 0 verified; 1 a step failed; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine verify fw.dossier --policy policy",
            "  vitrine verify fw.public --policy policy",
            "  vitrine verify fw.dossier/receipt.tlog-proof --policy policy"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final String ROWS = "rows";

    @Parameters(
            index = "0",
            paramLabel = "DOSSIER|RECEIPT",
            description = "A sealed dossier, an edition's folder, or one file of the receipts.")
    private Path target = Path.of("");

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE",
            description = "Whom you trust: a C2SP tlog-policy.")
    private Path policy = Path.of("");

    @Override
    public Integer call() throws IOException {
        List<Step> steps = new ArrayList<>(Verifier.verify(target, policy));
        if (steps.removeIf(step -> step.name().equals(ROWS)) && Files.isDirectory(target)) {
            steps.add(rows(steps));
        }
        steps.forEach(step -> Terminal.OUT.println(Terminal.colour(ink(step.outcome()), step.line())));
        Terminal.OUT.println(Verifier.verdict(steps));
        return Verifier.isVerified(steps) ? Vitrine.OK : Vitrine.MATTERED;
    }

    private Step rows(List<Step> before) {
        boolean holds = before.stream().allMatch(step -> step.outcome() == Outcome.PASSED);
        if (!holds) {
            return new Step(ROWS, Outcome.SKIPPED, "needs all steps before");
        }
        try {
            return new Step(ROWS, Outcome.PASSED, Sealing.checkRows(target));
        } catch (IOException | DossierRefused | Refused e) {
            return new Step(ROWS, Outcome.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static Terminal.Ink ink(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> Terminal.Ink.GREEN;
            case FAILED -> Terminal.Ink.RED;
            case SKIPPED -> Terminal.Ink.GREY;
        };
    }
}
