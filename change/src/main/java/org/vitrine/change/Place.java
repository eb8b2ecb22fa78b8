package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// Where a node stands as the system that runs would name it: its path from its root file system, or else from the
/// container that holds it. Rules read it beside the tables of both releases; it is kept nowhere.
@Table(name = "place", version = 1, about = "Where a node of either release stands within its file system.")
public record Place(
        @Column("OLD or NEW.") Side side,
        @Column("The artifact.") long artifact,

        @Column("The root file system it is in; -1 where it is in none.")
        long root,

        @Column("The node that its path counts from: the root file system, else the container.")
        long container,

        @Column("Its path from there, with a leading slash; empty for the release itself.")
        String place)
        implements Fact {

    /// Which of the two releases.
    public enum Side {
        OLD,
        NEW
    }
}
