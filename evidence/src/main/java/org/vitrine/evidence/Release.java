package org.vitrine.evidence;

/// What was examined, and how much of it could be read.
@Table(name = "release", version = 1, about = "What was examined.")
public record Release(
        @Column("SHA-256 of the supplied file; of a folder, the digest of its canonical listing.")
        Digest sha256,

        @Column("Bytes of the supplied file; of a folder, of all its files.")
        long size,

        @Column("FILE or FOLDER.") Kind kind,

        @Column("How many of these bytes a format explains, padding included.")
        long understood)
        implements Fact {

    /// How a release was supplied.
    public enum Kind {
        FILE,
        FOLDER
    }
}
