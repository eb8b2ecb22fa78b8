package org.vitrine.evidence;

/// A node of the tree: what was supplied, a container's entry, or a span carved from raw bytes. Keeps what the image
/// says, byte for byte.
@Table(name = "artifact", version = 1, about = "A node of the tree of everything that was opened.")
public record Artifact(
        @Column("Its ordinal in the canonical walk; the release itself is 0.")
        long id,

        @Column("The id of the node it lies in; -1 for the release itself.")
        long parent,

        @Column("Segments joined by `/`, each injective and printable; empty for the release itself.")
        String path,

        @Column("The raw bytes of its last segment; empty for a segment that is ours.")
        Name name,

        @Column("The format it was opened as, or recognised as; `data` when it is neither.")
        String format,

        @Column("What kind of node it is.") ArtifactType type,

        @Column("Which of mode, owner and time its container recorded; the others are 0.")
        Recorded recorded,

        @Column("Bytes of content; 0 for what has none.") long size,

        @Column("SHA-256 of the content; empty for what has none.")
        Digest sha256,

        @Column("The 12 permission bits: setuid, setgid, sticky, rwxrwxrwx.")
        int mode,

        @Column("Numeric owner.") long uid,
        @Column("Numeric group.") long gid,

        @Column("Last change, seconds since 1970-01-01 UTC.")
        long mtime,

        @Column("`major:minor` of a device node, else empty.")
        String device,

        @Column("Target of a link, printable, else empty.") String target,

        @Column("Where its bytes start in its parent's bytes; -1 where they don't lie there as they are.")
        long offset)
        implements Fact {}
