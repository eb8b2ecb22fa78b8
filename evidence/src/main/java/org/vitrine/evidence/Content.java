package org.vitrine.evidence;

/// A content, once, however many artifacts hold it.
@Table(name = "content", version = 1, about = "A unique content; the artifacts that hold it name its SHA-256.")
public record Content(
        @Column("SHA-256.") Digest sha256,
        @Column("Bytes.") long size,

        @Column("Shannon entropy in 1/1000 bit per byte, 0 to 8000.")
        int entropy,

        @Column("The format it was opened as, or recognised as; `data` when it is neither.")
        String format)
        implements Fact {}
