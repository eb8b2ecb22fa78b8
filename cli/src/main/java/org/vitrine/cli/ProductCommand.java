package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.vitrine.standards.ProductFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `product`: a file that says what a release is.
@Command(
        name = "product",
        mixinStandardHelpOptions = true,
        description = "Writes a file to say what a release is, for 'examine --product'.",
        footer = {
            "",
            "Vendor, product, version, class, how it was obtained, the vendor's SHA-256. Clauses that depend",
            "on the kind of product need the class; the SHA-256 is compared with the release.",
            "Exit codes: 0 written; 2 wrong call; 3 can't be written.",
            "",
            "Examples:",
            "  vitrine product new",
            "  vitrine product new cpe.yaml"
        })
final class ProductCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "new", description = "What to do: new.")
    private Action action = Action.NEW;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where it goes; never over a file that is there (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("product.yaml");

    /// What can be done.
    enum Action {
        NEW
    }

    @Override
    public Integer call() throws IOException {
        switch (action) {
            case NEW -> {
                if (Files.exists(file)) {
                    return Vitrine.complain(Vitrine.USAGE, file + ": stands there already");
                }
                Files.writeString(file, ProductFile.template(), StandardOpenOption.CREATE_NEW);
                Terminal.OUT.println(file + " written; fill it in and give it to 'vitrine examine --product'");
            }
        }
        return Vitrine.OK;
    }
}
