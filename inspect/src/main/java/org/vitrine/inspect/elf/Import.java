package org.vitrine.inspect.elf;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A symbol that an ELF content takes from elsewhere.
@Table(
        name = "import",
        version = 1,
        about =
                "A symbol that an ELF content takes from elsewhere: undefined among its dynamic symbols or, in an object or a kernel module, in its symbol table.")
public record Import(
        @Column("SHA-256 of the content.") Digest content,
        @Column("The symbol's name, printable.") String symbol,

        @Column("The version it asks for, such as `GLIBC_2.34`, else empty.")
        String version)
        implements Fact {}
