package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrine.evidence.Run;
import org.vitrine.report.Timeline;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `timeline`: several releases in a row.
@Command(
        name = "timeline",
        mixinStandardHelpOptions = true,
        description =
                "Tells of several releases in a row: what could be read, clauses, accounts, hardening, components.",
        footer = {
            "",
            "The dossiers are told in the order they are given. The same dossiers give the same bytes.",
            "Exit codes: 0 told; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine timeline fw-1.dossier fw-2.dossier fw-3.dossier",
            "  vitrine timeline --format html *.dossier > releases.html"
        })
final class TimelineCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DOSSIER", description = "Dossiers, the oldest release first.")
    private List<Path> folders = List.of();

    @Option(names = "--format", description = "markdown or html (default: ${DEFAULT-VALUE}).")
    private Format format = Format.MARKDOWN;

    /// How it is written.
    enum Format {
        MARKDOWN,
        HTML
    }

    @Override
    public Integer call() throws IOException, DossierRefused {
        try (Dossier dossiers = Dossier.openAll(folders, Run.standard().temporary())) {
            List<String> releases = Dossier.names(folders);
            Terminal.OUT.print(
                    switch (format) {
                        case MARKDOWN -> Timeline.markdown(dossiers, releases);
                        case HTML -> Timeline.html(dossiers, releases);
                    });
            return Vitrine.OK;
        }
    }
}
