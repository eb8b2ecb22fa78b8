package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrine.centre.FurtherStatement;
import org.vitrine.centre.Receipts;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `withdraw`: a statement that its sealer no longer stands by.
@Command(
        name = "withdraw",
        mixinStandardHelpOptions = true,
        description = "States in the log that an earlier statement no longer holds. Nothing is deleted.",
        footer = {
            "",
            "The withdrawn statement and its receipts still verify: they prove that it was said. Whoever asks",
            "the log finds the withdrawal behind it.",
            "Exit codes: 0 logged; 2 wrong call; 3 unreadable, or refused by the log.",
            "",
            "Examples:",
            "  vitrine withdraw fw.dossier --log /srv/log --reason error",
            "  vitrine withdraw 17 --log /srv/log --reason superseded"
        })
final class WithdrawCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "STATEMENT",
            description = "What is withdrawn: a sealed dossier, a folder with receipts, or an index in the log.")
    private String statement = "";

    @Mixin
    private LogToWrite log = new LogToWrite();

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "REASON",
            description = "error, superseded, wrong-release or other.")
    private String reason = "";

    @Option(names = "--out", paramLabel = "DIR", description = "Where the receipts go; NAME.withdrawal otherwise.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, Refused {
        if (!FurtherStatement.REASONS.contains(reason)) {
            return Vitrine.complain(Vitrine.USAGE, "--reason is one of " + String.join(", ", FurtherStatement.REASONS));
        }
        Path target = out.toString().isEmpty() ? Path.of(LogCommand.stem(Path.of(statement)) + ".withdrawal") : out;
        try (SealingLog open = log.open()) {
            Receipts receipts = new FurtherStatement(open).withdraw(statement, reason, target);
            Terminal.OUT.println("withdrawn   " + target);
            LogCommand.print(receipts);
            return Vitrine.OK;
        }
    }
}
