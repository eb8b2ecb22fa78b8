package org.vitrine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vitrine.centre.Catalogues;
import org.vitrine.centre.Kinds;
import org.vitrine.standards.Catalogue;
import org.vitrine.standards.CatalogueChange;
import org.vitrine.standards.CatalogueReader;
import org.vitrine.standards.Evidence;
import org.vitrine.standards.ExampleRun;
import org.vitrine.standards.Part;
import org.vitrine.standards.Requirement;
import org.vitrine.tables.yaml.CatalogueRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `standards`: the catalogues that releases are held against.
@Command(
        name = "standards",
        mixinStandardHelpOptions = true,
        description = "Lists and shows the catalogues of clauses, and checks and compares a laboratory's own.",
        footer = {
            "",
            "A part is answered in one way: static, from the release; live, on a running element; declared,",
            "from what the vendor says. Its strength: it decides, it refutes, or it hints.",
            "'check' runs every example of a catalogue's folder. 'diff' shows what a catalogue asks more or",
            "less than an older one, and runs the older one's examples; each is a folder or an id.",
            "Exit codes: 0 as it should be; 1 an example is answered otherwise, or the newer catalogue is",
            "weaker; 2 wrong call, or no catalogue.",
            "",
            "Examples:",
            "  vitrine standards list",
            "  vitrine standards show 4.2.4.2.2",
            "  vitrine standards check my-catalogue",
            "  vitrine standards diff 3gpp/ts-33.117/18.1.0 my-catalogue"
        })
final class StandardsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the catalogues, their clauses and parts.")
    int list(
            @Parameters(arity = "0..1", paramLabel = "CATALOGUE", description = "One of them: an id or a folder.")
                    String which)
            throws CatalogueRefused {
        List<Catalogue> catalogues = which == null || which.isEmpty() ? Catalogues.all() : List.of(catalogue(which));
        for (Catalogue catalogue : catalogues) {
            Terminal.OUT.println(catalogue.id() + "  " + catalogue.title());
            Terminal.OUT.println("  sha256 " + catalogue.digest());
            for (Requirement requirement : catalogue.requirements()) {
                Terminal.OUT.println("  " + requirement.clause() + " " + requirement.title());
                requirement.parts().forEach(part -> Terminal.OUT.println("    " + part.name() + ": " + words(part)));
            }
        }
        return Vitrine.OK;
    }

    private static String words(Part part) {
        return lower(part.method()) + ", " + lower(part.strength()) + (part.catalogued() ? "" : ", no query");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a clause: what it demands, its parts, their queries.")
    int show(@Parameters(paramLabel = "CLAUSE", description = "The clause, such as 4.2.4.2.2.") String clause) {
        boolean any = false;
        for (Catalogue catalogue : Catalogues.all()) {
            Optional<Requirement> found = catalogue.requirements().stream()
                    .filter(requirement -> requirement.clause().equals(clause))
                    .findFirst();
            found.ifPresent(StandardsCommand::print);
            any |= found.isPresent();
        }
        return any ? Vitrine.OK : Vitrine.complain(Vitrine.USAGE, clause + ": no clause of the catalogues");
    }

    private static void print(Requirement requirement) {
        Terminal.OUT.println(requirement.clause() + " " + requirement.title() + " (" + requirement.catalogue() + ")");
        Terminal.OUT.println("  " + requirement.demand());
        Terminal.OUT.println("  " + requirement.link());
        for (Part part : requirement.parts()) {
            Terminal.OUT.println();
            Terminal.OUT.println("  " + part.name() + ": " + part.title());
            Terminal.OUT.println("    " + words(part) + ", reach " + lower(part.reach()) + ", "
                    + Amounts.of(part.examples().size(), "example", "examples"));
            for (Evidence.Role role : Evidence.Role.values()) {
                String query = part.queries().get(role);
                if (query != null) {
                    Terminal.OUT.println("    " + lower(role) + ":");
                    query.strip().lines().forEach(line -> Terminal.OUT.println("      " + line));
                }
            }
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Reads a catalogue and runs the examples of all its parts.")
    int check(@Parameters(paramLabel = "FOLDER", description = "The catalogue: a folder or an id.") String folder)
            throws CatalogueRefused {
        Catalogue catalogue = catalogue(folder);
        List<ExampleRun.Miss> misses = new ExampleRun(Kinds.FACTS).misses(catalogue);
        for (ExampleRun.Miss miss : misses) {
            Terminal.OUT.println(miss.clause() + " " + miss.part() + ", example " + miss.number() + ": says "
                    + miss.expected() + ", answered " + miss.answered());
        }
        List<Part> parts = catalogue.requirements().stream()
                .flatMap(requirement -> requirement.parts().stream())
                .toList();
        long examples = parts.stream().mapToLong(part -> part.examples().size()).sum();
        Terminal.OUT.println(
                catalogue.id() + ": " + Amounts.of(catalogue.requirements().size(), "clause", "clauses")
                        + ", " + Amounts.of(parts.size(), "part", "parts") + ", "
                        + Amounts.of(examples, "example", "examples") + ", " + misses.size() + " answered otherwise");
        return misses.isEmpty() ? Vitrine.OK : Vitrine.MATTERED;
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Says what a catalogue asks more or less than an older one.")
    int diff(
            @Parameters(paramLabel = "OLD", description = "The older: a folder or an id.") String old,
            @Parameters(paramLabel = "NEW", description = "The newer: a folder or an id.") String now)
            throws CatalogueRefused {
        List<CatalogueChange> changes = CatalogueChange.between(catalogue(old), catalogue(now), Kinds.FACTS);
        for (CatalogueChange change : changes) {
            String part = change.part().isEmpty() ? "" : " " + change.part();
            Terminal.OUT.println(
                    (change.weaker() ? "WEAKER  " : "        ") + change.clause() + part + ": " + change.text());
        }
        long weaker = changes.stream().filter(CatalogueChange::weaker).count();
        Terminal.OUT.println(
                Amounts.of(changes.size(), "change", "changes") + ", " + Amounts.of(weaker, "weakening", "weakenings"));
        return weaker == 0 ? Vitrine.OK : Vitrine.MATTERED;
    }

    private static Catalogue catalogue(String which) throws CatalogueRefused {
        if (CatalogueReader.all().contains(which)) {
            return CatalogueReader.builtIn(which);
        }
        if (!Files.isDirectory(Path.of(which))) {
            throw new CatalogueRefused(which + ": no folder, and no id of a catalogue");
        }
        return CatalogueReader.read(Path.of(which));
    }
}
