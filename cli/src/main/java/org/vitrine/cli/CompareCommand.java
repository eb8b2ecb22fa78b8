package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vitrine.centre.Comparing;
import org.vitrine.centre.Known;
import org.vitrine.change.Question;
import org.vitrine.change.Rule;
import org.vitrine.change.RuleReader;
import org.vitrine.change.declared.Declaration;
import org.vitrine.change.declared.DeclarationReader;
import org.vitrine.change.equivalence.Equivalences;
import org.vitrine.change.equivalence.UserPatterns;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.yaml.CatalogueRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `compare`: what changed from one release to the next, and what it means.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Holds two releases against each other: every path that changed, and what the changes mean.",
        footer = {
            "",
            "Each of OLD and NEW is a release or a dossier. Dossiers are compared by their facts alone, which",
            "takes seconds; with --contents their releases are opened again, from where run.json says they were,",
            "and texts are compared line by line.",
            "The result is a folder with change.html, change.json, facts/*.parquet and dossier.json, to be asked by",
            "'vitrine query' and written as a ticket or as SARIF by 'vitrine export'.",
            "With --declared each change with a meaning is DECLARED, by which item, or UNDECLARED; table declared_item",
            "says of each item whether it was seen.",
            "With --equivalence each file, and the whole, gets a rung: IDENTICAL, IDENTICAL_EXCEPT_SIGNATURE,",
            "MATCH_EXPLAINED, CODE_SAME, PARTIAL, MISMATCH; every span that was set aside is in table span.",
            "Exit codes: 0 compared; 1 with --fail-on when that was met; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine compare fw-1.bin fw-2.bin",
            "  vitrine compare --out update.change fw-1.dossier fw-2.dossier",
            "  vitrine query NEW.change \"SELECT severity, title, subject FROM delta\""
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD", description = "The older release, or its dossier.")
    private Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The newer release, or its dossier.")
    private Path current = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Where the result goes; NEW.change here otherwise.")
    private Path out = Path.of("");

    @Option(names = "--rules", paramLabel = "DIR", description = "Rules of your own, asked besides ours.")
    private @Nullable Path rules;

    @Option(names = "--contents", description = "Open the releases of dossiers again, and compare what is in files.")
    private boolean contents;

    @Option(
            names = "--declared",
            paramLabel = "FILE",
            description = "What the vendor says was changed: YAML, a Debian changelog, release notes. Repeatable.")
    private List<Path> declared = List.of();

    @Option(names = "--equivalence", description = "Say how far NEW, rebuilt, is the same as OLD, as shipped.")
    private boolean equivalence;

    @Option(
            names = "--normalise",
            paramLabel = "FILE",
            description = "Patterns of your own that --equivalence may set aside; each with two reviewers and an end.")
    private @Nullable Path normalise;

    @Option(names = "--stats", description = "Say at the end how many contents were looked at.")
    private boolean stats;

    @Option(
            names = "--fail-on",
            paramLabel = "WEIGHT",
            description = "critical, high, medium, low: exit with 1 when there is a change of this weight or above;"
                    + " undeclared: when there is one of low weight or above that was not declared.")
    private @Nullable FailOn failOn;

    /// What makes the command end with 1.
    enum FailOn {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW,
        UNDECLARED;

        private static final String WEIGHT = "array_position(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'], %s)";

        /// Whether it is met.
        boolean isMet(Dossier comparison) {
            String met = this == UNDECLARED
                    ? "declared = 'UNDECLARED' AND severity <> 'INFO'"
                    : WEIGHT.formatted("severity") + " <= " + WEIGHT.formatted("'" + name() + "'");
            try {
                return !comparison
                        .query("SELECT 1 FROM delta WHERE " + met + " LIMIT 1")
                        .values()
                        .isEmpty();
            } catch (QueryRefused e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public Integer call() throws IOException, DossierRefused, CatalogueRefused {
        List<Rule> own = rules == null ? List.of() : RuleReader.in(rules);
        Ahead<List<Rule>> asked = Ahead.of(
                () -> Stream.concat(RuleReader.ours().stream(), own.stream()).toList());
        Path target = out.toString().isEmpty() ? Path.of(ExamineCommand.stem(current) + ".change") : out;
        Progress progress = Terminal.isWatched() ? new ProgressLine() : Progress.SILENT;
        Run standard = Run.standard();
        Run run = new Run(standard.budget(), progress, standard.threads(), standard.temporary());
        Known known = new Known();
        AtomicBoolean mattered = new AtomicBoolean();
        List<Question> questions = new ArrayList<>();
        List<Declaration> declarations = new ArrayList<>();
        for (Path file : declared) {
            declarations.add(DeclarationReader.read(file));
        }
        if (!declarations.isEmpty()) {
            questions.add(Declaration.of(declarations));
        }
        if (equivalence) {
            questions.add(new Equivalences(
                    normalise == null
                            ? UserPatterns.none()
                            : UserPatterns.read(normalise, LocalDate.now(ZoneOffset.UTC))));
        }
        try {
            Comparing.compare(old, current, target, run, asked, questions, contents, known, comparison -> {
                ProgressLine.clear(progress);
                new ChangeSummary(comparison, Terminal.OUT).print(target);
                mattered.set(failOn != null && failOn.isMet(comparison));
                if (equivalence) {
                    new EquivalenceSummary(comparison, Terminal.OUT).print();
                }
            });
        } finally {
            ProgressLine.clear(progress);
        }
        if (stats) {
            Terminal.OUT.println("contents   " + Amounts.count(known.inspected()) + " looked at, "
                    + Amounts.count(known.reused()) + " known from the older release");
        }
        return mattered.get() ? Vitrine.MATTERED : Vitrine.OK;
    }
}
