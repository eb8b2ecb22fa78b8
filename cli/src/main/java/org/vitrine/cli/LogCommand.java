package org.vitrine.cli;

import java.nio.file.Path;
import java.util.TreeSet;
import org.vitrine.centre.Receipts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `log`: a log of one's own.
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "Begins a log, looks after it, and serves it.",
        subcommands = {
            LogInitCommand.class,
            LogAddCommand.class,
            LogCheckpointCommand.class,
            LogProveCommand.class,
            LogCosignCommand.class,
            LogServeCommand.class,
            LogFsckCommand.class,
            LogRepairCommand.class,
            LogExportCommand.class
        },
        footer = {
            "",
            "A log is a folder: 'keys' (encrypted), 'journal' and what is made from it, 'public', which any web",
            "server can serve (C2SP tlog-tiles), and 'policy', which those who verify need.",
            "Exit codes: 0 done; 1 something was found that matters; 2 wrong call; 3 unreadable, or refused.",
            "",
            "Examples:",
            "  vitrine log init /srv/log --origin log.example.org/2026",
            "  vitrine log checkpoint /srv/log",
            "  vitrine log serve /srv/log"
        })
final class LogCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Tells of a statement that was logged.
    static void print(Receipts receipts) {
        Terminal.OUT.println("log         " + receipts.origin());
        Terminal.OUT.println(
                "statement   " + receipts.index() + " of " + receipts.size() + ", leaf " + receipts.leaf());
        Terminal.OUT.println("receipts    "
                + String.join(", ", new TreeSet<>(receipts.files().keySet())));
    }

    /// A folder's name without `.dossier` or `.change`: what things made of it are called after.
    static String stem(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        String stem = name == null ? "" : name.toString().replaceFirst("\\.(dossier|change|public|operator)$", "");
        return stem.isEmpty() ? "statement" : stem;
    }
}
