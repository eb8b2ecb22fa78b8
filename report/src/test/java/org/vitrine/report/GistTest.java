package org.vitrine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GistTest {
    private static final Clause.Evidence AGAINST = new Clause.Evidence(
            57, List.of(new Clause.Line(8, "bin/busybox", 0, 4096, 0, "", "executable stack, no PIE", "ACTIVE")));

    @Test
    void aFailureSaysHowManyOfWhatAndWhatTheFirstShows() {
        Clause.Part part = part("FAIL", "NONE", "58 programs looked at; 57 violations in force: x (y)", 57, 0, AGAINST);
        Gist gist = Gist.of(clause("FAIL", "NONE", List.of(part)));
        assertThat(gist.sentence()).isEqualTo("57 of 58 programs: executable stack, no PIE");
        assertThat(gist.place()).isEqualTo("bin/busybox @ 0x1000");
    }

    @Test
    void anOpenAnswerSaysWhatItNeedsOnce() {
        Clause.Part live = part("INCONCLUSIVE", "NEEDS_LIVE", "", 0, 0, Clause.Evidence.NONE);
        Clause.Part declared = part("INCONCLUSIVE", "NEEDS_DECLARATION", "", 0, 0, Clause.Evidence.NONE);
        Clause.Part unwritten = part("INCONCLUSIVE", "NOT_CATALOGUED", "", 0, 0, Clause.Evidence.NONE);
        assertThat(Gist.of(clause("INCONCLUSIVE", "NEEDS_LIVE", List.of(declared, live, live)))
                        .sentence())
                .isEqualTo("Needs a declaration of the vendor and a live test.");
        assertThat(Gist.of(clause("INCONCLUSIVE", "NEEDS_LIVE", List.of(unwritten, live)))
                        .sentence())
                .isEqualTo("No check of the image has been written yet. Needs a live test.");
    }

    @Test
    void whatIsToBeExplainedComesFirst() {
        Clause.Part part = part("INCONCLUSIVE", "NEEDS_LIVE", "", 0, 57, AGAINST);
        assertThat(Gist.of(clause("INCONCLUSIVE", "NEEDS_LIVE", List.of(part))).sentence())
                .isEqualTo("57 to be explained, first executable stack, no PIE. Needs a live test.");
    }

    @Test
    void figuresNeverRoundUpToTheWhole() {
        assertThat(Figures.percent(9_999_999, 10_000_000)).isEqualTo("99.9 %");
        assertThat(Figures.percent(0, 0)).isEqualTo("100.0 %");
        assertThat(Figures.count(1_234_567)).isEqualTo("1\u2009234\u2009567");
        assertThat(Figures.count(-123)).isEqualTo("-123");
        assertThat(Figures.of(1, "row", "rows")).isEqualTo("1 row");
    }

    private static Clause.Part part(
            String outcome, String reason, String detail, long violations, long unexplained, Clause.Evidence against) {
        return new Clause.Part(
                "p",
                "Title",
                "STATIC",
                "DECIDES",
                outcome,
                reason,
                detail,
                58,
                violations,
                unexplained,
                Map.of("VIOLATIONS", against));
    }

    private static Clause clause(String outcome, String reason, List<Clause.Part> parts) {
        return new Clause("c/d/1", "4.1", "T", "D", "https://x", outcome, reason, "detail", parts);
    }
}
