package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrine.centre.Edition;
import org.vitrine.centre.Publishing;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.Refused;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `publish`: rows of a sealed dossier, opened.
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Opens rows of a sealed dossier, and states in the log that they were opened.",
        footer = {
            "",
            "Writes a folder with edition.jsonl: the rows, their salts, and what proves that they were sealed;",
            "'vitrine verify' checks it, and needs neither the dossier nor the secret.",
            "A public edition holds, unless chosen otherwise: release, product, the verdicts, the software",
            "found, what could not be read. An operator's holds all tables. Confidential values, such as",
            "password hashes and who made a test, stay commitments; rows that seem to hold a password, a",
            "community or a key elsewhere stay closed, and are counted. How many rows an opened table has",
            "is opened with it.",
            "With --embargo the log gets the edition's digest and the day; the folder is yours to hold back.",
            "Exit codes: 0 written; 2 wrong call; 3 unreadable, or refused by the log.",
            "",
            "Examples:",
            "  vitrine publish fw.dossier --log /srv/log",
            "  vitrine publish fw.dossier --log /srv/log --edition operator --embargo 2027-03-01",
            "  vitrine publish fw.dossier --log /srv/log --tables release,component \\",
            "      --rows \"clause: outcome = 'FAIL'\""
        })
final class PublishCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DOSSIER", description = "The sealed dossier.")
    private Path dossier = Path.of("");

    @Mixin
    private LogToWrite log = new LogToWrite();

    @Option(names = "--edition", paramLabel = "FOR", description = "public or operator (default: ${DEFAULT-VALUE}).")
    private Edition.Kind edition = Edition.Kind.PUBLIC;

    @Option(names = "--tables", split = ",", paramLabel = "TABLE", description = "Tables to open, instead.")
    private List<String> tables = List.of();

    @Option(
            names = "--rows",
            paramLabel = "TABLE:WHERE",
            description = "Rows to open, instead: a table and a condition in SQL. Repeatable.")
    private List<String> rows = List.of();

    @Option(names = "--embargo", paramLabel = "DAY", description = "The day before which it is not to be public.")
    private Optional<LocalDate> embargo = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Where it goes; NAME.public or NAME.operator otherwise.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, DossierRefused, QueryRefused, Refused {
        Path target = out.toString().isEmpty()
                ? Path.of(LogCommand.stem(dossier) + "." + edition.name().toLowerCase(Locale.ROOT))
                : out;
        try (SealingLog open = log.open()) {
            Publishing.Published published = Publishing.publish(dossier, open, edition, tables, rows, embargo, target);
            Terminal.OUT.println("published   " + target);
            LogCommand.print(published.receipts());
            published
                    .withheld()
                    .forEach((table, rows) -> Terminal.OUT.println("withheld    " + rows + " of " + table
                            + ": they seem to hold a password, a community or a key"));
            embargo.ifPresent(day -> Terminal.OUT.println("embargo     to be held back before " + day));
            return Vitrine.OK;
        }
    }
}
