package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The log that a command says something in: its folder, and the passphrase of its keys.
final class LogToWrite {
    @Option(names = "--log", required = true, paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Mixin
    private Passphrase passphrase = new Passphrase();

    /// Opens it.
    ///
    /// @throws IOException when there is no passphrase or no log, or somebody else writes to it
    /// @throws Refused when the passphrase is wrong
    SealingLog open() throws IOException, Refused {
        return SealingLog.open(folder, passphrase.read(false));
    }
}
