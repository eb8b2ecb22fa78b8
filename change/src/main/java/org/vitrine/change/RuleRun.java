package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A rule that was asked: so that silence can be told from not having been asked.
@Table(name = "rule", version = 1, about = "A rule of what a change means, and what came of asking it.")
public record RuleRun(
        @Column("Its name.") String rule,
        @Column("What it is about, in a few words.") String title,
        @Column("CRITICAL, HIGH, MEDIUM, LOW or INFO.") Severity severity,

        @Column("Why somebody should look at what it finds.")
        String why,

        @Column("How many rows it found.") int found,

        @Column("Why it could not be asked; empty where it could.")
        String hindrance)
        implements Fact {}
