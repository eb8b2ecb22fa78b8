package org.vitrine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.change.Change;
import org.vitrine.change.ChangeKind;
import org.vitrine.change.Compared;
import org.vitrine.change.Comparison;
import org.vitrine.change.Delta;
import org.vitrine.change.RuleRun;
import org.vitrine.change.Severity;
import org.vitrine.change.VerdictChange;
import org.vitrine.change.declared.DeclaredItem;
import org.vitrine.change.equivalence.Equivalence;
import org.vitrine.change.equivalence.FileEquivalence;
import org.vitrine.change.equivalence.NormalisedSpan;
import org.vitrine.change.equivalence.NormaliserUse;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;
import org.vitrine.tables.Dossier;

/// The documents of a comparison, of changes that nobody made.
class ChangeReportTest {
    private static final String HOSTILE =
            "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;\u202egpj.exe\u2028\u0007]]>|](x)";

    /// The tables that are there only when they were asked for.
    private static final List<Class<? extends Fact>> LATER = List.of(
            DeclaredItem.class, Equivalence.class, FileEquivalence.class, NormaliserUse.class, NormalisedSpan.class);

    private static final Digest OTHER = Digest.parse("cd".repeat(32));

    @TempDir
    Path room = Path.of("");

    private Dossier dossier(String name, List<? extends Fact> facts) throws IOException {
        List<Class<? extends Fact>> kinds =
                Stream.concat(Comparison.KINDS.stream(), LATER.stream()).toList();
        return dossier(name, kinds, facts);
    }

    private Dossier dossier(String name, List<Class<? extends Fact>> kinds, List<? extends Fact> facts)
            throws IOException {
        return Dossier.create(room.resolve(name), kinds, facts, Files.createDirectories(room.resolve("temporary")));
    }

    private static Compared compared(int older, int newer) {
        return new Compared(
                Samples.DIGEST,
                OTHER,
                OTHER,
                Samples.DIGEST,
                1000,
                2000,
                900,
                1500,
                older,
                newer,
                Compared.Contents.YES);
    }

    private static Delta delta(String rule, int ordinal, Severity severity, String subject, Delta.Declared declared) {
        return new Delta(
                rule,
                ordinal,
                severity,
                "title of " + rule,
                subject,
                "was it",
                "is it",
                -1,
                ordinal,
                "squashfs@4096/etc/" + subject,
                7,
                declared,
                "");
    }

    private static RuleRun rule(String name, int found, String hindrance) {
        return new RuleRun(name, "title of " + name, Severity.HIGH, "why " + name, found, hindrance);
    }

    private static Change change(ChangeKind kind, int older, int newer, String path, String metadata) {
        return new Change(
                kind,
                older,
                newer,
                older < 0 ? "" : path,
                newer < 0 ? "" : path,
                ArtifactType.FILE,
                Change.Opened.NO,
                10,
                20,
                older < 0 ? Digest.NONE : Samples.DIGEST,
                newer < 0 ? Digest.NONE : OTHER,
                metadata,
                500);
    }

    private static String page(Dossier dossier) {
        return ChangeReport.of(dossier, Map.of("Tool", "T", "Comparison", "ab".repeat(32)));
    }

    @Test
    void noTextOfAFactIsMarkupInAnyDocument() throws IOException, NotJson {
        List<Fact> facts = new ArrayList<>();
        Stream.concat(Comparison.KINDS.stream(), LATER.stream()).forEach(kind -> facts.add(Samples.any(kind, HOSTILE)));
        try (Dossier dossier = dossier("hostile", facts)) {
            String page = ChangeReport.of(dossier, Map.of("Tool", HOSTILE, "Comparison", HOSTILE));
            assertThat(page)
                    .doesNotContain("<img", "<script", "\u202e", "\u2028", "\u0007")
                    .contains("&lt;img");
            assertThat(page.split("</style", -1)).hasSize(2);
            balanced(page);
            String json = ChangeJson.of(dossier, Map.of("tool", HOSTILE));
            assertThat(json).doesNotContain("<img", "\u202e");
            assertThat(Json.parse(json, 1 << 22, 16)).isInstanceOf(Json.Members.class);
            assertThat(ChangeMarkdown.of(dossier))
                    .doesNotContain("<img", "\u202e")
                    .doesNotContainPattern("(?<!\\\\)\\]\\(x");
        }
    }

    @Test
    void theFirstScreenNamesWhatIsToBeLookedAtAndByWhichRule() throws IOException {
        List<Fact> facts = List.of(
                compared(3, 4),
                delta("login-added", 0, Severity.CRITICAL, "operator", Delta.Declared.NOT_ASKED),
                delta("service-added", 0, Severity.HIGH, "telnetd", Delta.Declared.NOT_ASKED),
                delta("service-added", 1, Severity.INFO, "crond", Delta.Declared.NOT_ASKED),
                rule("login-added", 1, ""),
                rule("service-added", 2, ""),
                rule("quiet", 0, ""),
                rule("blind", 0, "no table firewall"),
                new VerdictChange("3gpp/ts-33.117", "4.3.10", "Ten", "PASS", "INCONCLUSIVE", "", ""),
                new VerdictChange("3gpp/ts-33.117", "4.3.2", "Two", "PASS", "FAIL", "no telnetd", "telnetd listens"),
                change(ChangeKind.IDENTICAL, 0, 0, "a", ""),
                change(ChangeKind.CHANGED, 1, 1, "squashfs@4096/etc/telnetd", ""),
                change(ChangeKind.METADATA, 2, 2, "c", "mode 0755 -> 4755"),
                change(ChangeKind.ADDED, -1, 3, "d", ""));
        try (Dossier dossier = dossier("grave", facts)) {
            String page = page(dossier);
            balanced(page);
            linked(page);
            String first = page.substring(0, page.indexOf("<section id=\"meaning\">"));
            assertThat(first)
                    .contains("Not before somebody has looked at 1 critical and 1 high changes.")
                    .contains("3 of 4 rules could be asked", "title of blind", "operator", "telnetd", "was it → is it")
                    .contains("1 clause fails", "4.3.2 Two", "400 bytes more")
                    .doesNotContain("do not add up");
            assertThat(page)
                    .contains("no table firewall", "mode 0755 → 4755", "title of quiet", "telnetd listens")
                    .doesNotContain("<script", " style=\"")
                    .doesNotContainPattern("<[^>]* on[a-z]+=\"");
            assertThat(page.indexOf(">4.3.2<")).isLessThan(page.indexOf(">4.3.10<"));
            String ticket = ChangeMarkdown.of(dossier);
            assertThat(ticket).contains("1 critical", "operator", "telnetd", "title of blind", "4.3.2");
        }
    }

    @Test
    void whatTheVendorDidNotDeclareStandsFirst() throws IOException {
        List<Fact> facts = List.of(
                compared(0, 0),
                delta("login-added", 0, Severity.CRITICAL, "told", Delta.Declared.DECLARED),
                delta("hardening-lost", 0, Severity.MEDIUM, "untold", Delta.Declared.UNDECLARED),
                delta("hardening-lost", 1, Severity.INFO, "harmless", Delta.Declared.UNDECLARED),
                new DeclaredItem(
                        0,
                        "notes.txt",
                        DeclaredItem.Form.NOTES,
                        "line 3",
                        "Fixes the invisible",
                        DeclaredItem.Seen.NOT_SEEN,
                        0,
                        0,
                        "looked for nothing"));
        try (Dossier dossier = dossier("declared", facts)) {
            String page = page(dossier);
            assertThat(page).contains("1 change that matters was not declared by the vendor.");
            assertThat(page)
                    .contains("1 declared item</a> was not seen: Fixes the invisible.")
                    .contains("What the vendor declared");
            linked(page);
            String table = page.substring(page.indexOf("class=\"attention\""));
            assertThat(table.indexOf("untold")).isPositive().isLessThan(table.indexOf(">told<"));
            String ticket = ChangeMarkdown.of(dossier);
            assertThat(ticket.indexOf("untold")).isLessThan(ticket.indexOf("| told |"));
        }
    }

    @Test
    void classesThatDoNotAddUpAreSaid() throws IOException {
        try (Dossier dossier = dossier("short", List.of(compared(5, 5), change(ChangeKind.CHANGED, 0, 0, "a", "")))) {
            assertThat(page(dossier)).contains("The classes do not add up");
        }
    }

    @Test
    void tenThousandsOfPathsAreFoldedAndCounted() throws IOException {
        List<Fact> facts = new ArrayList<>(List.of(compared(6_000, 12_001)));
        facts.add(change(ChangeKind.ADDED, -1, 12_000, "www", ""));
        for (int i = 0; i < 6_000; i++) {
            facts.add(change(ChangeKind.METADATA, i, i, "usr/" + i, "mtime"));
            facts.add(change(ChangeKind.ADDED, -1, 6_000 + i, "www2/" + i, ""));
        }
        facts.add(change(ChangeKind.METADATA, 6_000, 12_002, "bin/su", "mode 0755 -> 4755"));
        try (Dossier dossier = dossier("many", facts)) {
            String page = page(dossier);
            balanced(page);
            assertThat(page)
                    .contains("The first 5\u2009000 of 6\u2009001 paths")
                    .contains("5\u2009000 paths: mtime")
                    .hasSizeLessThan(8_000_000);
        }
    }

    @Test
    void aComparisonWithoutTheLaterTablesHasAPageToo() throws IOException {
        List<Class<? extends Fact>> kinds =
                List.of(Compared.class, Change.class, Delta.class, RuleRun.class, VerdictChange.class);
        try (Dossier dossier = dossier("early", kinds, List.of(compared(0, 0)))) {
            balanced(page(dossier));
            linked(page(dossier));
            assertThat(page(dossier)).contains("No rule found a change of medium weight or above.");
        }
        try (Dossier dossier = dossier("bare", kinds, List.of())) {
            balanced(page(dossier));
            assertThat(ChangeJson.of(dossier, Map.of())).contains("\"deltas\": []");
        }
    }

    @Test
    void theSameFactsGiveTheSameDocuments() throws IOException {
        List<Fact> facts = new ArrayList<>();
        Comparison.KINDS.forEach(kind -> facts.add(Samples.any(kind, "one")));
        Comparison.KINDS.stream().skip(1).forEach(kind -> facts.add(Samples.any(kind, "another")));
        List<String> first;
        try (Dossier dossier = dossier("first-name", facts)) {
            first = List.of(page(dossier), ChangeJson.of(dossier, Map.of()), ChangeMarkdown.of(dossier));
        }
        Collections.reverse(facts);
        try (Dossier dossier = dossier("second-name", facts)) {
            assertThat(List.of(page(dossier), ChangeJson.of(dossier, Map.of()), ChangeMarkdown.of(dossier)))
                    .isEqualTo(first);
        }
        assertThat(first.toString()).doesNotContain("first-name", room.toString());
    }

    @Test
    void aTicketHasSixtyLinesAtMost() throws IOException {
        List<Fact> facts = new ArrayList<>(List.of(compared(0, 0)));
        for (int i = 0; i < 500; i++) {
            facts.add(
                    delta("rule-" + i % 50, i, Severity.values()[i % 5], "s".repeat(i * 3), Delta.Declared.UNDECLARED));
            facts.add(rule("rule-" + i, 1, i % 3 == 0 ? "no table" : ""));
            facts.add(new VerdictChange("c", "4." + i, "T".repeat(300), "PASS", "FAIL", "", ""));
        }
        try (Dossier dossier = dossier("long", facts)) {
            String ticket = ChangeMarkdown.of(dossier);
            assertThat(ticket.lines()).hasSizeLessThanOrEqualTo(ChangeMarkdown.LINES);
            assertThat(ticket).contains("And 380 more");
            balanced(page(dossier));
            linked(page(dossier));
        }
    }

    /// Every link within the page leads somewhere, and no two places have one name.
    private static void linked(String page) {
        Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
        while (links.find()) {
            assertThat(page).contains("id=\"" + links.group(1) + "\"");
        }
        assertThat(Pattern.compile(" id=\"([^\"]+)\"").matcher(page).results().map(id -> id.group(1)))
                .doesNotHaveDuplicates();
    }

    private static void balanced(String page) {
        String markup = page.replaceAll("(?s)<style>.*?</style>", "");
        Set<String> alone = Set.of("meta", "input", "br", "!DOCTYPE");
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = Pattern.compile("<(/?)([a-zA-Z!][a-zA-Z0-9]*)([^>]*)>").matcher(markup);
        while (tags.find()) {
            String name = tags.group(2);
            if (alone.contains(name)) {
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
}
