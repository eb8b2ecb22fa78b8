package org.vitrine.unpack.fuzz;

import org.vitrine.testing.Fuzzing;

/// What Jazzer calls; see `bench/fuzz`. The format is named by `-Dvitrine.fuzz.format`.
public final class Fuzz {
    private static final Fuzzing FUZZING = new Fuzzing(Trial.of(System.getProperty("vitrine.fuzz.format", "tar"))::run);

    private Fuzz() {}

    /// Prints the names of all formats and compositions.
    public static void main(String[] arguments) {
        Trial.names().forEach(System.out::println);
    }

    /// One execution.
    public static void fuzzerTestOneInput(byte[] input) {
        FUZZING.once(input);
    }
}
