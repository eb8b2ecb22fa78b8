package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrine.centre.Sealing;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.Refused;
import org.vitrine.tables.DossierRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `seal`: a dossier's digests and verdicts into a log.
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        description = "Signs what a dossier says and puts it into a log, for good.",
        footer = {
            "",
            "The log gets salted digests of the tables and the verdicts, nothing of the content; no counts,",
            "no names. Beside dossier.json are left: statement.cose, receipt.tlog-proof, receipt.cose,",
            "anchors.cose and anchors.tlog-proof, for anybody; SHA256SUMS; and seal.secret, which opens the",
            "salts: never publish it.",
            "What is sealed is sealed: a dossier that changed since is refused. Sealed again, an unchanged one",
            "gets fresh receipts for the same statement.",
            "Exit codes: 0 sealed; 2 wrong call; 3 unreadable, or refused by the log.",
            "",
            "Examples:",
            "  vitrine seal fw.dossier --log /srv/log",
            "  vitrine seal fw.dossier --log /srv/log --embargo 2027-03-01"
        })
final class SealCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DOSSIER", description = "A dossier, or what a comparison left.")
    private Path dossier = Path.of("");

    @Mixin
    private LogToWrite log = new LogToWrite();

    @Option(
            names = "--embargo",
            paramLabel = "DAY",
            description = "States a day before which you ask that no content be published.")
    private Optional<LocalDate> embargo = Optional.empty();

    @Override
    public Integer call() throws IOException, DossierRefused, Refused {
        try (SealingLog open = log.open()) {
            Sealing.Sealed sealed = Sealing.seal(dossier, open, embargo);
            Terminal.OUT.println((sealed.isNew() ? "sealed      " : "sealed before, receipts renewed  ") + dossier);
            LogCommand.print(sealed.receipts());
            Terminal.OUT.println("secret      " + dossier.resolve("seal.secret") + ": keep it, never publish it");
            return Vitrine.OK;
        }
    }
}
