package org.vitrine.inspect.elf;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A function of an ELF content.
@Table(
        name = "function",
        version = 1,
        about =
                "A function of an ELF content for x86-64, AArch64, ARM or MIPS, and code between functions. Equal shapes say where not to look; they prove nothing, since which function is called and which string is loaded is no part of them.")
public record Function(
        @Column("SHA-256 of the content.") Digest content,

        @Column("The symbol's name, printable; empty where no symbol names it.")
        String name,

        @Column("Where it starts, in bytes from the start of the content.")
        long offset,

        @Column("Its length in bytes.") long length,

        @Column(
                "The first eight bytes, big-endian and signed, of the SHA-256 of its bytes after all bits that hold what a linker decides were made zero: displacements and branches that leave it, addresses and the parts they are made of. Jumps to absolute addresses inside it are made relative to its start first.")
        long shape,

        @Column(
                "What its bounds were taken from: SYMBOL, EH_FRAME, EXIDX (ARM's exception indices, starts only) or CALL (targets of calls and prologues, starts only; what is reached through pointers alone may hang on the function before). GAP is code between functions that nothing names.")
        Bounds bounds,

        @Column(
                "What the shape was taken of: DECODED instructions, or RAW bytes because an instruction is not known: microMIPS, or data between instructions.")
        Basis basis)
        implements Fact {

    /// What a function's bounds were taken from.
    public enum Bounds {
        SYMBOL,
        EH_FRAME,
        EXIDX,
        CALL,
        GAP
    }

    /// What a function's shape was taken of.
    public enum Basis {
        DECODED,
        RAW
    }
}
