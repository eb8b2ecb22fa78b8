package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrine.centre.LogCare;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `log repair`: what is made from the journal, made anew.
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = "Makes a log's tiles, index and checkpoint anew from its journal.",
        footer = {
            "",
            "Refuses where the journal is damaged or lacks what was published: then a copy of it has to be",
            "brought back.",
            "Exit codes: 0 repaired; 2 wrong call; 3 refused, or unreadable.",
            "",
            "Examples:",
            "  vitrine log repair /srv/log"
        })
final class LogRepairCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Mixin
    private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() throws IOException, Refused {
        long replayed = LogCare.repair(folder, passphrase.read(false));
        Terminal.OUT.println("repaired    " + Amounts.of(replayed, "statement", "statements") + " replayed");
        return Vitrine.OK;
    }
}
