package org.vitrine.change;

import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// What became of one path: the two nodes that are held to be the same thing, or the one that stands alone.
@Table(
        name = "change",
        version = 1,
        about = "A path of either release and what became of it; every artifact of both stands in exactly one row.")
public record Change(
        @Column("IDENTICAL, METADATA, MOVED, CHANGED, ADDED, REMOVED or UNREADABLE.")
        ChangeKind kind,

        @Column("Its artifact in the older release; -1 where it has none.")
        long oldArtifact,

        @Column("Its artifact in the newer release; -1 where it has none.")
        long newArtifact,

        @Column("Its path in the older release, else empty.")
        String oldPath,

        @Column("Its path in the newer release, else empty.")
        String newPath,

        @Column("What kind of node it is; in the newer release where it is in both.")
        ArtifactType type,

        @Column("Whether it was opened on both sides: then what is in it has rows of its own, and says what changed.")
        Opened opened,

        @Column("Bytes of content in the older release.") long oldSize,

        @Column("Bytes of content in the newer release.") long newSize,

        @Column("SHA-256 of the content in the older release, else empty.")
        Digest oldSha256,

        @Column("SHA-256 of the content in the newer release, else empty.")
        Digest newSha256,

        @Column("What is recorded differently, such as `mode 0755 -> 4755, mtime`; empty where nothing is.")
        String metadata,

        @Column("How alike the contents are, in 1/1000; 1000 where they are the same, -1 where it wasn't measured.")
        int similarity)
        implements Fact {

    /// Whether a node was opened, and is compared through.
    public enum Opened {
        YES,
        NO
    }

    /// The path to show: the newer one where there is one.
    public String path() {
        return newArtifact < 0 ? oldPath : newPath;
    }
}
