package org.vitrine.change.equivalence;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A span that was set aside because a normaliser accounts for it.
@Table(name = "span", version = 1, about = "A span that differs and that a named normaliser accounts for.")
public record NormalisedSpan(
        @Column("Its artifact in its own release.") long artifact,
        @Column("Path of that artifact.") String path,

        @Column("OLD or NEW: the release it lies in.") Where side,

        @Column("Byte offset in the artifact; -1 for a time of the entry, which its container records.")
        long offset,

        @Column("Bytes; 0 for a time of the entry.") long length,

        @Column("SHA-256 of the bytes as they are; of a time of the entry: of its seconds in decimal.")
        Digest before,

        @Column("SHA-256 of what stands in their place: as many zeros, or nothing.")
        Digest after,

        @Column("The normaliser's name.") String normaliser,
        @Column("Its version.") int version,
        @Column("N0 to N4.") Risk risk,

        @Column("What stands there, where it can be said in a word; empty where it can't.")
        String value)
        implements Fact {

    /// In which of the two releases a span lies.
    public enum Where {
        OLD,
        NEW
    }
}
