package org.vitrine.change.equivalence;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// How far two releases are the same: one shipped, one rebuilt.
@Table(name = "equivalence", version = 1, about = "How far a rebuilt release is the same as the shipped one; one row.")
public record Equivalence(
        @Column("SHA-256 of the older release.") Digest oldRelease,
        @Column("SHA-256 of the newer release.") Digest newRelease,
        @Column("Bytes of the older release.") long oldSize,
        @Column("Bytes of the newer release.") long newSize,

        @Column("TRIED, or NOT_TRIED where the contents were not at hand: this is no mismatch.")
        Trial trial,

        @Column("IDENTICAL, IDENTICAL_EXCEPT_SIGNATURE, MATCH_EXPLAINED, CODE_SAME, PARTIAL, MISMATCH or UNKNOWN.")
        Rung verdict,

        @Column("Why, in words.") String reason,

        @Column("How many files, links and other nodes were held against each other, without folders and containers "
                + "unless they differ by themselves.")
        long files,

        @Column("How many of them are the same, or the same once named spans are set aside.")
        long same,

        @Column("How many spans were set aside.") long spans,

        @Column("Bytes of these spans in the older release.")
        long oldNormalised,

        @Column("Bytes of these spans in the newer release.")
        long newNormalised,

        @Column("Bytes that differ and that no normaliser accounts for.")
        long residual,

        @Column("Normalisers that were used, by name.") String used,

        @Column("Normalisers that were available and not used, by name.")
        String unused,

        @Column("What the verdict does not prove.") String notProven)
        implements Fact {

    /// Whether the question was put at all.
    public enum Trial {
        TRIED,
        NOT_TRIED
    }
}
