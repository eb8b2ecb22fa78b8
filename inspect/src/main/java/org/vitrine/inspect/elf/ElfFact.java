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

        @Column("Whether it has a dynamic section. An EXECUTABLE without one is linked statically.")
        YesNo dynamic,

        @Column(
                "Whether the stack is not executable: PT_GNU_STACK without PF_X. Where that header is absent, NO unless the machine's ABI says otherwise (PPC64, IA_64, LOONGARCH). NOT_APPLICABLE for REL and CORE.")
        YesNo nx,

        @Column("Whether it is a position-independent executable; NOT_APPLICABLE for what is no executable.")
        YesNo pie,

        @Column(
                "NONE: no PT_GNU_RELRO; PARTIAL: with it; FULL: with it and all symbols bound at start; NOT_APPLICABLE for what is not dynamic.")
        Relro relro,

        @Column(
                "Whether all symbols are bound at start (DT_BIND_NOW, DF_BIND_NOW, DF_1_NOW); NOT_APPLICABLE for what is not dynamic.")
        YesNo bindNow,

        @Column(
                "Whether functions check a stack canary: it takes __stack_chk_fail or its like from elsewhere or, linked statically, has it among its symbols. UNKNOWN where symbols are stripped or it defines the check itself.")
        YesNo canary,

        @Column(
                "Whether it calls fortified functions (imports named __…_chk; fortify_panic in a kernel module). UNKNOWN for static programs.")
        YesNo fortified,

        @Column("DT_RPATH, else empty.") String rpath,
        @Column("DT_RUNPATH, else empty.") String runpath,
        @Column("Whether .symtab is gone.") YesNo stripped,
        @Column("GNU build-id in hex, else empty.") String buildId,

        @Column("The program interpreter (PT_INTERP), else empty.")
        String interpreter,

        @Column("DT_SONAME, else empty.") String soname,

        @Column("How many symbols it takes from elsewhere (rows of `import`); -1 where they could not all be read.")
        long imports)
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
