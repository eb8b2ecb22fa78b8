package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrine.centre.LogCare;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `log export`: a copy for any web server.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Copies what a log publishes at one checkpoint, for any web server.",
        footer = {
            "",
            "Checkpoint, tiles and entries as C2SP tlog-tiles has them. The log may be written to meanwhile.",
            "Exit codes: 0 copied; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine log export /srv/log /var/www/log"
        })
final class LogExportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "TARGET", description = "Where checkpoint and tiles go.")
    private Path target = Path.of("");

    @Override
    public Integer call() throws IOException, Refused {
        long copied = LogCare.export(folder, target);
        Terminal.OUT.println("copied      checkpoint and " + Amounts.of(copied, "tile", "tiles") + " to " + target);
        return Vitrine.OK;
    }
}
