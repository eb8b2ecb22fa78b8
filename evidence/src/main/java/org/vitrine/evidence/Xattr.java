package org.vitrine.evidence;

/// An extended attribute of an artifact, `security.capability` among them.
@Table(name = "xattr", version = 1, about = "An extended attribute of a file, as its container records it.")
public record Xattr(
        @Column("The artifact that carries it.") long artifact,

        @Column("Its full name, printable, such as `security.capability`.")
        String name,

        @Column("Its raw value.") Name value)
        implements Fact {}
