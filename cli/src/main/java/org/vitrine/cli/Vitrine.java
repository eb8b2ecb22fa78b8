package org.vitrine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.vitrine.evidence.Display;
import org.vitrine.ledger.Refused;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.yaml.CatalogueRefused;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line. Exit codes: 0 done; 1 something failed that was asked to matter; 2 the call was wrong;
/// 3 the input could not be read or the output not be written.
@Command(
        name = "vitrine",
        description = "Opens a network product's release, records what is in it, holds it against standards.",
        mixinStandardHelpOptions = true,
        version = Vitrine.VERSION,
        synopsisSubcommandLabel = "COMMAND")
final class Vitrine implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            ExamineCommand.class,
            CompareCommand.class,
            TimelineCommand.class,
            DeployedCommand.class,
            QueryCommand.class,
            TreeCommand.class,
            CatCommand.class,
            ExplainCommand.class,
            ProductCommand.class,
            RecordCommand.class,
            ExportCommand.class,
            ExtractCommand.class,
            StandardsCommand.class,
            SealCommand.class,
            VerifyCommand.class,
            PublishCommand.class,
            ReplyCommand.class,
            WithdrawCommand.class,
            LogCommand.class,
            DemoCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class);

    static final String VERSION = "vitrine 0.1.0";

    static final int OK = 0;
    static final int MATTERED = 1;
    static final int USAGE = 2;
    static final int UNREADABLE = 3;

    /// The help of `help`, which is not ours.
    private static final String[] HELP = {
        "", "Exit codes: 0 shown; 2 no such command.", "", "Examples:", "  vitrine help examine"
    };

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Vitrine() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
            // Answered before the parser is loaded: scripts ask this often.
            Terminal.OUT.println(VERSION);
            Terminal.OUT.flush();
            return;
        }
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = line(arguments.length == 0 ? "" : arguments[0]);
        int code;
        try {
            code = line.execute(arguments);
        } catch (OutOfMemoryError e) {
            code = complain(UNREADABLE, "not enough memory; JAVA_OPTS=-Xmx2g gives the program more");
        }
        line.getOut().flush();
        Terminal.OUT.flush();
        return code;
    }

    /// All commands, and how they speak.
    static CommandLine line() {
        return line("");
    }

    /// The command of this name, or all where there is none: the parser takes longer to read the others than many
    /// a command takes.
    private static CommandLine line(String name) {
        CommandLine line = new CommandLine(new Vitrine());
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> command.getSimpleName().equalsIgnoreCase(name + "Command"))
                .filter(command -> command != CommandLine.HelpCommand.class)
                .toList();
        (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
        CommandLine help = line.getSubcommands().get("help");
        if (help != null) {
            help.getCommandSpec().usageMessage().footer(HELP);
        }
        line.setOut(new PrintWriter(Terminal.OUT, false, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(Terminal.ERR, true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(80);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, _) -> usage(e));
        line.setExecutionExceptionHandler((e, _, _) -> failure(e));
        return line;
    }

    private static int usage(ParameterException e) {
        return complain(
                USAGE,
                e.getMessage() + " (see: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
    }

    private static int failure(Exception e) throws Exception {
        return switch (e) {
            case QueryRefused refused -> complain(USAGE, String.valueOf(refused.getMessage()));
            case CatalogueRefused refused -> complain(USAGE, String.valueOf(refused.getMessage()));
            case Refused refused -> complain(UNREADABLE, String.valueOf(refused.getMessage()));
            case DossierRefused refused -> complain(UNREADABLE, String.valueOf(refused.getMessage()));
            case UncheckedIOException _, IOException _ -> complain(UNREADABLE, describe(e));
            default -> throw e;
        };
    }

    /// What a reader or writer met, in a line.
    static String describe(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case AccessDeniedException denied -> denied.getFile() + ": not allowed to read or write it";
            case FileSystemException file -> file.getFile() + ": " + file.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// One line on the error stream, whatever the message holds.
    static int complain(int code, String message) {
        Terminal.ERR.println("vitrine: " + Display.text(message.replaceAll("\\s*\\R\\s*", " ")));
        return code;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
