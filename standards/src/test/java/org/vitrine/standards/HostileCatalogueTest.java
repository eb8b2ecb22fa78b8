package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;

/// What a catalogue from elsewhere may try: each ends as a tool error in one line.
class HostileCatalogueTest {
    private static final String ROW = "SELECT 0 AS artifact, '' AS path, 'x' AS seen, 'ACTIVE' AS state";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 0 AS artifact, '' AS path, content AS seen, 'ACTIVE' AS state FROM read_text('/etc/passwd')",
                "SELECT 0 AS artifact, '' AS path, column0 AS seen, 'ACTIVE' AS state FROM '/etc/passwd'",
                ROW + ") AS a; ATTACH '/tmp/x.db'; --",
                ROW + ") AS a; COPY account TO '/tmp/x.csv'; --",
                "INSTALL httpfs",
                "SET enable_external_access = true",
                "DELETE FROM account RETURNING 0 AS artifact, '' AS path, 'x' AS seen, 'ACTIVE' AS state",
                "SELECT 0 AS artifact, '' AS path, getenv('HOME') AS seen, 'ACTIVE' AS state",
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) SELECT i AS artifact, '' AS path,"
                        + " 'x' AS seen, 'ACTIVE' AS state FROM n",
                "SELECT count(*) AS artifact, '' AS path, 'x' AS seen, 'ACTIVE' AS state FROM range(100000000) a,"
                        + " range(100000000) b WHERE a.range + b.range = 7",
            })
    void endsAsAToolError(String query) {
        Part part = new Part(
                "p",
                "t",
                Method.STATIC,
                Strength.DECIDES,
                Reach.ROOTFS,
                Reason.NONE,
                "things",
                Map.of(Evidence.Role.EXAMINED, ROW, Evidence.Role.VIOLATIONS, query),
                List.of());
        Requirement requirement = new Requirement(
                "lab/rules/1", "1", 0, "", "t", "d", "https://example.org/", List.of(), List.of(), List.of(part));
        Catalogue catalogue =
                new Catalogue("lab/rules/1", "Rules", Map.of(), Map.of(), List.of(requirement), Digest.NONE);
        try (Desk desk = Desk.of(Kinds.ALL, List.of())) {
            List<Fact> facts = Judge.judge(catalogue, desk);
            PartVerdict verdict = (PartVerdict) facts.get(1);
            assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(verdict.reason()).as(verdict.detail()).isEqualTo(Reason.TOOL_ERROR);
            assertThat(verdict.detail())
                    .startsWith("the query `VIOLATIONS` failed: ")
                    .doesNotContain("\n");
            assertThat(verdict.violations()).isZero();
        }
    }
}
