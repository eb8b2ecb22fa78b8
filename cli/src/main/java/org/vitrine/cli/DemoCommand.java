package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Demo;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `demo`: a small release of our own, and its examination.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Writes a small network element of its own and examines it, for who has no release.",
        footer = {
            "",
            "The element is the root file system of a made-up gateway: something in it fails, something",
            "passes, something is to be explained. It holds no program that does anything.",
            "Exit codes: 0 examined; 2 wrong call; 3 can't be written.",
            "",
            "Examples:",
            "  vitrine demo",
            "  vitrine demo /tmp/demo"
        })
final class DemoCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder for the release and its dossier (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("vitrine-demo");

    @Override
    public Integer call() throws IOException {
        byte[] bytes = Demo.release();
        Path release = Files.createDirectories(folder).resolve(Demo.NAME);
        if (!Files.exists(release)) {
            Files.write(release, bytes, StandardOpenOption.CREATE_NEW);
        } else if (!Arrays.equals(Files.readAllBytes(release), bytes)) {
            return Vitrine.complain(Vitrine.UNREADABLE, release + ": stands there already, and is another file");
        }
        Path dossier = folder.resolve("demo-element.dossier");
        long start = System.nanoTime();
        Examination.examine(
                release,
                dossier,
                Run.standard(),
                Catalogues.builtIn(),
                Optional.empty(),
                done -> new Summary(done, Terminal.OUT).print(Demo.NAME, dossier, System.nanoTime() - start));
        return Vitrine.OK;
    }
}
