package org.vitrine.evidence;

/// The result of a test that a laboratory made by hand or on a running element, with what a 3GPP test
/// report asks
/// for: the tool with its version, its settings, the raw output, the result (TS 33.117, clause 4.1; TR
/// 33.916).
@Table(name = "laboratory", version = 1, about = "The result of a test that a laboratory made on the product.")
public record LaboratoryResult(
        @Column("The catalogue whose clause it answers: `body/document/version`.")
        String catalogue,

        @Column("The clause.") String clause,
        @Column("The part of the clause that it answers.") String part,

        @Column("When several answer the same part, the one with the highest number counts.")
        int number,

        @Column("PASS, FAIL, INCONCLUSIVE or NOT_APPLICABLE.")
        Result result,

        @Column("The tool and its version.") String tool,
        @Column("How the tool was set.") String settings,

        @Column("The name of the file that holds the raw output.")
        String evidence,

        @Column("SHA-256 of the raw output.") Digest sha256,

        @Column(value = "Who made the test.", confidential = true)
        String tester,

        @Column("The day it was recorded, as 2026-11-22.") String day,

        @Column("What else is to be said; empty where nothing is.")
        String remark)
        implements Fact {

    /// What a test came to.
    public enum Result {
        PASS,
        FAIL,
        INCONCLUSIVE,
        NOT_APPLICABLE
    }
}
