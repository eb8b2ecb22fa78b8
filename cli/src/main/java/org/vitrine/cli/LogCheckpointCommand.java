package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrine.centre.LogReading;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `log checkpoint`: what the log says of itself now.
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description = "Shows the log's signed checkpoint, as it is published.",
        footer = {
            "",
            "Origin, number of statements, root of the tree, signatures (C2SP tlog-checkpoint). The signature is",
            "checked by the log's own policy; no passphrase is needed.",
            "Exit codes: 0 shown; 2 wrong call; 3 unreadable, or not signed.",
            "",
            "Examples:",
            "  vitrine log checkpoint /srv/log"
        })
final class LogCheckpointCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException, Refused {
        Terminal.OUT.print(LogReading.open(folder).checkpoint());
        return Vitrine.OK;
    }
}
