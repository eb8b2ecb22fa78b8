package org.vitrine.evidence;

/// A span of raw bytes that no format claims: a result, never silence.
@Table(name = "region", version = 1, about = "A span of bytes that no format explains.")
public record Region(
        @Column("The artifact in whose bytes it lies.") long artifact,
        @Column("Byte offset in the artifact.") long offset,
        @Column("Bytes.") long length,
        @Column("PADDING, OPAQUE or NOT_UNDERSTOOD.") RegionKind kind,

        @Column("Shannon entropy in 1/1000 bit per byte, 0 to 8000.")
        int entropy,

        @Column("SHA-256 of the span.") Digest sha256)
        implements Fact {}
