package org.vitrine.standards;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// The answer to one clause, folded from its parts.
@Table(name = "clause", version = 1, about = "The answer to one clause, folded from its parts.")
public record ClauseVerdict(
        @Column("`body/document/version`, such as `3gpp/ts-33.117/18.1.0`.")
        String catalogue,

        @Column("Its ordinal in the document, from 0.") int ordinal,
        @Column("Clause number.") String clause,
        @Column("Short title.") String title,
        @Column("What it demands, in our words.") String demand,
        @Column("Where it can be read.") String link,

        @Column("PASS, FAIL, INCONCLUSIVE or NOT APPLICABLE.")
        Outcome outcome,

        @Column("The first reason why it is inconclusive, else NONE.")
        Reason reason,

        @Column("What decided it, or what is missing, in a sentence.")
        String detail,

        @Column("How many parts it has.") int parts,
        @Column("How many of them were decided.") int decided)
        implements Fact {}
