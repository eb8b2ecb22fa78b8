package org.vitrine.standards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.tables.QueryRefused;

/// The rules by which parts and clauses are answered, one by one.
class JudgeTest {
    private static final String NOTHING = "SELECT 1 AS artifact, '' AS path, 'x' AS seen, '' AS state WHERE false";
    private static final String ONE = "SELECT 1 AS artifact, 'fs/file' AS path, 'it is there' AS seen";

    @Test
    void passNeedsAPopulationThatCouldBeReadAndNoViolationRow() {
        assertThat(part(Strength.DECIDES, "", "", ONE, NOTHING).outcome()).isEqualTo(Outcome.PASS);
        PartVerdict none = part(Strength.DECIDES, "", "", NOTHING, NOTHING);
        assertThat(none.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(none.reason()).isEqualTo(Reason.NEEDS_LIVE);
        PartVerdict copy = part(Strength.DECIDES, "", "", ONE, ONE + ", 'COPY' AS state");
        assertThat(copy.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(copy.reason()).isEqualTo(Reason.NEEDS_LIVE);
        assertThat(copy.unexplained()).isEqualTo(1);
        assertThat(copy.violations()).isZero();
    }

    @Test
    void failNeedsARowInForce() {
        String mixed = ONE + ", unnest(['COPY', 'UNKNOWN', 'ACTIVE', 'TEMPLATE', 'INACTIVE', 'active', '']) AS state";
        PartVerdict verdict = part(Strength.DECIDES, "", "", ONE, mixed);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).isEqualTo(Reason.NONE);
        assertThat(verdict.violations()).isEqualTo(1);
        assertThat(verdict.unexplained()).isEqualTo(6);
        assertThat(verdict.detail()).isEqualTo("1 thing looked at; 1 violation in force: it is there (fs/file)");
        assertThat(part(Strength.REFUTES, "", "", NOTHING, ONE + ", 'ACTIVE' AS state")
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void whatRefutesNeverPassesAndAHintDecidesNothing() {
        assertThat(part(Strength.REFUTES, "", "", ONE, NOTHING).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(part(Strength.HINTS, "", "", ONE, NOTHING).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        PartVerdict hint = part(Strength.HINTS, "", "", ONE, ONE + ", 'ACTIVE' AS state");
        assertThat(hint.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(hint.violations()).isZero();
        assertThat(hint.unexplained()).isEqualTo(1);
    }

    @Test
    void notApplicableNeedsPositiveEvidence() {
        assertThat(part(Strength.DECIDES, NOTHING, "", ONE, NOTHING).reason()).isEqualTo(Reason.NEEDS_PRODUCT);
        assertThat(part(Strength.DECIDES, NOTHING, NOTHING, ONE, NOTHING).reason())
                .isEqualTo(Reason.NEEDS_PRODUCT);
        assertThat(part(Strength.DECIDES, NOTHING, ONE, ONE, NOTHING).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        // What applies applies, whatever else is said; and a violation contradicts the absence.
        assertThat(part(Strength.DECIDES, ONE, ONE, ONE, NOTHING).outcome()).isEqualTo(Outcome.PASS);
        assertThat(part(Strength.DECIDES, NOTHING, ONE, ONE, ONE + ", 'COPY' AS state")
                        .outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aQueryThatFailsOrHasAnotherShapeIsAToolError() {
        for (String wrong : List.of(
                "SELECT nothing FROM nowhere",
                "SELECT 1 AS artifact, 'p' AS path, 's' AS seen",
                "SELECT 1 AS artifact, 'p' AS path, 's' AS seen, 'ACTIVE' AS state, 1 AS extra",
                "SELECT 'one' AS artifact, 'p' AS path, 's' AS seen, 'ACTIVE' AS state",
                "SELECT 1.5 AS artifact, 'p' AS path, 's' AS seen, 'ACTIVE' AS state",
                "SELECT 1 AS artifact, 2 AS path, 's' AS seen, 'ACTIVE' AS state",
                "SELECT 1 AS artifact, 'p' AS path, NULL::VARCHAR AS seen, 'ACTIVE' AS state",
                "SELECT 1 AS artifact, 'p' AS path, 's' AS seen, 'ACTIVE' AS state, 'no' AS content",
                "SELECT 1 AS artifact, 'p' AS path, 's' AS seen, 'ACTIVE' AS state) AS a; DROP TABLE account; --",
                "")) {
            PartVerdict verdict = part(Strength.DECIDES, "", "", ONE, wrong);
            assertThat(verdict.outcome()).as(wrong).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(verdict.reason()).as(wrong).isEqualTo(Reason.TOOL_ERROR);
            assertThat(verdict.detail()).contains("VIOLATIONS").doesNotContain("\n");
        }
    }

    @Test
    void rowsAreKeptToALimitAndAllAreCounted() {
        String many =
                "SELECT range AS artifact, 'p' || range AS path, 's' AS seen, 'ACTIVE' AS state, 0 - range AS rank"
                        + " FROM range(25000)";
        List<Fact> facts =
                judged(clause(part(Strength.DECIDES, map("", "", many.replace(", 'ACTIVE' AS state", ""), many))));
        PartVerdict verdict = (PartVerdict) facts.get(1);
        assertThat(verdict.examined()).isEqualTo(25000);
        assertThat(verdict.violations()).isEqualTo(25000);
        List<Evidence> kept = facts.stream()
                .filter(Evidence.class::isInstance)
                .map(Evidence.class::cast)
                .filter(row -> row.role() == Evidence.Role.VIOLATIONS)
                .toList();
        assertThat(kept).hasSize(Inquiry.KEPT);
        assertThat(kept.getFirst().path()).isEqualTo("p24999");
        assertThat(kept.get(1).ordinal()).isEqualTo(1);
        assertThat(judged(clause(part(Strength.DECIDES, map("", "", many.replace(", 'ACTIVE' AS state", ""), many)))))
                .isEqualTo(facts);
    }

    @Test
    void viewsThatCanNotBeKeptAreReadAllTheSame() {
        Map<String, String> views = Map.of("two", ONE + " UNION ALL SELECT 2, 'fs/other', 'it is there'");
        Catalogue whole = clause(part(Strength.DECIDES, map("", "", "SELECT * FROM two", NOTHING)));
        Catalogue catalogue =
                new Catalogue(whole.id(), whole.title(), Map.of(), views, whole.requirements(), Digest.NONE);
        List<Fact> facts =
                List.of(Kinds.fact(Kinds.of("rootfs"), Map.of()), Kinds.fact(Kinds.of("artifact"), Map.of()));
        try (Desk desk = Desk.of(Kinds.ALL, facts)) {
            List<Fact> kept = Judge.judge(catalogue, desk);
            assertThat(((PartVerdict) kept.get(1)).detail())
                    .isEqualTo("2 things looked at, no violation found in what could be read");
            assertThat(Judge.judge(catalogue, sql -> desk.query(sql))).isEqualTo(kept);
            // And nothing is left of them for the next catalogue.
            assertThatThrownBy(() -> desk.query("SELECT * FROM two")).isInstanceOf(QueryRefused.class);
        }
    }

    @Test
    void aClauseFailsWithOnePartPassesWithAllAndSaysWhatIsMissing() {
        Part pass = part(Strength.DECIDES, map("", "", ONE, NOTHING));
        Part fail = part(Strength.DECIDES, map("", "", ONE, ONE + ", 'ACTIVE' AS state"));
        Part gone = part(Strength.DECIDES, map(NOTHING, ONE, NOTHING, NOTHING));
        Part live = waiting(Method.LIVE, Strength.DECIDES, Reason.NEEDS_LIVE);
        Part declared = waiting(Method.DECLARED, Strength.DECIDES, Reason.NEEDS_DECLARATION);
        Part unwritten = waiting(Method.STATIC, Strength.DECIDES, Reason.NOT_CATALOGUED);
        Part broken = part(Strength.DECIDES, map("", "", ONE, "SELECT"));
        Part quiet = part(Strength.REFUTES, map("", "", ONE, NOTHING));
        Part hint = waiting(Method.STATIC, Strength.HINTS, Reason.NOT_CATALOGUED);
        assertThat(folded(pass).outcome()).isEqualTo(Outcome.PASS);
        assertThat(folded(pass, gone).outcome()).isEqualTo(Outcome.PASS);
        assertThat(folded(pass, quiet, hint).outcome()).isEqualTo(Outcome.PASS);
        assertThat(folded(quiet, hint).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(folded(gone, gone).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(folded(pass, live).reason()).isEqualTo(Reason.NEEDS_LIVE);
        assertThat(folded(live, declared).reason()).isEqualTo(Reason.NEEDS_DECLARATION);
        assertThat(folded(live, unwritten, pass).reason()).isEqualTo(Reason.NOT_CATALOGUED);
        assertThat(folded(hint, live).reason()).isEqualTo(Reason.NEEDS_LIVE);
        assertThat(folded(unwritten, broken, live).reason()).isEqualTo(Reason.TOOL_ERROR);
        ClauseVerdict failed = folded(pass, live, fail, broken);
        assertThat(failed.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(failed.parts()).isEqualTo(4);
        assertThat(failed.decided()).isEqualTo(2);
        assertThat(folded(pass, live).detail()).isEqualTo("p1: only the running element can tell");
    }

    private static ClauseVerdict folded(Part... parts) {
        return (ClauseVerdict) judged(clause(parts)).getFirst();
    }

    private static PartVerdict part(
            Strength strength, String applies, String absent, String examined, String violations) {
        return (PartVerdict) judged(clause(part(strength, map(applies, absent, examined, violations))))
                .get(1);
    }

    private static Part part(Strength strength, Map<Evidence.Role, String> queries) {
        Reason missing = strength == Strength.DECIDES ? Reason.NONE : Reason.NEEDS_LIVE;
        return new Part("p", "t", Method.STATIC, strength, Reach.ROOTFS, missing, "thing | things", queries, List.of());
    }

    private static Part waiting(Method method, Strength strength, Reason missing) {
        return new Part("p", "t", method, strength, Reach.ROOTFS, missing, "", Map.of(), List.of());
    }

    private static Map<Evidence.Role, String> map(String applies, String absent, String examined, String violations) {
        Map<Evidence.Role, String> queries = new EnumMap<>(Evidence.Role.class);
        queries.put(Evidence.Role.EXAMINED, examined);
        queries.put(Evidence.Role.VIOLATIONS, violations);
        if (!applies.isEmpty()) {
            queries.put(Evidence.Role.APPLIES, applies);
        }
        if (!absent.isEmpty()) {
            queries.put(Evidence.Role.ABSENT, absent);
        }
        return queries;
    }

    private static Catalogue clause(Part... parts) {
        List<Part> named = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            Part p = parts[i];
            String name = parts.length == 1 ? p.name() : "p" + i;
            named.add(new Part(
                    name,
                    p.title(),
                    p.method(),
                    p.strength(),
                    p.reach(),
                    p.missing(),
                    p.population(),
                    p.queries(),
                    p.examples()));
        }
        Requirement requirement = new Requirement(
                "lab/rules/1", "1", 0, "", "t", "d", "https://example.org/", List.of(), List.of(), named);
        return new Catalogue("lab/rules/1", "Rules", Map.of(), Map.of(), List.of(requirement), Digest.NONE);
    }

    private static List<Fact> judged(Catalogue catalogue) {
        List<Fact> facts = List.of(
                Kinds.fact(Kinds.of("artifact"), Map.of("path", "fs")),
                Kinds.fact(Kinds.of("rootfs"), Map.of("artifact", "0")));
        try (Desk desk = Desk.of(Kinds.ALL, facts)) {
            return Judge.judge(catalogue, desk);
        }
    }
}
