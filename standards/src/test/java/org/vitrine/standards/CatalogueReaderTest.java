package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.tables.yaml.CatalogueRefused;

/// Catalogues as they come with Vitrine, and as somebody hostile writes them.
class CatalogueReaderTest {
    private static final String ID = "3gpp/ts-33.117/18.1.0";
    private static final String HEAD = "id: lab/rules/1\ntitle: Rules\nneeds: {account: 1}\norder: [one]\n";
    private static final String ONE = """
            clause: one
            title: One
            demand: Something.
            link: https://example.org/one
            parts:
              - {name: live, title: Live, method: live, strength: decides, missing: needs-live}
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void ts33117HasThe73ClausesOfItsTable() throws IOException {
        Catalogue catalogue = CatalogueReader.builtIn(ID);
        List<String> table = table();
        assertThat(table).hasSize(73);
        List<String> read = new ArrayList<>();
        for (Requirement r : catalogue.requirements()) {
            Part strongest = r.parts().stream()
                    .filter(part -> part.method() == Method.STATIC)
                    .min((a, b) -> a.strength().compareTo(b.strength()))
                    .orElse(null);
            read.add(String.join(
                    " | ",
                    r.clause(),
                    r.title(),
                    r.test(),
                    strongest == null ? "-" : strongest.strength().name().toLowerCase(Locale.ROOT),
                    has(r, Method.LIVE) ? "live" : "-",
                    has(r, Method.DECLARED) ? "declared" : "-"));
            assertThat(r.ordinal()).isEqualTo(read.size() - 1);
            assertThat(r.demand()).hasSizeGreaterThan(20);
            assertThat(r.link()).isEqualTo("https://www.3gpp.org/dynareport/33117.htm");
        }
        assertThat(read).isEqualTo(table);
    }

    @Test
    void itNeedsTheTablesThatItsQueriesRead() {
        Catalogue catalogue = CatalogueReader.builtIn(ID);
        assertThat(catalogue.needs())
                .allSatisfy((table, version) ->
                        assertThat(Kinds.version(Kinds.of(table))).isGreaterThanOrEqualTo(version));
        List<String> queries = new ArrayList<>(catalogue.views().values());
        catalogue
                .requirements()
                .forEach(requirement -> requirement
                        .parts()
                        .forEach(part -> queries.addAll(part.queries().values())));
        String all = String.join("\n", queries);
        Kinds.ALL.forEach(kind -> {
            String read = "(?s).*\\b(FROM|JOIN) " + Kinds.name(kind) + "\\b.*";
            if (all.matches(read)) {
                assertThat(catalogue.needs()).containsKey(Kinds.name(kind));
            }
        });
    }

    @Test
    void inClauses43And44OnlyWhatNeedsKnowledgeFromElsewhereIsLeftToBeWritten() {
        assertThat(CatalogueReader.builtIn(ID).requirements())
                .filteredOn(requirement -> requirement.clause().matches("4\\.[34]\\..*"))
                .hasSize(33)
                .filteredOn(requirement ->
                        requirement.parts().stream().anyMatch(part -> part.missing() == Reason.NOT_CATALOGUED))
                .extracting(Requirement::clause)
                .containsExactly("4.3.2.5", "4.4.3");
    }

    @Test
    void aCatalogueSharesViewsAndPartsOfOneThatComesWithVitrine() throws IOException, CatalogueRefused {
        String sharing = HEAD.replace("needs:", "shares: " + ID + "\nneeds:");
        String mine = ONE.replace("method: live, strength: decides, missing: needs-live", "same: 4.2.4.2.2 accounts");
        write(sharing, mine);
        Catalogue other = CatalogueReader.builtIn(ID);
        Catalogue catalogue = CatalogueReader.read(folder);
        assertThat(catalogue.views()).isEqualTo(other.views());
        assertThat(catalogue.needs()).isEqualTo(other.needs());
        assertThat(catalogue.requirements().getFirst().parts()).singleElement().satisfies(part -> {
            assertThat(part.name()).isEqualTo("live");
            assertThat(part.title()).isEqualTo("Live");
            assertThat(part.method()).isEqualTo(Method.STATIC);
            assertThat(part.queries()).isNotEmpty();
            assertThat(part.examples()).isNotEmpty();
        });
        refused(HEAD.replace("needs:", "shares: lab/rules/2\nneeds:"), mine, "no catalogue that could be shared");
        refused(HEAD, mine, "no part of a shared catalogue");
    }

    @Test
    void noCheckOfClause42IsLeftToBeWritten() {
        assertThat(CatalogueReader.builtIn(ID).requirements())
                .filteredOn(requirement -> requirement.clause().startsWith("4.2."))
                .hasSize(40)
                .allSatisfy(requirement -> assertThat(requirement.parts())
                        .extracting(Part::missing)
                        .as(requirement.clause())
                        .doesNotContain(Reason.NOT_CATALOGUED));
    }

    @Test
    void aFolderIsReadAndItsDigestFollowsItsBytes() throws IOException, CatalogueRefused {
        write(HEAD, ONE);
        Catalogue first = CatalogueReader.read(folder);
        assertThat(first.id()).isEqualTo("lab/rules/1");
        assertThat(first.needs()).isEqualTo(Map.of("account", 1));
        assertThat(first.requirements())
                .singleElement()
                .satisfies(requirement -> assertThat(requirement.parts())
                        .singleElement()
                        .satisfies(part -> assertThat(part.missing()).isEqualTo(Reason.NEEDS_LIVE)));
        assertThat(CatalogueReader.read(folder).digest()).isEqualTo(first.digest());
        write(HEAD, ONE + "# a comment\n");
        assertThat(CatalogueReader.read(folder).digest()).isNotEqualTo(first.digest());
    }

    @Test
    void unknownKeysAreRefusedWithFileAndLine() throws IOException {
        refused(HEAD, ONE + "colour: red\n", "one.yaml:7: unknown key `colour`");
        refused(HEAD + "run: rm\n", ONE, "catalogue.yaml:5: unknown key `run`");
        refused(HEAD, ONE.replace("missing:", "weight: 3, missing:"), "one.yaml:6: unknown key `weight`");
    }

    @Test
    void whatIsMissingOrWrongIsRefused() throws IOException {
        refused(HEAD, ONE.replace("title: One\n", ""), "one.yaml:1: `title` is missing");
        refused(HEAD, ONE.replace("clause: one", "clause: two"), "one.yaml:1: the file is named after clause one");
        refused(HEAD, ONE.replace("method: live", "method: magic"), "one.yaml:6: `method` can't be `magic`");
        refused(HEAD, ONE.replace(", missing: needs-live", ""), "one.yaml:6: a part without queries");
        refused(HEAD, ONE.replace("https:", "javascript:"), "one.yaml:4: a link begins with https://");
        refused(HEAD, ONE.replace("title: One", "clause: one"), "one.yaml:2: `clause` comes twice");
        refused(HEAD, ONE.replace("missing: needs-live", "violations: SELECT 1"), "at least `examined`");
        refused(HEAD.replace("lab/rules/1", "../../etc"), ONE, "catalogue.yaml:1: an id is");
        refused(HEAD.replace("[one]", "[one, one]"), ONE, "comes twice: `one`");
        refused(HEAD.replace("[one]", "[../one]"), ONE, "no clause number");
        refused(HEAD.replace("[one]", "[one, two]"), ONE, "two.yaml: no such file");
    }

    @Test
    void whatGrowsWhenItIsReadIsRefused() throws IOException {
        refused(HEAD, "a: &a [x]\nb: [*a, *a]\n", "one.yaml:1: anchors are not allowed");
        refused(HEAD, "a: *a\n", "one.yaml:1: aliases are not allowed");
        refused(HEAD, "a: !!java.lang.Runtime [x]\n", "one.yaml:1: tags are not allowed");
        refused(HEAD, "a: " + "[".repeat(100_000), "nested deeper than 16");
        refused(HEAD, "x".repeat(300_000), "larger than a catalogue may be");
        refused(HEAD, "a: b\n---\nc: d\n", "a second document");
        refused(HEAD, "[a, b]", "a mapping is expected here");
        refused(HEAD, "", "it is empty");
        refused(HEAD, "{? [a] : b}", "a key must be a text");
        refused(HEAD, "a: \u0001", "one.yaml: ");
    }

    @Test
    void linksAndStrangersInTheFolderAreRefused() throws IOException {
        write(HEAD, ONE);
        Files.writeString(folder.resolve("two.yaml"), ONE);
        assertThatThrownBy(() -> CatalogueReader.read(folder)).hasMessageContaining("two.yaml: no clause of the order");
        Files.delete(folder.resolve("two.yaml"));
        Files.delete(folder.resolve("one.yaml"));
        Files.createSymbolicLink(folder.resolve("one.yaml"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> CatalogueReader.read(folder)).hasMessageContaining("one.yaml: no such file");
        Files.delete(folder.resolve("one.yaml"));
        assertThatThrownBy(() -> CatalogueReader.read(folder.resolve("nowhere")))
                .isInstanceOf(CatalogueRefused.class);
    }

    @Test
    void noDamagedFileEscapesAsAnythingButARefusal() throws IOException {
        byte[] good = Objects.requireNonNull(CatalogueReader.class.getResourceAsStream(ID + "/4.2.4.2.2.yaml"))
                .readAllBytes();
        Random random = new Random(33117);
        int refused = 0;
        Files.writeString(folder.resolve("catalogue.yaml"), HEAD.replace("[one]", "[4.2.4.2.2]"));
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = Arrays.copyOf(good, round % 4 == 0 ? random.nextInt(good.length) : good.length);
            for (int flip = 0; flip < 1 + round % 5 && bytes.length > 0; flip++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(folder.resolve("4.2.4.2.2.yaml"), bytes);
            try {
                CatalogueReader.read(folder);
            } catch (CatalogueRefused e) {
                refused++;
                assertThat(String.valueOf(e.getMessage())).doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private void write(String head, String one) throws IOException {
        Files.writeString(folder.resolve("catalogue.yaml"), head);
        Files.writeString(folder.resolve("one.yaml"), one);
    }

    private void refused(String head, String one, String message) throws IOException {
        write(head, one);
        assertThatThrownBy(() -> CatalogueReader.read(folder))
                .isInstanceOf(CatalogueRefused.class)
                .hasMessageContaining(message);
    }

    private static boolean has(Requirement requirement, Method method) {
        return requirement.parts().stream().anyMatch(part -> part.method() == method);
    }

    private static List<String> table() throws IOException {
        InputStream stream =
                Objects.requireNonNull(CatalogueReaderTest.class.getResourceAsStream("ts-33.117-18.1.0.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
