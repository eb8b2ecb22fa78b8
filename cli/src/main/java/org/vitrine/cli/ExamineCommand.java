package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitrine.centre.Baseline;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Budget;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Product;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.standards.ProductFile;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.yaml.CatalogueRefused;
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
            "The dossier holds report.html, verdicts.json, facts/*.parquet, dossier.json and run.json.",
            "Of several FILEs, or of what lies in one folder with --each, every one gets a dossier of its own",
            "in the folder --out, and a line in a table at the end: how much could be read, the clauses that",
            "fail and those that are open (INCONCLUSIVE), the parts (components), seconds.",
            "With --baseline, what fails now and did not in that dossier is listed.",
            "Exit codes: 0 examined; 1 with --fail-on when that was met; 2 wrong call; 3 unreadable, or one",
            "of several was.",
            "",
            "Examples:",
            "  vitrine examine fw.bin",
            "  vitrine examine --each --out dossiers releases",
            "  vitrine examine --baseline fw-1.dossier --fail-on new fw-2.bin"
        })
final class ExamineCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "The release: an image, a package, an archive, or a folder.")
    private List<Path> inputs = List.of();

    @Option(names = "--each", description = "What lies in the folder FILE are releases of their own.")
    private boolean each;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the dossier goes; NAME.dossier here otherwise.")
    private Path out = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "Threads; all processors otherwise.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--fail-on", paramLabel = "fail|new", description = "Exit with 1: a clause failed; or, new here.")
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

    @Option(names = "--baseline", paramLabel = "DOSSIER", description = "An earlier dossier: list what fails since.")
    private @Nullable Path baseline;

    /// What makes the exit code 1.
    enum FailOn {
        NEVER,
        FAIL,
        NEW
    }

    @Override
    public Integer call() throws IOException, CatalogueRefused, DossierRefused {
        boolean several = each || inputs.size() > 1;
        String wrong = wrong(several);
        if (!wrong.isEmpty()) {
            return Vitrine.complain(Vitrine.USAGE, wrong);
        }
        Optional<Product> stated = product == null ? Optional.empty() : Optional.of(ProductFile.read(product));
        Progress progress = Terminal.isWatched() ? new ProgressLine() : Progress.SILENT;
        return several ? several(stated, progress) : one(inputs.getFirst(), stated, progress);
    }

    private String wrong(boolean several) {
        if (threads < 1 || maxBytes < 1 || maxEntries < 1) {
            return "--threads, --max-bytes and --max-entries take a number from 1";
        }
        if (failOn == FailOn.NEW && baseline == null) {
            return "--fail-on new asks for --baseline";
        }
        if (several && baseline != null) {
            return "--baseline is for one release";
        }
        return each && inputs.size() > 1 ? "--each takes one folder" : "";
    }

    private int several(Optional<Product> stated, Progress progress) throws IOException {
        List<Path> releases = each ? ManyReleases.in(inputs.getFirst()) : inputs;
        if (releases.isEmpty()) {
            return Vitrine.complain(Vitrine.USAGE, inputs.getFirst() + ": no release lies in it");
        }
        ManyReleases many = new ManyReleases(settings(progress), stated);
        try {
            many.examine(releases, out);
        } finally {
            ProgressLine.clear(progress);
        }
        many.print();
        if (many.unreadable()) {
            return Vitrine.UNREADABLE;
        }
        return failOn == FailOn.FAIL && many.failed() > 0 ? Vitrine.MATTERED : Vitrine.OK;
    }

    private int one(Path input, Optional<Product> stated, Progress progress) throws IOException, DossierRefused {
        Path target = out.toString().isEmpty() ? Path.of(stem(input) + ".dossier") : out;
        Run run = settings(progress);
        // Before the examination, whose dossier may take its place.
        Optional<Baseline> before =
                baseline == null ? Optional.empty() : Optional.of(Baseline.of(baseline, run.temporary()));
        long start = System.nanoTime();
        long[] failed = {0};
        List<String> news = new ArrayList<>();
        try {
            Examination.examine(input, target, run, Catalogues.of(stated), stated, dossier -> {
                ProgressLine.clear(progress);
                Summary summary = new Summary(dossier, Terminal.OUT);
                summary.print(name(input), target, System.nanoTime() - start);
                failed[0] = summary.failed();
                if (before.isPresent()) {
                    news.addAll(before.get().news(dossier));
                }
            });
        } finally {
            ProgressLine.clear(progress);
        }
        if (before.isPresent()) {
            String since = " since " + baseline;
            Terminal.OUT.println();
            Terminal.OUT.println(news.isEmpty() ? "nothing new fails" + since : "new" + since);
            news.forEach(line -> Terminal.OUT.println("  " + Display.text(line)));
        }
        boolean mattered = failOn == FailOn.FAIL && failed[0] > 0 || failOn == FailOn.NEW && !news.isEmpty();
        return mattered ? Vitrine.MATTERED : Vitrine.OK;
    }

    /// The name of a release's file or folder.
    static String name(Path release) {
        return String.valueOf(release.toAbsolutePath().normalize().getFileName());
    }

    /// The same without its ending: what its dossier is called after.
    static String stem(Path release) {
        Path name = release.toAbsolutePath().normalize().getFileName();
        String stem = name == null ? "" : name.toString().replaceFirst("\\.[A-Za-z0-9]{1,4}$", "");
        return stem.isEmpty() ? "release" : stem;
    }

    private Run settings(Progress progress) {
        Budget standard = Budget.standard();
        Budget budget =
                new Budget(maxBytes, maxEntries, standard.depth(), standard.ratio(), standard.name(), standard.paths());
        return new Run(budget, progress, threads, Run.standard().temporary());
    }
}
