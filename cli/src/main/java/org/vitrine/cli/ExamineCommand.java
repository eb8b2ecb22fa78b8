package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Budget;
import org.vitrine.evidence.Product;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.standards.CatalogueRefused;
import org.vitrine.standards.ProductFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `examine`: from a release to its dossier.
@Command(
        name = "examine",
        mixinStandardHelpOptions = true,
        description = "Opens a release, records its facts, holds them against the standards, writes a dossier.",
        footer = {
            "",
            "Exit codes: 0 examined; 1 with --fail-on fail and a clause failed; 2 wrong call; 3 unreadable.",
            "The dossier holds report.html, verdicts.json, facts/*.parquet, dossier.json and run.json."
        })
final class ExamineCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The release: an image, a package, an archive, or a folder.")
    private Path input = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Where the dossier goes; NAME.dossier here otherwise.")
    private Path out = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "Threads; all processors otherwise.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--fail-on", paramLabel = "fail", description = "Exit with 1 when a clause failed.")
    private FailOn failOn = FailOn.NEVER;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "Budget: unpacked bytes in all (default: ${DEFAULT-VALUE}).")
    private long maxBytes = Budget.standard().bytes();

    @Option(
            names = "--max-entries",
            paramLabel = "N",
            description = "Budget: artifacts in all (default: ${DEFAULT-VALUE}).")
    private long maxEntries = Budget.standard().entries();

    @Option(
            names = "--product",
            paramLabel = "FILE",
            description = "What the release is, in YAML; see 'vitrine product'.")
    private @Nullable Path product;

    /// What makes the exit code 1.
    enum FailOn {
        NEVER,
        FAIL
    }

    @Override
    public Integer call() throws IOException, CatalogueRefused {
        if (threads < 1 || maxBytes < 1 || maxEntries < 1) {
            return Vitrine.complain(Vitrine.USAGE, "--threads, --max-bytes and --max-entries take a number from 1");
        }
        Path target = out.toString().isEmpty() ? defaultTarget() : out;
        long start = System.nanoTime();
        String name = String.valueOf(input.toAbsolutePath().normalize().getFileName());
        long[] failed = {0};
        Optional<Product> stated = product == null ? Optional.empty() : Optional.of(ProductFile.read(product));
        Progress progress = Terminal.isWatched() ? new ProgressLine() : Progress.SILENT;
        try {
            Examination.examine(input, target, settings(progress), Catalogues.builtIn(), stated, dossier -> {
                ProgressLine.clear(progress);
                Summary summary = new Summary(dossier, Terminal.OUT);
                summary.print(name, target, System.nanoTime() - start);
                failed[0] = summary.failed();
            });
        } finally {
            ProgressLine.clear(progress);
        }
        return failOn == FailOn.FAIL && failed[0] > 0 ? Vitrine.MATTERED : Vitrine.OK;
    }

    private Path defaultTarget() {
        Path name = input.toAbsolutePath().normalize().getFileName();
        String stem = name == null ? "release" : name.toString().replaceFirst("\\.[A-Za-z0-9]{1,4}$", "");
        return Path.of((stem.isEmpty() ? "release" : stem) + ".dossier");
    }

    private Run settings(Progress progress) {
        Budget standard = Budget.standard();
        Budget budget =
                new Budget(maxBytes, maxEntries, standard.depth(), standard.ratio(), standard.name(), standard.paths());
        return new Run(budget, progress, threads, Run.standard().temporary());
    }
}
