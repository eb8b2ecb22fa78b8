package org.vitrine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Fact;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;
import org.vitrine.tables.Dossier;

class ExportsTest {
    private static final String HOSTILE =
            "\"}],\n|<img src=x>`*_[a](http://evil.example)_*`\\ \u202egpj.exe {{ x }} $&";

    @TempDir
    Path room = Path.of("");

    private Map<String, String> exports(String name, List<Fact> facts) throws IOException {
        try (Dossier dossier = Samples.dossier(room, name, facts)) {
            Provenance provenance = new Provenance(
                    dossier.seal(Map.of("tool", "Vitrine 0.1.0", "catalogue a/b/c", "00")),
                    Map.of(),
                    Provenance.NO_TIME);
            Map<String, String> exports = new LinkedHashMap<>();
            exports.put("cyclonedx", CycloneDx.of(dossier, provenance));
            exports.put("sarif", Sarif.of(dossier, provenance, Sarif.Scope.ALL));
            exports.put("sarif-failures", Sarif.of(dossier, provenance, Sarif.Scope.FAILURES));
            exports.put("oscal", Oscal.of(dossier, provenance));
            exports.put("oscal plan", Oscal.plan(dossier, provenance));
            exports.put("markdown", TestRecord.markdown(dossier, provenance));
            exports.put("html", TestRecord.html(dossier, provenance));
            return exports;
        }
    }

    @Test
    void noTextOfAFactHasAMeaningOfItsOwn() throws IOException, NotJson {
        Map<String, String> exports = exports("hostile", Samples.ofEveryKind(HOSTILE));
        for (String format : List.of("cyclonedx", "sarif", "sarif-failures", "oscal", "oscal plan")) {
            String text = exports.getOrDefault(format, "");
            assertThat(Json.parse(text, 1 << 20, 32)).isInstanceOf(Json.Members.class);
            assertThat(text).doesNotContain("\u202e", "<");
        }
        assertThat(exports.get("sarif")).doesNotContainPattern("\"text\": [^\n]*\\]\\(");
        assertThat(exports.get("oscal"))
                .doesNotContainPattern("\"(description|title|prose|remarks|statement)\": [^\n]*[^\\\\]\\[a");
        assertThat(exports.get("markdown"))
                .contains("&lt;img", "\\[a\\](http\\://evil")
                .doesNotContain("<img", "\u202e", "[a](");
        assertThat(exports.get("html")).contains("&lt;img").doesNotContain("<img", "\u202e", "<script");
    }

    @Test
    void aDossierOfNothingHasExportsToo() throws IOException, NotJson {
        Map<String, String> exports = exports("nothing", List.of());
        for (String format : List.of("cyclonedx", "sarif", "sarif-failures", "oscal", "oscal plan")) {
            assertThat(Json.parse(exports.getOrDefault(format, ""), 1 << 20, 32))
                    .isInstanceOf(Json.Members.class);
        }
        assertThat(exports.get("markdown")).contains("0 clauses: 0 FAIL");
    }

    @Test
    void theOrderOfFactsChangesNoByte() throws IOException {
        List<Fact> facts = new ArrayList<>(Samples.ofEveryKind("one"));
        facts.addAll(Samples.ofEveryKind("another").subList(1, Samples.KINDS.size()));
        Map<String, String> first = exports("first", facts);
        Collections.reverse(facts);
        assertThat(exports("second", facts)).isEqualTo(first);
    }

    @Test
    void aUuidIsOfVersionFiveAndTellsListsOfNamesApart() {
        UUID uuid = UUID.fromString(NameUuid.of("a", "bc"));
        assertThat(uuid.version()).isEqualTo(5);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(NameUuid.of("a", "bc")).isEqualTo(uuid.toString()).isNotEqualTo(NameUuid.of("ab", "c"));
    }

    @Test
    void anAddressStandsForThePathsBytes() {
        assertThat(Sarif.address("squashfs@64/etc/a b%\\xff\\\\c\\x40:é"))
                .isEqualTo("squashfs@64/etc/a%20b%25%ff%5Cc%40%3A%C3%A9");
        assertThat(Sarif.address("")).isEqualTo(".");
    }
}
