package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrine.centre.LogCare;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `log fsck`: every byte of a log, checked.
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = "Checks every byte of a log that nobody writes to: journal, tiles, checkpoint, index.",
        footer = {
            "",
            "Writes nothing and needs no passphrase. 'log repair' makes anew what is made from the journal.",
            "Exit codes: 0 all is well; 1 something is wrong, and each is named; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine log fsck /srv/log"
        })
final class LogFsckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException, Refused {
        List<String> findings = LogCare.check(folder);
        findings.forEach(Terminal.OUT::println);
        Terminal.OUT.println(
                findings.isEmpty() ? "all is well" : Amounts.of(findings.size(), "thing is", "things are") + " wrong");
        return findings.isEmpty() ? Vitrine.OK : Vitrine.MATTERED;
    }
}
