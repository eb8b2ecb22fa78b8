package org.vitrine.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.tables.yaml.CatalogueRefused;

class RuleReaderTest {
    private static final String GOOD =
            "title: a thing more\nseverity: HIGH\nwhy: It is there.\nneeds: [account]\nquery: SELECT 1\n";

    @TempDir
    private Path folder = Path.of("");

    RuleReaderTest() {}

    @Test
    void oursAreRead() throws IOException, CatalogueRefused {
        List<Rule> rules = RuleReader.ours();

        assertThat(rules)
                .hasSizeGreaterThan(60)
                .extracting(Rule::name)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.title()).doesNotContainIgnoringCase("backdoor").doesNotEndWith(".");
            assertThat(rule.why()).endsWith(".");
            assertThat(rule.query()).startsWithIgnoringCase(rule.query().startsWith("WITH") ? "WITH" : "SELECT");
        });
    }

    @Test
    void aUsersOwnAreReadByName() throws IOException, CatalogueRefused {
        Files.writeString(folder.resolve("b.yaml"), GOOD);
        Files.writeString(folder.resolve("a.yaml"), GOOD);
        Files.writeString(folder.resolve("note.txt"), "no rule");

        assertThat(RuleReader.in(folder)).extracting(Rule::name).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "severity: HIGH|severity: GRAVE|severity is none of",
                "needs: [account]|needs: account|needs",
                "why: It is there.|why: It is there.\\nshell: rm|shell",
                "title: a thing more|title: [|",
                "query: SELECT 1||query",
                "title: a thing more|title: &a [*a, *a]|",
            })
    void aBadOneIsRefusedInOneLine(String good, String bad, String words) throws IOException {
        String broken = GOOD.replace(good, bad == null ? "" : bad.replace("\\n", "\n"));
        Files.writeString(folder.resolve("bad.yaml"), broken);

        assertThatThrownBy(() -> RuleReader.in(folder))
                .isInstanceOf(CatalogueRefused.class)
                .hasMessageContaining("bad.yaml")
                .hasMessageContaining(words == null ? "" : words)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aHugeOneIsRefused() throws IOException {
        Files.writeString(folder.resolve("huge.yaml"), GOOD + "#".repeat(70_000));

        assertThatThrownBy(() -> RuleReader.in(folder))
                .isInstanceOf(CatalogueRefused.class)
                .hasMessageContaining("larger");
    }

    @Test
    void oneThatIsNoTextIsRefused() throws IOException {
        Files.write(folder.resolve("latin.yaml"), "title: \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> RuleReader.in(folder))
                .isInstanceOf(CatalogueRefused.class)
                .hasMessageContaining("UTF-8");
    }
}
