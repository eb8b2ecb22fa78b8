package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A clause and its answers before and now.
@Table(name = "verdict_change", version = 1, about = "A clause whose answer differs between the releases.")
public record VerdictChange(
        @Column("`body/document`, without the version.") String catalogue,
        @Column("Clause number.") String clause,
        @Column("Short title.") String title,

        @Column("Its outcome for the older release; empty where it was not asked.")
        String was,

        @Column("Its outcome for the newer release; empty where it was not asked.")
        String now,

        @Column("What decided it in the older release.") String wasDetail,
        @Column("What decides it in the newer release.") String nowDetail)
        implements Fact {}
