package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Run;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.testing.Corpus;

/// What others' programs take in: valid by the formats' own validators, and saying what the tables say.
class ExportTest {
    private static final List<String> FORMATS =
            List.of("cyclonedx", "sarif", "sarif-failures", "oscal", "record-md", "record-html");

    private static final String HOSTILE = "bin/a](http://evil.example) |<img src=x>`\n100%@7\\";

    @TempDir
    private static Path room = Path.of("");

    private static final Map<String, Release> RELEASES = new TreeMap<>();
    private static final Map<String, String> EXPORTS = new HashMap<>();

    /// An examined release whose dossier stays open: many questions are asked of it.
    private record Release(Path folder, Dossier dossier) {
        static Release of(Path folder) throws IOException, DossierRefused {
            return new Release(folder, Dossier.open(folder, Run.standard().temporary()));
        }

        List<List<String>> rows(String sql) {
            try {
                return dossier.query(sql).values().stream()
                        .map(row -> row.stream().map(String::valueOf).toList())
                        .toList();
            } catch (QueryRefused e) {
                throw new AssertionError(sql, e);
            }
        }

        List<String> column(String sql) {
            return rows(sql).stream().map(List::getFirst).toList();
        }

        int number(String sql) {
            return Integer.parseInt(column(sql).getFirst());
        }
    }

    /// A router's firmware; a release whose names mean something to every format; one that holds nothing.
    @BeforeAll
    static void examine() throws IOException, DossierRefused {
        byte[] busybox = "\0BusyBox v1.19.2 (2023-11-19 18:34:13 PST)\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] hostile = new Tar()
                .file("bin/sh", "x")
                .file("dev/null", "")
                .file("sbin/init", "x")
                .file("lib/libc.so", "x")
                .file(HOSTILE, busybox)
                .file("usr/" + HOSTILE, busybox)
                .file("etc/passwd", "root::0:0::/:/bin/sh\n<b>*two*</b>|[x](y)::0:0::/:/bin/sh\n")
                .bytes();
        Files.write(room.resolve("hostile.tar"), hostile);
        Files.write(room.resolve("nothing.bin"), new byte[3]);
        Examined.of(room.resolve("hostile.tar"), room.resolve("hostile.tar.dossier"));
        Examined.of(room.resolve("nothing.bin"), room.resolve("nothing.bin.dossier"));
        Examined.of(Corpus.path("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin"), room.resolve("router.dossier"));
        Path output = room.resolve("session.log");
        Files.writeString(output, "Password: ********\n");
        for (String[] result : new String[][] {{"4.2.3.4.3.4", "pass"}, {"4.2.3.5.1", "fail"}}) {
            Called recorded = Called.with(
                    "record",
                    room.resolve("hostile.tar.dossier").toString(),
                    result[0],
                    "--result",
                    result[1],
                    "--tool",
                    "ssh 9.2p1",
                    "--settings",
                    "-o NumberOfPasswordPrompts=1",
                    "--evidence",
                    output.toString(),
                    "--by",
                    "Test <Laboratory>",
                    "--day",
                    "2026-11-22");
            assertThat(recorded.err()).isEmpty();
        }
        for (String name : List.of("hostile.tar", "nothing.bin", "router")) {
            RELEASES.put(name, Release.of(room.resolve(name + ".dossier")));
        }
    }

    @AfterAll
    static void close() throws IOException {
        for (Release release : RELEASES.values()) {
            release.dossier().close();
        }
        RELEASES.clear();
        EXPORTS.clear();
    }

    private static Release release(String name) {
        return Objects.requireNonNull(RELEASES.get(name));
    }

    private static String exported(Release release, String format) {
        return EXPORTS.computeIfAbsent(release.folder() + " " + format, any -> called(release.folder(), format));
    }

    private static String called(Path folder, String format) {
        Called called = Called.with("export", folder.toString(), format);
        assertThat(called.err()).isEmpty();
        assertThat(called.code()).isZero();
        return called.out();
    }

    private static Json json(Release release, String format) throws NotJson {
        return Json.parse(exported(release, format), 1 << 26, 64);
    }

    private static Schema schema(InputStream stream) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(stream, InputFormat.JSON);
    }

    private static Schema oscal(String model) throws IOException {
        try (InputStream stream =
                ExportTest.class.getResourceAsStream("/schema/json/oscal-" + model + "_schema.json")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            // A property called `id` is declared there as an object `id` within itself, which is no schema.
            String mended = text.replaceAll("\"id\"\\s*:\\s*\\{\\s*\"id\"\\s*:\\s*(\\{[^}]*})\\s*}", "\"id\" : $1");
            assertThat(mended).isNotEqualTo(text);
            return schema(new ByteArrayInputStream(mended.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void theBillOfMaterialsIsValidAndReadByItsOwnLibrary() throws Exception {
        JsonParser parser = new JsonParser();
        for (Release release : RELEASES.values()) {
            byte[] bytes = exported(release, "cyclonedx").getBytes(StandardCharsets.UTF_8);
            assertThat(parser.validate(bytes, Version.VERSION_16)).isEmpty();
            Bom bill = parser.parse(bytes);
            assertThat(bill.getComponents().size())
                    .isEqualTo(release.number(
                            "SELECT count(*) FROM (SELECT DISTINCT product, version, purl FROM component)"));
            assertThat(bill.getMetadata().getComponent().getHashes().getFirst().getValue())
                    .isEqualTo(release.column("SELECT sha256 FROM release").getFirst());
        }
        byte[] broken = exported(release("router"), "cyclonedx")
                .replace("\"binary-analysis\"", "\"guesswork\"")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(parser.validate(broken, Version.VERSION_16)).isNotEmpty();
    }

    /// Both ways: no row is missing in the document, and nothing stands in it that is no row.
    @Test
    void theBillsComponentsAreTheTableOfComponents() throws IOException, NotJson {
        Pattern context = Pattern.compile("(?s)(\\w+) sha256=([0-9a-f]{64}) length=(\\d+): (.*)");
        for (Release release : RELEASES.values()) {
            List<List<String>> seen = new ArrayList<>();
            for (Json component : json(release, "cyclonedx").itemsAt("components")) {
                for (Json occurrence : component.itemsAt("evidence", "occurrences")) {
                    Matcher parts = context.matcher(occurrence.textAt("additionalContext"));
                    assertThat(parts.matches()).isTrue();
                    seen.add(List.of(
                            component.textAt("name"),
                            component.textAt("version"),
                            component.textAt("purl"),
                            parts.group(1),
                            parts.group(4),
                            parts.group(2),
                            ((Json.Numeral) occurrence.at("offset").orElseThrow()).literal(),
                            parts.group(3),
                            occurrence.textAt("location")));
                }
            }
            assertThat(seen).containsExactlyInAnyOrderElementsOf(release.rows("""
                            SELECT product, version, purl, method, string, content, c."offset", c.length,
                                CASE WHEN path = '' THEN '.' ELSE path END
                            FROM component c JOIN artifact ON sha256 = content"""));
        }
        assertThat(release("router").number("SELECT count(*) FROM component")).isGreaterThan(30);
        assertThat(release("hostile.tar").number("SELECT count(*) FROM component"))
                .isEqualTo(1);
    }

    @Test
    void sarifIsValidByItsSchema() throws IOException {
        Schema schema;
        try (InputStream stream = Files.newInputStream(Corpus.path("schemas/sarif-2.1.0.json"))) {
            schema = schema(stream);
        }
        for (Release release : RELEASES.values()) {
            for (String format : List.of("sarif", "sarif-failures")) {
                String text = exported(release, format);
                assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
                assertThat(schema.validate(
                                text.replace("\"none\"", "\"calm\"").replace("\"tool\"", "\"tuul\""), InputFormat.JSON))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void sarifHoldsEveryViolationInForceAsAFailureAndEveryOtherAsAReview() throws IOException, NotJson {
        for (Release release : RELEASES.values()) {
            Json run = json(release, "sarif").itemsAt("runs").getFirst();
            List<Json> results = run.itemsAt("results");
            String decided =
                    "FROM evidence JOIN verdict v USING (catalogue, clause, part) JOIN clause c USING (catalogue,"
                            + " clause) WHERE role = 'VIOLATIONS' AND ";
            String failed = "(c.outcome = 'FAIL' AND v.outcome = 'FAIL' AND state = 'ACTIVE')";
            int live = release.number("SELECT count(*) FROM verdict WHERE outcome = 'FAIL' AND method <> 'STATIC'");
            assertThat(of(results, "fail")).hasSize(live + release.number("SELECT count(*) " + decided + failed));
            assertThat(of(results, "review")).hasSize(release.number("SELECT count(*) " + decided + "NOT " + failed));
            assertThat(of(results, "pass"))
                    .hasSize(release.number("SELECT count(*) FROM clause WHERE outcome = 'PASS'"));
            assertThat(of(results, "open"))
                    .hasSize(release.number("SELECT count(*) FROM clause WHERE outcome = 'INCONCLUSIVE'"));
            assertThat(of(results, "notApplicable"))
                    .hasSize(release.number("SELECT count(*) FROM clause WHERE outcome = 'NOT APPLICABLE'"));
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.textAt("level"))
                            .isEqualTo(result.textAt("kind").equals("fail") ? "error" : "none"));
            assertThat(results.stream().map(result -> result.textAt("partialFingerprints", "vitrine/v1")))
                    .doesNotHaveDuplicates();
            List<Json> rules = run.itemsAt("tool", "driver", "rules");
            assertThat(rules).hasSize(release.number("SELECT count(*) FROM clause"));
            for (Json result : results) {
                int rule =
                        Integer.parseInt(((Json.Numeral) result.at("ruleIndex").orElseThrow()).literal());
                assertThat(rules.get(rule).textAt("id")).isEqualTo(result.textAt("ruleId"));
            }
            assertThat(json(release, "sarif-failures")
                            .itemsAt("runs")
                            .getFirst()
                            .itemsAt("results"))
                    .hasSameSizeAs(of(results, "fail"));
        }
        assertThat(exported(release("hostile.tar"), "sarif"))
                .contains("\"uri\": \"etc/passwd\"", "\"startLine\": 1")
                .doesNotContain("](");
    }

    private static List<Json> of(List<Json> results, String kind) {
        return results.stream()
                .filter(result -> result.textAt("kind").equals(kind))
                .toList();
    }

    @Test
    void oscalIsValidByItsSchemaAndSoIsItsPlan() throws IOException, NotJson {
        Schema results = oscal("ar");
        Schema plan = oscal("ap");
        for (Release release : RELEASES.values()) {
            String text = exported(release, "oscal");
            assertThat(results.validate(text, InputFormat.JSON)).isEmpty();
            assertThat(results.validate(
                            text.replace("\"methods\"", "\"madness\"").replace("\"start\"", "\"x\""), InputFormat.JSON))
                    .isNotEmpty();
            Json resource = Json.parse(text, 1 << 26, 64)
                    .itemsAt("assessment-results", "back-matter", "resources")
                    .getFirst();
            String inner =
                    new String(Base64.getDecoder().decode(resource.textAt("base64", "value")), StandardCharsets.UTF_8);
            assertThat(plan.validate(inner, InputFormat.JSON)).isEmpty();
            assertThat(text).contains("\"href\": \"#" + resource.textAt("uuid") + "\"");
        }
    }

    @Test
    void oscalFindsOnlyWhatWasDecidedAndRefersOnlyToWhatIsThere() throws IOException, NotJson {
        for (Release release : RELEASES.values()) {
            Json results = json(release, "oscal").at("assessment-results").orElseThrow();
            Json result = results.itemsAt("results").getFirst();
            Set<String> states = new TreeSet<>();
            for (Json finding : result.itemsAt("findings")) {
                String clause = finding.textAt("title").split(" ", 2)[0];
                states.add(clause + " " + finding.textAt("target", "status", "state"));
            }
            assertThat(states).containsExactlyInAnyOrderElementsOf(release.column("""
                            SELECT clause || CASE outcome WHEN 'PASS' THEN ' satisfied' ELSE ' not-satisfied' END
                            FROM clause WHERE outcome IN ('PASS', 'FAIL')"""));
            assertThat(result.itemsAt("observations")).hasSize(release.number("SELECT count(*) FROM verdict"));
            assertThat(result.itemsAt("risks"))
                    .hasSize(release.number("SELECT count(*) FROM clause WHERE outcome = 'FAIL'"));
            String text = results.pretty();
            Set<String> uuids = found(text, "\"uuid\": \"([0-9a-f-]{36})\"");
            assertThat(uuids).allMatch(uuid -> uuid.charAt(14) == '5');
            assertThat(uuids).containsAll(found(text, "\"(?:[a-z]+-)+uuid\": \"([0-9a-f-]{36})\""));
        }
        assertThat(exported(release("hostile.tar"), "oscal"))
                .contains("\"collected\": \"2026-11-22T00:00:00Z\"", "ts-33.117_4.2.4.2.2_obj", "\"laboratory/");
    }

    private static Set<String> found(String text, String pattern) {
        Set<String> found = new HashSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void aRecordHoldsEveryClauseAndWhoSaidWhat() throws IOException {
        for (Release release : RELEASES.values()) {
            String markdown = exported(release, "record-md");
            String page = exported(release, "record-html");
            for (List<String> clause : release.rows("SELECT clause, title FROM clause")) {
                assertThat(markdown).contains("## " + clause.get(0) + " ");
                assertThat(page).contains(">" + clause.get(0) + " ");
            }
            assertThat((markdown + page).toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("certified", "compliant", "back door", "<img", "<script");
        }
        String record = exported(release("hostile.tar"), "record-md");
        assertThat(record)
                .contains("TC_UNIQUE_SYSTEM_ACCOUNT_IDENTIFICATION", "etc/passwd", "Test &lt;Laboratory>", "ssh 9.2p1")
                .contains("NumberOfPasswordPrompts=1", "2026-11-22");
        assertThat(record.lines().filter(line -> line.startsWith("| ---"))).hasSizeGreaterThan(150);
        assertThat(exported(release("hostile.tar"), "record-html"))
                .contains("Test &lt;Laboratory&gt;", "&lt;b&gt;*two*&lt;/b&gt;|[x](y)");
    }

    @Test
    void theSameReleaseGivesTheSameBytesWithoutATimeOrAPlace() throws IOException {
        Path copy = Files.createDirectory(room.resolve("elsewhere")).resolve("other-name.bin");
        Files.copy(room.resolve("nothing.bin"), copy);
        Examined.of(copy, room.resolve("again.dossier"));
        for (String format : FORMATS) {
            String text = called(room.resolve("again.dossier"), format);
            assertThat(text)
                    .isEqualTo(exported(release("nothing.bin"), format))
                    .doesNotContain("other-name", room.toString(), java.time.Year.now(java.time.ZoneOffset.UTC) + "-");
        }
    }

    @Test
    void aFileIsWrittenWholeAndATimeWhereItIsGiven() throws IOException {
        Path out = Files.createDirectories(room.resolve("out")).resolve("bill.json");
        String folder = release("nothing.bin").folder().toString();
        for (int i = 0; i < 2; i++) {
            Called called = Called.with(
                    "export", folder, "cyclonedx", "--out", out.toString(), "--time", "2026-11-22T12:00:00Z");
            assertThat(called).isEqualTo(new Called(0, "", ""));
        }
        assertThat(Files.readString(out)).contains("\"timestamp\": \"2026-11-22T12:00:00Z\"");
        assertThat(out.getParent().toFile().list()).containsExactly("bill.json");
    }

    @Test
    void aWrongCallIsOneLine() {
        String folder = release("nothing.bin").folder().toString();
        List<Called> calls = List.of(
                Called.with("export", folder, "pdf"),
                Called.with("export", folder, "oscal", "--time", "noon"),
                Called.with("export", folder, "oscal", "--time", "2026-02-30T12:00:00Z"),
                Called.with(
                        "export",
                        folder,
                        "oscal",
                        "--out",
                        room.resolve("no/folder.json").toString()),
                Called.with("export", room.toString(), "oscal"));
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.code()).isIn(Vitrine.USAGE, Vitrine.UNREADABLE);
            assertThat(call.err().lines()).hasSize(1);
            assertThat(call.out()).isEmpty();
        });
    }
}
