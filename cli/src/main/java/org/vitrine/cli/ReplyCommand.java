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

/// `reply`: what somebody answers to a statement.
@Command(
        name = "reply",
        mixinStandardHelpOptions = true,
        description = "Puts an answer to a statement, such as the vendor's, into the log beside it.",
        footer = {
            "",
            "The log gets the SHA-256 of the text and who answers; the text goes into the log's store, where it",
            "can be erased without breaking the log. Name organisations, not people.",
            "Exit codes: 0 logged; 2 wrong call; 3 unreadable, or refused by the log.",
            "",
            "Examples:",
            "  vitrine reply fw.dossier --log /srv/log --by 'Vendor Ltd' --text answer.txt",
            "  vitrine reply 17 --log /srv/log --by 'Vendor Ltd' --text answer.pdf"
        })
final class ReplyCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "STATEMENT",
            description = "What is answered: a sealed dossier, a folder with receipts, or an index in the log.")
    private String statement = "";

    @Mixin
    private LogToWrite log = new LogToWrite();

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "The organisation that answers.")
    private String by = "";

    @Option(names = "--text", required = true, paramLabel = "FILE", description = "The answer.")
    private Path text = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Where the receipts go; NAME.reply otherwise.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, Refused {
        Path target = out.toString().isEmpty() ? Path.of(LogCommand.stem(Path.of(statement)) + ".reply") : out;
        try (SealingLog open = log.open()) {
            Receipts receipts = new FurtherStatement(open).reply(statement, by, text, target);
            Terminal.OUT.println("logged      " + target);
            LogCommand.print(receipts);
            return Vitrine.OK;
        }
    }
}
