package org.vitrine.evidence;

/// A span of a container's bytes that the container explains: together with its parts and its [Region]s every byte of
/// it, each once.
@Table(name = "extent", version = 1, about = "A span of a container's bytes that the container itself explains.")
public record Extent(
        @Column("The container's artifact.") long artifact,
        @Column("Byte offset in the artifact.") long offset,
        @Column("Bytes.") long length,

        @Column("STRUCTURE: headers, tables, names, checksums. DATA: what its entries lie in or are decoded from.")
        Kind kind)
        implements Fact {
    /// What a container uses a span for.
    public enum Kind {
        /// What makes it the container it is.
        STRUCTURE,
        /// What its entries lie in or are decoded from.
        DATA
    }
}
