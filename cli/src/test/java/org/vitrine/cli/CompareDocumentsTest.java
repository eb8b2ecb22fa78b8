package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;
import org.vitrine.testing.Corpus;

/// What `compare` leaves behind and what `export` makes of it: two small releases, of which the newer has one login
/// more.
class CompareDocumentsTest {
    private static final String SHADOW = "root:$1$aaaaaaaa$SECRETSECRETSECRETSECR:10933:0:99999:7:::\n";

    @TempDir
    private static Path room = Path.of("");

    private static Called compared = new Called(-1, "", "");

    private static Tar system(String passwd, String more) {
        return new Tar()
                .file("bin/sh", "x")
                .file("dev/null", "")
                .file("sbin/init", "x")
                .file("lib/libc.so", "x")
                .file("etc/passwd", passwd)
                .file("etc/shadow", SHADOW + more)
                .file(
                        "etc/config/network",
                        "config interface 'lan'\n\toption proto '" + (more.isEmpty() ? "dhcp" : "static") + "'\n");
    }

    @BeforeAll
    static void compare() throws IOException {
        String root = "root:x:0:0::/:/bin/sh\n";
        Files.write(room.resolve("old.tar"), system(root, "").bytes());
        Files.write(
                room.resolve("new.tar"),
                system(root + "support:x:0:0::/:/bin/sh\n", SHADOW.replace("root", "support"))
                        .bytes());
        compared = compare("old.tar", "new.tar", "change", "--fail-on", "critical");
    }

    private static Called compare(String older, String newer, String name, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "compare",
                room.resolve(older).toString(),
                room.resolve(newer).toString(),
                "--out",
                room.resolve(name).toString()));
        arguments.addAll(List.of(more));
        return Called.with(arguments.toArray(new String[0]));
    }

    private static String exported(String name, String format) {
        Called called = Called.with("export", room.resolve(name).toString(), format);
        assertThat(called.err()).isEmpty();
        assertThat(called.code()).isZero();
        return called.out();
    }

    @Test
    void theCommandEndsWithOneWhereAWeightIsMetAndWithNoughtWhereNot() {
        assertThat(compared.err()).isEmpty();
        assertThat(compared.code()).isEqualTo(Vitrine.MATTERED);
        assertThat(compared.out()).contains("support", "change.html");
        assertThat(compare("old.tar", "old.tar", "same", "--fail-on", "low").code())
                .isZero();
        assertThat(compare("old.tar", "new.tar", "unasked", "--fail-on", "undeclared")
                        .code())
                .isZero();
        assertThat(compare("old.tar", "new.tar", "wrong", "--fail-on", "awful").code())
                .isEqualTo(Vitrine.USAGE);
    }

    @Test
    void thePageNamesTheLoginAndTellsTheTextsWithoutTheirHashes() throws IOException {
        String page = Files.readString(room.resolve("change/change.html"));
        assertThat(page)
                .contains("Not before somebody has looked at", "support", "interface.lan.proto", "&lt;redacted&gt;")
                .doesNotContain("SECRET", room.toString());
        String json = Files.readString(room.resolve("change/change.json"));
        assertThat(json).doesNotContain("SECRET", room.toString());
        assertThat(exported("change", "change-md").lines()).hasSizeLessThanOrEqualTo(60);
        assertThat(exported("change", "change-md")).contains("support", "CRITICAL");
        assertThat(Files.readString(room.resolve("change/change.html")))
                .contains("Every path, in one class each")
                .doesNotContain("do not add up");
    }

    @Test
    void theJsonCountsAsTheTablesDo() throws IOException, NotJson {
        Json json = Json.parse(Files.readString(room.resolve("change/change.json")), 1 << 24, 32);
        Examined tables = new Examined(room.resolve("change"));
        assertThat(json.itemsAt("deltas")).hasSize((int) tables.number("SELECT count(*) FROM delta"));
        assertThat(json.itemsAt("changes"))
                .hasSize((int) tables.number("SELECT count(*) FROM change WHERE kind <> 'IDENTICAL'"));
        assertThat(json.itemsAt("line_change")).hasSize((int) tables.number("SELECT count(*) FROM line_change"));
        assertThat(((Json.Truth) json.at("summary", "adds_up").orElseThrow()).value())
                .isTrue();
    }

    @Test
    void sarifIsValidByItsSchemaAndItsFingerprintsStay() throws IOException, NotJson {
        Schema schema;
        try (InputStream stream = Files.newInputStream(Corpus.path("schemas/sarif-2.1.0.json"))) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(stream, InputFormat.JSON);
        }
        String text = exported("change", "change-sarif");
        assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(text.replace("\"tool\"", "\"tuul\""), InputFormat.JSON))
                .isNotEmpty();
        Json run = Json.parse(text, 1 << 24, 64).itemsAt("runs").getFirst();
        Examined tables = new Examined(room.resolve("change"));
        assertThat(run.itemsAt("results")).hasSize((int) tables.number("SELECT count(*) FROM delta"));
        assertThat(run.itemsAt("tool", "driver", "rules")).hasSize((int) tables.number("SELECT count(*) FROM rule"));
        assertThat(run.itemsAt("results").stream()
                        .filter(result -> result.textAt("level").equals("error")))
                .hasSize((int) tables.number("SELECT count(*) FROM delta WHERE severity IN ('CRITICAL', 'HIGH')"));
        TreeSet<String> fingerprints = fingerprints(text);
        assertThat(fingerprints).hasSameSizeAs(run.itemsAt("results"));
        compare("old.tar", "new.tar", "again");
        assertThat(fingerprints(exported("again", "change-sarif"))).isEqualTo(fingerprints);
        assertThat(exported("again", "change-sarif")).isEqualTo(text);
    }

    private static TreeSet<String> fingerprints(String text) throws NotJson {
        TreeSet<String> fingerprints = new TreeSet<>();
        for (Json result :
                Json.parse(text, 1 << 24, 64).itemsAt("runs").getFirst().itemsAt("results")) {
            fingerprints.add(result.textAt("partialFingerprints", "vitrine/change/v1"));
        }
        return fingerprints;
    }

    @Test
    void aDossierAndAComparisonAreNotTakenForEachOther() throws IOException {
        Called wrong = Called.with("export", room.resolve("change").toString(), "sarif");
        assertThat(wrong.code()).isEqualTo(Vitrine.USAGE);
        assertThat(wrong.err()).contains("change-md, change-sarif");
        Examined.of(room.resolve("old.tar"), room.resolve("old.dossier"));
        assertThat(Called.with("export", room.resolve("old.dossier").toString(), "change-md")
                        .code())
                .isEqualTo(Vitrine.USAGE);
    }
}
