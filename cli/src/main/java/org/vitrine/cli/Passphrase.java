package org.vitrine.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The passphrase of a log's keys: from a file, from the environment, or asked for.
final class Passphrase {
    private static final String VARIABLE = "VITRINE_PASSPHRASE";
    private static final int LONGEST = 4096;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Holds the keys' passphrase in its first line; else $VITRINE_PASSPHRASE, else it is asked.")
    private @Nullable Path file;

    /// The passphrase.
    ///
    /// @param isNew whether it is asked for twice
    /// @throws IOException when there is none
    char[] read(boolean isNew) throws IOException {
        char[] passphrase = file == null ? elsewhere(isNew) : ofFile(file);
        if (passphrase.length == 0) {
            throw new IOException("an empty passphrase protects nothing");
        }
        return passphrase;
    }

    private static char[] ofFile(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new FileSystemException(file.toString(), null, "is too long for a passphrase");
        }
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .toCharArray();
    }

    private static char[] elsewhere(boolean isNew) throws IOException {
        String given = System.getenv(VARIABLE);
        if (given != null) {
            return given.toCharArray();
        }
        if (!Terminal.isWatched()) {
            throw new IOException("no passphrase: give --passphrase-file, or set " + VARIABLE);
        }
        Console console = Objects.requireNonNull(System.console());
        char[] once = asked(console, "Passphrase of the log's keys: ");
        if (isNew && !Arrays.equals(once, asked(console, "Once more: "))) {
            throw new IOException("these were two different passphrases");
        }
        return once;
    }

    private static char[] asked(Console console, String question) throws IOException {
        char[] answer = console.readPassword("%s", question);
        if (answer == null) {
            throw new IOException("no passphrase was given");
        }
        return answer;
    }
}
