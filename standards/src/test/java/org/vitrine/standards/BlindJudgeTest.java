package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Fact;

/// What the judge says where there is little or nothing to see: never PASS, never NOT APPLICABLE.
class BlindJudgeTest {
    private static final Map<String, String> FOLDER = Map.of("id", "1", "path", "fs.tar", "format", "tar");
    private static final Map<String, String> FILE =
            Map.of("id", "2", "parent", "1", "path", "fs.tar/etc/passwd", "sha256", "01");

    @Test
    void theEmptyDossier() {
        assertUndecided(List.of());
    }

    @Test
    void onlyProblems() {
        assertUndecided(List.of(
                row("artifact", Map.of()),
                row("problem", Map.of("kind", "MALFORMED", "field", "magic", "reason", "cut off")),
                row("problem", Map.of("kind", "LIMIT_REACHED", "field", "bytes", "reason", "too many"))));
    }

    @Test
    void onlyAnOpaqueRegion() {
        assertUndecided(List.of(row("artifact", Map.of()), row("region", Map.of("kind", "OPAQUE", "length", "4096"))));
    }

    @Test
    void anImageHeaderBesideWhatNobodyCouldRead() {
        assertUndecided(List.of(
                row("artifact", Map.of()),
                row("header", Map.of("field", "ih_os", "value", "17")),
                row("region", Map.of("kind", "OPAQUE", "length", "4096"))));
    }

    @Test
    void oneUnknownRowInEachTable() {
        List<Fact> facts = new ArrayList<>();
        Kinds.ALL.forEach(kind -> facts.add(Kinds.fact(kind, Map.of())));
        assertUndecided(facts);
    }

    @Test
    void oneUnknownRowInEachTableAboutOneFile() {
        List<Fact> facts = new ArrayList<>(
                List.of(row("artifact", FOLDER), row("artifact", FILE), row("rootfs", Map.of("artifact", "1"))));
        Map<String, String> place = Map.of("root", "1", "artifact", "2", "content", "01");
        for (Class<? extends Fact> kind : Kinds.ALL) {
            if (!List.of("artifact", "rootfs", "problem", "region").contains(Kinds.name(kind))) {
                Map<String, String> row = new LinkedHashMap<>();
                for (java.lang.reflect.RecordComponent component : kind.getRecordComponents()) {
                    String column = Kinds.column(component.getName()).replace("location", "content");
                    if (place.containsKey(column)) {
                        row.put(column, place.getOrDefault(column, ""));
                    }
                }
                facts.add(Kinds.fact(kind, row));
            }
        }
        assertUndecided(facts);
    }

    @Test
    void aRootFileSystemWithoutAnything() {
        assertUndecided(List.of(row("artifact", FOLDER), row("rootfs", Map.of("artifact", "1"))));
    }

    @Test
    void aPassIsLostWithOneProblemInTheContainerInTheFolderOrInTheFile() {
        Catalogue catalogue = CatalogueReader.builtIn("3gpp/ts-33.117/18.1.0");
        List<Fact> whole = List.of(
                row("artifact", Map.of("id", "0")),
                row("artifact", Map.of("id", "1", "parent", "0", "path", "squashfs@64", "type", "PART")),
                row("artifact", Map.of("id", "2", "parent", "1", "path", "squashfs@64/etc", "type", "DIRECTORY")),
                row("artifact", Map.of("id", "3", "parent", "2", "path", "squashfs@64/etc/passwd")),
                row("artifact", Map.of("id", "4", "parent", "0", "path", "squashfs@6400", "type", "PART")),
                row("rootfs", Map.of("artifact", "1")),
                row("account", Map.of("root", "1", "artifact", "3", "line", "1", "name", "root", "state", "ACTIVE")));
        assertThat(clause(catalogue, whole, "4.2.4.2.2").outcome()).isEqualTo(Outcome.PASS);
        for (String artifact : List.of("0", "1", "2", "3")) {
            List<Fact> broken = new ArrayList<>(whole);
            broken.add(row("problem", Map.of("artifact", artifact, "kind", "UNSUPPORTED")));
            ClauseVerdict verdict = clause(catalogue, broken, "4.2.4.2.2");
            assertThat(verdict.outcome()).as(artifact).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(verdict.reason()).isEqualTo(Reason.NOT_READABLE);
        }
        List<Fact> limited = new ArrayList<>(whole);
        limited.add(row("problem", Map.of("artifact", "1", "kind", "MALFORMED")));
        limited.add(row("problem", Map.of("artifact", "0", "kind", "LIMIT_REACHED")));
        assertThat(clause(catalogue, limited, "4.2.4.2.2").reason()).isEqualTo(Reason.LIMIT);
        // A span beside the file system is out of its reach, and padding is understood.
        List<Fact> beside = new ArrayList<>(whole);
        beside.add(row("problem", Map.of("artifact", "4", "kind", "MALFORMED")));
        beside.add(row("region", Map.of("artifact", "0", "kind", "PADDING", "length", "9")));
        assertThat(clause(catalogue, beside, "4.2.4.2.2").outcome()).isEqualTo(Outcome.PASS);
        // A row about an artifact that isn't there may be about any.
        List<Fact> stray = new ArrayList<>(whole);
        stray.add(row("problem", Map.of("artifact", "99", "kind", "MALFORMED")));
        assertThat(clause(catalogue, stray, "4.2.4.2.2").outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    private static ClauseVerdict clause(Catalogue catalogue, List<Fact> facts, String clause) {
        try (Desk desk = Desk.of(Kinds.ALL, facts)) {
            return (ClauseVerdict)
                    Judge.judge(Examples.only(catalogue, clause), desk).getFirst();
        }
    }

    private static Fact row(String table, Map<String, String> values) {
        return Kinds.fact(Kinds.of(table), values);
    }

    private static void assertUndecided(List<Fact> facts) {
        for (String id : CatalogueReader.all()) {
            try (Desk desk = Desk.of(Kinds.ALL, facts)) {
                List<Fact> verdicts = Judge.judge(CatalogueReader.builtIn(id), desk);
                assertThat(verdicts)
                        .filteredOn(ClauseVerdict.class::isInstance)
                        .hasSameSizeAs(CatalogueReader.builtIn(id).requirements())
                        .allSatisfy(fact -> {
                            ClauseVerdict verdict = (ClauseVerdict) fact;
                            assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Outcome.INCONCLUSIVE);
                            assertThat(verdict.reason()).isNotEqualTo(Reason.NONE);
                        });
                assertThat(verdicts).filteredOn(PartVerdict.class::isInstance).allSatisfy(fact -> {
                    PartVerdict verdict = (PartVerdict) fact;
                    assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Outcome.INCONCLUSIVE);
                    assertThat(verdict.reason()).as(verdict.toString()).isNotIn(Reason.NONE, Reason.TOOL_ERROR);
                });
            }
        }
    }
}
