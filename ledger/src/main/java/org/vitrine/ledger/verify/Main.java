package org.vitrine.ledger.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The verifier as a program of its own: `java -jar vitrine-verify.jar DOSSIER|RECEIPT --policy FILE`.
/// It needs no Vitrine and no network, and writes nothing.
///
/// Exit codes: 0 verified; 1 a step failed; 2 wrong call; 3 a file could not be read.
public final class Main {
    private static final String USAGE = """
            Usage: java -jar vitrine-verify.jar DOSSIER|EDITION|RECEIPT --policy FILE
            Verifies what was sealed or published, offline, and says each step.
              DOSSIER, EDITION  the folder with statement.cose and its receipts
              RECEIPT           receipt.tlog-proof or receipt.cose in such a folder: the receipts alone
              --policy FILE     whom you trust: a C2SP tlog-policy, from a source of your own
            Exit codes: 0 verified; 1 a step failed; 2 wrong call; 3 unreadable.
            """;

    private Main() {}

    /// Verifies and ends the process.
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        int code = run(arguments, out);
        out.flush();
        System.exit(code);
    }

    /// Verifies.
    ///
    /// @return the exit code
    static int run(String[] arguments, PrintStream out) {
        List<String> given = List.of(arguments);
        if (given.equals(List.of("--help")) || given.equals(List.of("-h"))) {
            out.print(USAGE);
            return 0;
        }
        int option = given.indexOf("--policy");
        if (given.size() != 3 || option < 0 || option == 2) {
            out.print(USAGE);
            return 2;
        }
        try {
            List<Step> steps = Verifier.verify(Path.of(given.get(option == 0 ? 2 : 0)), Path.of(given.get(option + 1)));
            steps.forEach(step -> out.println(step.line()));
            out.println(Verifier.verdict(steps));
            return Verifier.isVerified(steps) ? 0 : 1;
        } catch (NoSuchFileException e) {
            out.println("vitrine-verify: " + Listing.plain(String.valueOf(e.getMessage())) + ": no such file");
            return 3;
        } catch (IOException | InvalidPathException e) {
            out.println("vitrine-verify: " + Listing.plain(String.valueOf(e.getMessage())));
            return 3;
        }
    }
}
