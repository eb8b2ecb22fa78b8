package org.vitrine.inspect.elf;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A library that an ELF content asks for.
@Table(name = "needed", version = 1, about = "A library an ELF content asks for (DT_NEEDED).")
public record Needed(
        @Column("SHA-256 of the content.") Digest content,
        @Column("Its place in the list, from 0.") int ordinal,
        @Column("The library's name.") String library)
        implements Fact {}
