package org.vitrine.inspect.elf;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// An ELF content: what it is for, and how it was hardened.
@Table(name = "elf", version = 1, about = "An ELF content and how it was hardened.")
public record ElfFact(
        @Column("SHA-256 of the content.") Digest content,
        @Column("Word size in bits: 32 or 64.") int bits,
        @Column("`little` or `big`.") String endian,

        @Column(
                "The name of e_machine as the ABI gives it, such as `MIPS`, `ARM`, `AARCH64`, `X86_64`; `EM_n` otherwise.")
        String machine,

        @Column("EXEC, DYN, REL, CORE, NONE or OTHER: e_type.")
        Type type,

        @Column("What it is: EXECUTABLE, LIBRARY, MODULE (a kernel module), OBJECT, CORE or OTHER.")
        Role role,

        @Column("Whether it has a dynamic section.") YesNo dynamic,

        @Column("Whether the stack is not executable (PT_GNU_STACK).")
        YesNo nx,

        @Column("Whether it is a position-independent executable; NOT_APPLICABLE for what is no executable.")
        YesNo pie,

        @Column("NONE, PARTIAL or FULL; NOT_APPLICABLE for what is not dynamic.")
        Relro relro,

        @Column("Whether all symbols are bound at start (BIND_NOW).")
        YesNo bindNow,

        @Column("Whether functions check a stack canary.") YesNo canary,

        @Column("Whether it calls fortified functions (names ending in _chk).")
        YesNo fortified,

        @Column("DT_RPATH, else empty.") String rpath,
        @Column("DT_RUNPATH, else empty.") String runpath,
        @Column("Whether .symtab is gone.") YesNo stripped,
        @Column("GNU build-id in hex, else empty.") String buildId,

        @Column("The program interpreter (PT_INTERP), else empty.")
        String interpreter,

        @Column("DT_SONAME, else empty.") String soname)
        implements Fact {

    /// e_type of the System V ABI.
    public enum Type {
        NONE,
        REL,
        EXEC,
        DYN,
        CORE,
        OTHER
    }

    /// What an ELF content is used as.
    public enum Role {
        EXECUTABLE,
        LIBRARY,
        MODULE,
        OBJECT,
        CORE,
        OTHER
    }

    /// An answer that may not be there.
    public enum YesNo {
        YES,
        NO,
        NOT_APPLICABLE,
        UNKNOWN
    }

    /// Read-only relocations.
    public enum Relro {
        NONE,
        PARTIAL,
        FULL,
        NOT_APPLICABLE,
        UNKNOWN
    }
}
