package org.vitrine.unpack.bombs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.unpack.Walk;

/// Opens every file of a folder, unpacking to a second one, and says of each in a line what came of it. Run
/// as a process of its own, with little memory.
public final class Examine {
    private Examine() {}

    /// Examines the files of the folder that is named.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            long start = cpuMillis();
            String line;
            try (Spill spill = Spill.open(Path.of(arguments[1]))) {
                Tree tree = Walk.open(file, Run.standard(), spill);
                String problems = tree.facts().stream()
                        .filter(ProblemFact.class::isInstance)
                        .map(fact -> ((ProblemFact) fact).reader() + ":" + ((ProblemFact) fact).field())
                        .distinct()
                        .limit(20)
                        .collect(Collectors.joining(","));
                boolean witness =
                        tree.artifacts().stream().map(Artifact::path).anyMatch(path -> path.equals("witness"));
                line = tree.artifacts().size() + "\t" + witness + "\t" + problems;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                line = "0\tfalse\tTHROWN " + e;
            }
            long millis = cpuMillis() - start;
            System.out.println(file.getFileName() + "\t" + millis + "\t" + line);
        }
    }

    /// Of this process, so that what else a machine does counts for nothing.
    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }
}
