package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Explanation;
import org.vitrine.centre.Opening;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Run;
import org.vitrine.standards.Evidence;
import org.vitrine.standards.Part;
import org.vitrine.standards.Requirement;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `explain`: what an answer rests on, down to the bytes.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Shows what a verdict or a fact rests on, down to the bytes and how to see them yourself.",
        footer = {
            "",
            "CLAUSE is a clause number, such as 4.3.2.1: its parts, their queries, the rows, and for the first",
            "of them the bytes. FACT is TABLE:N, the Nth row of a table as 'query' lists it.",
            "The release is opened again from where run.json says it was; without it, rows are shown alone.",
            "Exit codes: 0 explained; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine explain fw.dossier 4.2.3.4.2.2",
            "  vitrine explain --rows 10 fw.dossier account:2"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final Pattern FACT = Pattern.compile("([a-z_][a-z0-9_]{0,63}):([1-9][0-9]{0,8})");

    @Parameters(index = "0", paramLabel = "DOSSIER", description = "The dossier.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "CLAUSE|FACT", description = "A clause number, or TABLE:N.")
    private String subject = "";

    @Option(names = "--rows", paramLabel = "N", description = "Rows of each kind (default: ${DEFAULT-VALUE}).")
    private int most = 3;

    @Option(names = "--queries", description = "Show the queries in full.")
    private boolean queries;

    @Override
    public Integer call() throws IOException, DossierRefused, QueryRefused {
        if (most < 0) {
            return Vitrine.complain(Vitrine.USAGE, "--rows takes a number from 0");
        }
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary());
                Source source = Source.of(folder)) {
            Matcher fact = FACT.matcher(subject);
            return fact.matches()
                    ? fact(dossier, source, fact.group(1), Long.parseLong(fact.group(2)))
                    : clause(dossier, source);
        }
    }

    private int fact(Dossier dossier, Source source, String table, long number) throws QueryRefused {
        Rows rows = dossier.query("SELECT * FROM \"" + table + "\" LIMIT 1 OFFSET " + (number - 1));
        if (rows.values().isEmpty()) {
            return Vitrine.complain(Vitrine.USAGE, subject + ": the table has fewer rows");
        }
        Map<String, String> row = row(rows, 0);
        Terminal.OUT.println(table + ", row " + number);
        row.forEach((name, value) -> Terminal.OUT.println("  " + name + ": " + value));
        show(source, row, "  ");
        return Vitrine.OK;
    }

    private int clause(Dossier dossier, Source source) throws IOException, DossierRefused, QueryRefused {
        List<Requirement> found = Catalogues.of(folder).stream()
                .flatMap(catalogue -> catalogue.requirements().stream())
                .filter(requirement -> requirement.clause().equals(subject))
                .toList();
        if (found.isEmpty()) {
            return Vitrine.complain(Vitrine.USAGE, subject + ": no clause of the catalogues, and no TABLE:N");
        }
        for (Requirement requirement : found) {
            String where = " WHERE catalogue = '%s' AND clause = '%s'"
                    .formatted(requirement.catalogue(), requirement.clause());
            Terminal.OUT.println(
                    requirement.clause() + " " + requirement.title() + " (" + requirement.catalogue() + ")");
            Terminal.OUT.println("  " + requirement.demand());
            Rows verdict = dossier.query("SELECT outcome, reason, detail FROM clause" + where);
            if (verdict.values().isEmpty()) {
                Terminal.OUT.println("  not judged in this dossier");
                continue;
            }
            Map<String, String> answer = row(verdict, 0);
            Terminal.OUT.println("  " + outcome(answer) + ": " + answer.get("detail"));
            for (Part part : requirement.parts()) {
                part(dossier, source, part, where + " AND part = '" + part.name() + "'");
            }
        }
        return Vitrine.OK;
    }

    private void part(Dossier dossier, Source source, Part part, String where) throws QueryRefused {
        Rows verdict = dossier.query("SELECT outcome, reason, detail FROM verdict" + where);
        Terminal.OUT.println();
        Terminal.OUT.println("  " + part.name() + ": " + part.title());
        if (!verdict.values().isEmpty()) {
            Map<String, String> answer = row(verdict, 0);
            Terminal.OUT.println("    " + outcome(answer) + ": " + answer.get("detail"));
        }
        for (Evidence.Role role : Evidence.Role.values()) {
            String query = part.queries().get(role);
            if (query != null && queries) {
                Terminal.OUT.println("    " + role.name().toLowerCase(Locale.ROOT) + ":");
                query.strip().lines().forEach(line -> Terminal.OUT.println("      " + line));
            }
            Rows rows = dossier.query("SELECT artifact, path, line, seen, state, content, \"offset\", \"length\""
                    + " FROM evidence" + where + " AND role = '" + role + "' ORDER BY ordinal LIMIT " + most);
            for (int i = 0; i < rows.values().size(); i++) {
                Map<String, String> row = row(rows, i);
                Terminal.OUT.println("    " + role.name().toLowerCase(Locale.ROOT) + ": " + sentence(row));
                if (role == Evidence.Role.VIOLATIONS) {
                    show(source, row, "      ");
                }
            }
        }
    }

    private static String outcome(Map<String, String> row) {
        String reason = row.getOrDefault("reason", "NONE");
        return row.get("outcome") + (reason.equals("NONE") ? "" : " " + reason);
    }

    private static String sentence(Map<String, String> row) {
        String line = row.getOrDefault("line", "0");
        String path = row.getOrDefault("path", "");
        String state = row.getOrDefault("state", "");
        return row.get("seen")
                + (path.isEmpty() ? "" : " (" + path + (line.equals("0") ? "" : ":" + line) + ")")
                + (state.isEmpty() ? "" : " " + state);
    }

    private static void show(Source source, Map<String, String> row, String indent) {
        if (source.opening().isEmpty()) {
            return;
        }
        Explanation explanation = Explanation.of(source.opening().get());
        Digest content = digest(row.getOrDefault("content", ""));
        long id = number(row.getOrDefault("artifact", "-1"));
        Optional<Artifact> artifact = explanation.artifact(id, content);
        if (artifact.isEmpty() || artifact.get().sha256().equals(Digest.NONE)) {
            return;
        }
        boolean placed = !content.equals(Digest.NONE);
        long offset = placed ? number(row.getOrDefault("offset", "-1")) : -1;
        long length = placed ? number(row.getOrDefault("length", "0")) : 0;
        Terminal.OUT.println(
                indent + artifact.get().path() + ", SHA-256 " + artifact.get().sha256());
        explanation.hex(artifact.get(), offset, length).lines().forEach(line -> Terminal.OUT.println(indent + line));
        explanation.shell(artifact.get(), offset, length).forEach(line -> Terminal.OUT.println(indent + "$ " + line));
    }

    private static Map<String, String> row(Rows rows, int index) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < rows.columns().size(); i++) {
            row.put(
                    rows.columns().get(i),
                    String.valueOf(rows.values().get(index).get(i)));
        }
        return row;
    }

    private static Digest digest(String text) {
        return text.matches("[0-9a-f]{64}") ? Digest.parse(text) : Digest.NONE;
    }

    private static long number(String text) {
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    /// The release, where it is still there and still the one that was examined.
    ///
    /// @param opening it, opened
    private record Source(Optional<Opening> opening) implements AutoCloseable {
        static Source of(Path folder) throws DossierRefused {
            try {
                return new Source(Optional.of(Opening.of(folder, Run.standard())));
            } catch (IOException e) {
                Terminal.ERR.println("vitrine: the release can't be opened, so no bytes are shown: " + e.getMessage());
                return new Source(Optional.empty());
            }
        }

        @Override
        public void close() throws IOException {
            if (opening.isPresent()) {
                opening.get().close();
            }
        }
    }
}
