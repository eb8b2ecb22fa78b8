package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrine.centre.LogReading;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `log prove`: that a statement is in the log.
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = "Proves that a statement is in the log, under the checkpoint that is published now.",
        footer = {
            "",
            "Writes a C2SP tlog-proof; no passphrase is needed. COSE receipts, which need the log's key, come",
            "from 'seal' and 'log add'.",
            "Exit codes: 0 proven; 1 it is not in the log; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine log prove /srv/log 17",
            "  vitrine log prove /srv/log fw.dossier/statement.cose --out receipt.tlog-proof"
        })
final class LogProveCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "STATEMENT", description = "Its index from 0, or its file.")
    private String statement = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes; standard output otherwise.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() throws IOException, Refused {
        LogReading log = LogReading.open(folder);
        long index = statement.matches("[0-9]{1,18}")
                ? Long.parseLong(statement)
                : log.find(Files.readAllBytes(Path.of(statement)));
        Optional<byte[]> proof = log.proof(index);
        if (proof.isEmpty()) {
            return Vitrine.complain(Vitrine.MATTERED, statement + " is not in this log");
        }
        if (out.isPresent()) {
            Files.write(out.get(), proof.get());
        } else {
            Terminal.OUT.write(proof.get(), 0, proof.get().length);
        }
        return Vitrine.OK;
    }
}
