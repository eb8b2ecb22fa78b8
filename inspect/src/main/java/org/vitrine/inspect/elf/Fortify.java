package org.vitrine.inspect.elf;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// FORTIFY judged by the libc that lies in the same root file system: only what that libc offers can be used.
@Table(
        name = "fortify",
        version = 1,
        about = "FORTIFY of one ELF file, measured by what its own root file system's libc offers.")
public record Fortify(
        @Column("The root file system.") long root,
        @Column("The ELF file.") long artifact,
        @Column("SHA-256 of the content.") Digest content,

        @Column(
                "YES: every import that could be fortified is; PARTIAL; NO; NOT_APPLICABLE: it imports nothing that could be, or the libc offers nothing; UNKNOWN: no libc found, linked statically, or imports not all read.")
        Verdict verdict,

        @Column("How many distinct imports are fortified functions that the libc offers, such as __memcpy_chk.")
        int fortified,

        @Column(
                "How many distinct imports have a fortified twin in the libc and don't use it. Compilers leave calls of known safe size as they are, so programs built with FORTIFY have some too.")
        int fortifiable,

        @Column("How many distinct symbols it imports in all; -1 where they could not all be read.")
        long imports,

        @Column("How many fortified functions the libc offers.")
        int offered,

        @Column("Path of the libc it was judged by, from the root; empty when none was found.")
        String libc)
        implements Fact {

    /// How far FORTIFY was used.
    public enum Verdict {
        YES,
        PARTIAL,
        NO,
        NOT_APPLICABLE,
        UNKNOWN
    }
}
