package org.vitrine.ledger.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrine.testing.Fuzzing;

/// What Jazzer calls; see `bench/fuzz --ledger`. The parser is named by `-Dvitrine.fuzz.format`.
public final class Fuzz {
    private static final Fuzzing FUZZING =
            new Fuzzing(Parser.named(System.getProperty("vitrine.fuzz.format", "note"))::run);

    private Fuzz() {}

    /// Prints the names of all parsers; or writes the good samples of one into a folder.
    ///
    /// @param arguments none; or a parser's name and the folder
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            Parsers.ALL.forEach(parser -> System.out.println(parser.name()));
            return;
        }
        int number = 0;
        for (byte[] sample : Parser.named(arguments[0]).good()) {
            Files.write(Path.of(arguments[1], "good-" + number++), sample);
        }
    }

    /// One execution.
    public static void fuzzerTestOneInput(byte[] input) {
        FUZZING.once(input);
    }
}
