package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;
import org.vitrine.tables.RowsText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `query`: asks the facts of one or several dossiers.
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Asks the tables of one dossier, or of several at once, in SQL.",
        footer = {
            "",
            "One SELECT. The tables are described in docs/reference/tables.md; of several dossiers every",
            "table has a first column `dossier`. Nothing outside the dossiers can be read or written.",
            "Exit codes: 0 answered; 2 wrong call, or a query that is refused; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine query fw.dossier \"SELECT path FROM artifact WHERE mode & 2048 <> 0\"",
            "  vitrine query --format csv a.dossier b.dossier \"SELECT * FROM component\""
        })
final class QueryCommand implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "DOSSIER… SQL", description = "Dossiers, and last the query.")
    private List<String> arguments = List.of();

    @Option(names = "--format", description = "table, csv or json (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    /// How rows are printed.
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Override
    public Integer call() throws IOException, DossierRefused, QueryRefused {
        List<Path> folders = arguments.subList(0, arguments.size() - 1).stream()
                .map(Path::of)
                .toList();
        Path temporary = Run.standard().temporary();
        try (Dossier dossier = folders.size() == 1
                ? Dossier.open(folders.getFirst(), temporary)
                : Dossier.openAll(folders, temporary)) {
            Rows rows = dossier.query(arguments.getLast());
            Terminal.OUT.print(
                    switch (format) {
                        case TABLE -> RowsText.table(rows, Terminal.width());
                        case CSV -> RowsText.csv(rows);
                        case JSON -> RowsText.json(rows);
                    });
            return Vitrine.OK;
        }
    }
}
