package org.vitrine.evidence;

/// What a container says of itself.
@Table(name = "header", version = 1, about = "A field of a container's own header.")
public record Header(
        @Column("The container's artifact.") long artifact,
        @Column("The format whose header it is.") String format,
        @Column("The specification's name of the field.") String field,

        @Column("Its value as text; numbers in decimal, addresses in hex, times as 2026-11-22T00:00:00Z.")
        String value,

        @Column("Byte offset of the field in the artifact; -1 where it isn't one field.")
        long offset,

        @Column("Bytes of the field.") long length)
        implements Fact {}
