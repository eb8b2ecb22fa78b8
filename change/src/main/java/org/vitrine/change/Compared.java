package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// The two releases that were compared, and how.
@Table(name = "comparison", version = 1, about = "The two releases that were compared, and how; one row.")
public record Compared(
        @Column("SHA-256 of the older release.") Digest oldRelease,
        @Column("SHA-256 of the newer release.") Digest newRelease,

        @Column("Identity of the older release's dossier.") Digest oldDossier,

        @Column("Identity of the newer release's dossier.") Digest newDossier,

        @Column("Bytes of the older release.") long oldSize,
        @Column("Bytes of the newer release.") long newSize,

        @Column("How many bytes of the older release a format explains.")
        long oldUnderstood,

        @Column("How many bytes of the newer release a format explains.")
        long newUnderstood,

        @Column("How many artifacts the older release has.") long oldArtifacts,
        @Column("How many artifacts the newer release has.") long newArtifacts,

        @Column("YES: the contents were at hand, and texts were compared line by line. NO: only what the dossiers say.")
        Contents contents)
        implements Fact {

    /// Whether the releases themselves were at hand.
    public enum Contents {
        YES,
        NO
    }
}
