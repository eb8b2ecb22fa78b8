package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// What became of a component. Rules read it beside the tables of both releases; it is kept nowhere.
@Table(
        name = "component_change",
        version = 1,
        about = "A component whose version differs between the releases; one row for each pair of versions.")
public record ComponentChange(
        @Column("ADDED, REMOVED, UPGRADED, DOWNGRADED, or OTHER where versions can't be ordered.")
        Kind kind,

        @Column("The product's usual name.") String product,

        @Column("How it was recognised, as in `component`.") String method,

        @Column("Its version in the older release; empty where it isn't there or gives none.")
        String was,

        @Column("Its version in the newer release; empty where it isn't there or gives none.")
        String now,

        @Column("Other versions of it that the newer release holds, too; empty where there are none.")
        String beside,

        @Column("A file in the older release that shows it; -1 where it isn't there.")
        long oldArtifact,

        @Column("A file in the newer release that shows it; -1 where it isn't there.")
        long newArtifact,

        @Column("How many files show it.") int files)
        implements Fact {

    /// What became of it.
    public enum Kind {
        ADDED,
        REMOVED,
        UPGRADED,
        DOWNGRADED,
        OTHER
    }
}
