package org.vitrine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Release;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;
import org.vitrine.tables.Dossier;

class HtmlReportTest {
    private static final String HOSTILE =
            "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;\u202egpj.exe\u2028\u0007]]>";

    @TempDir
    Path room = Path.of("");

    @Test
    void noTextOfAFactIsMarkup() throws IOException {
        try (Dossier dossier = Samples.dossier(room, "hostile", Samples.ofEveryKind(HOSTILE))) {
            String page = HtmlReport.of(dossier, Map.of("Tool", HOSTILE, "Dossier", HOSTILE, "Catalogue", HOSTILE));
            assertThat(page)
                    .doesNotContain("<img", "\u202e", "\u2028", "\u0007")
                    .contains("&lt;img");
            assertThat(page.split("<script", -1)).as("the page's two blocks").hasSize(3);
            assertThat(page.split("</script", -1)).as("the page's two blocks").hasSize(3);
            assertThat(data(page)).doesNotContain("<", ">", "&");
            balanced(page);
        }
    }

    @Test
    void everySheetShowsItsHostileRowAndSoManyColumnsAsItsQueryGives() throws IOException, NotJson {
        try (Dossier dossier = Samples.dossier(room, "hostile", Samples.ofEveryKind(HOSTILE))) {
            Ask ask = new Ask(dossier);
            String data = data(HtmlReport.of(dossier, Map.of()));
            assertThat(Json.parse(data, 1 << 20, 8)).isInstanceOf(Json.Members.class);
            for (Sheet sheet : Sheets.ALL) {
                assertThat(ask.rows(sheet.sql()).columns()).as(sheet.id()).hasSameSizeAs(sheet.columns());
                assertThat(sheet.count(ask)).as(sheet.id()).isEqualTo(1);
                assertThat(data).contains("\"" + sheet.id() + "\":{");
            }
        }
    }

    @Test
    void aLinkThatIsNoWebAddressIsNone() throws IOException {
        try (Dossier dossier = Samples.dossier(room, "linked", Samples.ofEveryKind("javascript:alert(1)"))) {
            assertThat(HtmlReport.of(dossier, Map.of())).doesNotContain("href=\"javascript");
        }
    }

    @Test
    void thePolicyNamesTheStyleAndTheScriptThatAreThere() throws IOException {
        try (Dossier dossier = Samples.dossier(room, "policy", Samples.ofEveryKind("plain"))) {
            String page = HtmlReport.of(dossier, Map.of());
            assertThat(page)
                    .contains("default-src 'none'")
                    .contains("style-src '" + hash(between(page, "<style>", "</style>")) + "'")
                    .contains("script-src '" + hash(between(page, "<script>", "</script>")) + "'")
                    .doesNotContain(" style=\"", "unsafe-inline")
                    .doesNotContainPattern("<[^>]* on[a-z]+=\"");
        }
    }

    @Test
    void theSameFactsGiveTheSamePage() throws IOException {
        List<Fact> facts = new ArrayList<>(Samples.ofEveryKind("one"));
        facts.addAll(Samples.ofEveryKind("another").subList(1, Samples.KINDS.size()));
        String first;
        try (Dossier dossier = Samples.dossier(room, "first-name", facts)) {
            first = HtmlReport.of(dossier, Map.of("Tool", "T", "Catalogue", "C"));
        }
        Collections.reverse(facts);
        try (Dossier dossier = Samples.dossier(room, "second-name", facts)) {
            assertThat(HtmlReport.of(dossier, Map.of("Catalogue", "C", "Tool", "T")))
                    .isEqualTo(first);
        }
        assertThat(first).doesNotContain("first-name", room.toString());
    }

    @Test
    void anEmptyDossierSaysThatNothingWasFoundAndAsked() throws IOException {
        List<Fact> facts = List.of(new Release(Samples.DIGEST, 4096, Release.Kind.FILE, 0));
        try (Dossier dossier = Samples.dossier(room, "empty", facts)) {
            String page = HtmlReport.of(dossier, Map.of());
            balanced(page);
            assertThat(page)
                    .contains("No clause was asked", "No root file system was found", "Nothing found of", "0.0 %")
                    .doesNotContain("data-table=")
                    .contains("<strong>Accounts</strong>");
        }
        try (Dossier dossier = Samples.dossier(room, "bare", List.of())) {
            balanced(HtmlReport.of(dossier, Map.of()));
        }
    }

    @Test
    void everyLinkWithinThePageLeadsSomewhere() throws IOException {
        try (Dossier dossier = Samples.dossier(room, "linked", Samples.ofEveryKind("plain"))) {
            String page = HtmlReport.of(dossier, Map.of());
            String markup = page.substring(0, page.indexOf("<script type="));
            Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(markup);
            while (links.find()) {
                String id = links.group(1);
                if (id.startsWith("file-")) {
                    assertThat(id).isEqualTo("file-0");
                } else {
                    assertThat(markup).contains("id=\"" + id + "\"");
                }
            }
        }
    }

    @Test
    void verdictsAreJsonWithTheRowsAgainstAClause() throws IOException, NotJson {
        try (Dossier dossier = Samples.dossier(room, "verdicts", Samples.ofEveryKind(HOSTILE))) {
            String text = VerdictsJson.of(dossier, Map.of("release", "x"));
            assertThat(Json.parse(text, 1 << 20, 16)).isInstanceOf(Json.Members.class);
            assertThat(text)
                    .contains("\"parts_answered\"", "\"evidence\"", "\"seen\"")
                    .doesNotContain("<", "\u202e");
        }
    }

    private static void balanced(String page) {
        String markup = page.replaceAll("(?s)<style>.*?</style>", "").replaceAll("(?s)<script.*?</script>", "");
        Set<String> alone = Set.of("meta", "input", "br", "!DOCTYPE");
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = Pattern.compile("<(/?)([a-zA-Z!][a-zA-Z0-9]*)([^>]*)>").matcher(markup);
        while (tags.find()) {
            String name = tags.group(2);
            if (alone.contains(name) || tags.group(3).endsWith("/")) {
                continue;
            }
            if (tags.group(1).isEmpty()) {
                open.push(name);
            } else {
                assertThat(open.pop()).isEqualTo(name);
            }
        }
        assertThat(open).isEmpty();
    }

    private static String data(String page) {
        return between(page, "id=\"data\">", "</script>");
    }

    private static String between(String page, String from, String to) {
        int start = page.indexOf(from) + from.length();
        return page.substring(start, page.indexOf(to, start));
    }

    private static String hash(String source) {
        byte[] digest = Digest.sha256().digest(source.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
