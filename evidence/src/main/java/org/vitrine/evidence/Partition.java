package org.vitrine.evidence;

/// A span of a disk or of flash, as a partition table or a volume table names it.
@Table(name = "partition", version = 1, about = "A span of a disk or of flash that a partition or volume table names.")
public record Partition(
        @Column("The artifact whose table it is.") long artifact,

        @Column("Its number in the table, as the specification counts.")
        long number,

        @Column("Its name in the table, printable; empty where the table gives none.")
        String name,

        @Column("Its type as the table says it: a GUID, a byte in hex, or a word.")
        String type,

        @Column("Its own identifier, such as a GUID; empty where the table gives none.")
        String identifier,

        @Column("Where it starts in the artifact, in bytes.")
        long offset,

        @Column("Its length in bytes, as the table says it.")
        long length,

        @Column("What else the table says: flags and attributes as text; empty where there are none.")
        String attributes)
        implements Fact {}
