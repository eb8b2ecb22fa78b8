package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitrine.centre.FurtherStatement;
import org.vitrine.centre.Receipts;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `log add`: a statement that somebody signed, or a vendor's declaration.
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = "Puts a signed statement into the log, or a vendor's declaration for a release.",
        footer = {
            "",
            "A statement is a COSE_Sign1 with an empty unprotected header (RFC 9943), signed by a key of the",
            "log's entry 1. What is in the log already keeps its place and gets fresh receipts.",
            "A declaration's text goes into the log's store, its SHA-256 into the log.",
            "Exit codes: 0 logged; 2 wrong call; 3 unreadable, or refused by the log.",
            "",
            "Examples:",
            "  vitrine log add /srv/log statement.cose --out receipts",
            "  vitrine log add /srv/log --declaration soc.pdf --release SHA256 --by 'Vendor Ltd' --out declared"
        })
final class LogAddCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "STATEMENT", description = "The signed statement's file.")
    private @Nullable Path statement;

    @Option(names = "--declaration", paramLabel = "FILE", description = "What a vendor declares, instead.")
    private @Nullable Path declaration;

    @Option(names = "--release", paramLabel = "SHA256", description = "The release that is declared of.")
    private String release = "";

    @Option(names = "--by", paramLabel = "NAME", description = "The organisation that declares.")
    private String by = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder for the receipts.")
    private Path out = Path.of("");

    @Mixin
    private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() throws IOException, Refused {
        Path file = statement;
        Path declared = declaration;
        if ((file == null) == (declared == null)) {
            return Vitrine.complain(Vitrine.USAGE, "give a STATEMENT, or a --declaration with --release and --by");
        }
        try (SealingLog log = SealingLog.open(folder, passphrase.read(false))) {
            Receipts receipts;
            if (file != null) {
                receipts = log.receipts(Files.readAllBytes(file), Optional.empty());
                receipts.into(out);
            } else {
                receipts =
                        new FurtherStatement(log).declare(release, by, java.util.Objects.requireNonNull(declared), out);
            }
            Terminal.OUT.println("logged      " + out);
            LogCommand.print(receipts);
            return Vitrine.OK;
        }
    }
}
