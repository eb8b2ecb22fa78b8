package org.vitrine.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The house is as ARCHITECTURE.md draws it.
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.vitrine");

    private static final Pattern ROOM = Pattern.compile("\\| `(\\w+)` \\| [^|]* \\| ([^|]*) \\|");
    private static final Pattern REQUIRES = Pattern.compile("requires ((?:static |transitive )*)([\\w.]+);");

    @Test
    void theTableOfRoomsIsWhatTheModulesRequire() throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        Set<String> above = new TreeSet<>();
        Matcher rows = ROOM.matcher(Files.readString(ReferencePagesTest.root().resolve("ARCHITECTURE.md")));
        while (rows.find()) {
            Set<String> needs = new TreeSet<>(Set.of(rows.group(2).split(", ")));
            needs.retainAll(above);
            table.put(rows.group(1), rows.group(2).equals("all above") ? new TreeSet<>(above) : needs);
            above.add(rows.group(1));
        }
        assertThat(table).hasSizeGreaterThanOrEqualTo(9);
        Map<String, Set<String>> modules = new TreeMap<>();
        for (String room : table.keySet()) {
            modules.put(
                    room,
                    required(room).keySet().stream()
                            .filter(name -> name.startsWith("org.vitrine."))
                            .map(name -> name.substring("org.vitrine.".length()))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertThat(reached(modules)).isEqualTo(reached(table));
    }

    @Test
    void nounsAndStructuresNeedTheJdksBaseOnly() throws IOException {
        for (String alone : Set.of("evidence", "ledger")) {
            assertThat(required(alone)).containsExactlyEntriesOf(Map.of("org.jspecify", "static transitive "));
        }
        assertThat(required("structure"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("org.jspecify", "static transitive ", "org.vitrine.evidence", "transitive "));
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.vitrine.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void namesAreNouns() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Utils?|Helper|Impl|Base)|.*[.$](Abstract|Base)[A-Z]\\w*")
                .check(HOUSE);
    }

    @Test
    void nothingButTheServerTalksToTheNetwork() {
        Pattern network = Pattern.compile(
                "java\\.net\\.(\\w*Socket\\w*|\\w*URL\\w*|http\\..*)|java\\.nio\\.channels\\.\\w*(Socket|Datagram)\\w*|javax\\.net\\..*|java\\.rmi\\..*"
                        + "|com\\.sun\\.net\\.httpserver\\..*");
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vitrine.server")
                .should()
                .dependOnClassesThat(describe(
                        "reach the network",
                        (JavaClass other) -> network.matcher(other.getName()).matches()))
                .check(HOUSE);
    }

    @Test
    void onlyTheTwoCommandLinesEndTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vitrine.cli..")
                .and()
                .doNotHaveFullyQualifiedName("org.vitrine.ledger.verify.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .check(HOUSE);
    }

    @Test
    void theHouseIsSeenWhole() throws IOException {
        Collection<String> packages =
                HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages).contains("org.vitrine.evidence", "org.vitrine.unpack.codec", "org.vitrine.cli");
    }

    /// A query that isn't checked stands in the program's source: who asks one hands on what its own class wrote.
    @Test
    void onlyTheProgramsOwnQueriesAreNotChecked() {
        Set<String> askers = HOUSE.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals("org.vitrine.tables.Dossier"))
                .filter(call -> call.getTarget().getName().equals("ask"))
                .map(call -> call.getOriginOwner().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(askers)
                .containsExactly("org.vitrine.cli.ChangeSummary", "org.vitrine.cli.Summary", "org.vitrine.report.Ask");
    }

    /// The modules that a room's module-info requires, and how.
    private static Map<String, String> required(String room) throws IOException {
        Path file = ReferencePagesTest.root().resolve(room).resolve("src/main/java/module-info.java");
        Matcher lines = REQUIRES.matcher(Files.readString(file));
        Map<String, String> required = new TreeMap<>();
        while (lines.find()) {
            required.put(lines.group(2), lines.group(1));
        }
        return required;
    }

    private static Map<String, Set<String>> reached(Map<String, Set<String>> needs) {
        Map<String, Set<String>> reached = new TreeMap<>();
        for (String room : needs.keySet()) {
            Set<String> all = new TreeSet<>();
            Deque<String> left = new ArrayDeque<>(needs.getOrDefault(room, Set.of()));
            while (!left.isEmpty()) {
                String next = left.pop();
                if (all.add(next)) {
                    left.addAll(needs.getOrDefault(next, Set.of()));
                }
            }
            reached.put(room, all);
        }
        return reached;
    }
}
