package org.vitrine.standards;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// The answer to one part of one clause.
@Table(name = "verdict", version = 1, about = "The answer to one part of one clause.")
public record PartVerdict(
        @Column("`body/document/version`, such as `3gpp/ts-33.117/18.1.0`.")
        String catalogue,

        @Column("Clause number.") String clause,
        @Column("The part's name within the clause.") String part,
        @Column("What the part looks at, in a sentence.") String title,

        @Column("How it is answered: STATIC, LIVE or DECLARED.")
        Method method,

        @Column("What it can do: DECIDES, REFUTES or HINTS.")
        Strength strength,

        @Column("PASS, FAIL, INCONCLUSIVE or NOT APPLICABLE.")
        Outcome outcome,

        @Column("Why it is inconclusive, else NONE.") Reason reason,

        @Column("The answer in a sentence, with its numbers.")
        String detail,

        @Column("How many things were looked at.") long examined,

        @Column("How many of them violate the clause and are in force.")
        long violations,

        @Column("How many violate it but are not known to be in force: to be explained.")
        long unexplained)
        implements Fact {}
