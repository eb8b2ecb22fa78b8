package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `log init`: a new log.
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Begins a log: its keys, its first two entries, and the policy for those who verify.",
        footer = {
            "",
            "The origin is the log's identity for good. Three keys are made and encrypted by the passphrase:",
            "one signs checkpoints, one receipts, one statements. Entry 0 says what the log admits, entry 1 which",
            "keys speak in it.",
            "Exit codes: 0 begun; 2 wrong call; 3 something is there already, or can't be written.",
            "",
            "Examples:",
            "  vitrine log init /srv/log --origin log.example.org/2026",
            "  vitrine log init /srv/log --origin log.example.org/2026 --issuer https://example.org \\",
            "      --witness WITNESS-VKEY --quorum 1"
        })
final class LogInitCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder; made if it isn't there.")
    private Path folder = Path.of("");

    @Option(
            names = "--origin",
            required = true,
            paramLabel = "NAME",
            description = "Its identity, best a URL without scheme, such as log.example.org/2026.")
    private String origin = "";

    @Option(
            names = "--issuer",
            paramLabel = "NAME",
            description = "The name statements are signed under, an organisation's; https://ORIGIN otherwise.")
    private String issuer = "";

    @Option(names = "--witness", paramLabel = "VKEY", description = "A cosigner's verifier key. Repeatable.")
    private List<String> witnesses = List.of();

    @Option(names = "--quorum", paramLabel = "K", description = "How many of them must cosign (default: 0).")
    private int quorum;

    @Mixin
    private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() throws IOException, Refused {
        String name = issuer.isEmpty() ? "https://" + origin : issuer;
        SealingLog.init(folder, origin, name, witnesses, quorum, passphrase.read(true));
        Terminal.OUT.println("begun       " + folder + ", origin " + origin + ", statements signed by " + name);
        Terminal.OUT.println("policy      " + folder.resolve(SealingLog.POLICY) + ", for those who verify:");
        Terminal.OUT.print(Files.readString(folder.resolve(SealingLog.POLICY)));
        return Vitrine.OK;
    }
}
