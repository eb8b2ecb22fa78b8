package org.vitrine.structure.code;

import org.vitrine.structure.ElfMachine;

/// Reads one machine's instructions, as far as lengths and as the bits go that a linker decides. It
/// works on a copy of a span's bytes; positions count from the span's start.
sealed interface Decoder permits X86, Aarch64, Arm, Mips {
    /// Makes zero what a linker decides in a function.
    ///
    /// @return whether all of it is known; where not, the bytes may be half changed
    boolean mask(int from, int to, Encoding encoding);

    /// Offers the positions at which functions start, as calls and prologues in `from` to `to` tell.
    void starts(int from, int to, Starts starts);

    /// The end of what stands in `from` to `to`, without the padding behind it; `from` when there is
    /// nothing else.
    int trimmed(int from, int to, Encoding encoding);

    /// Where what stands in `from` to `to` begins, without the padding before it.
    int begin(int from, int to);

    /// Takes positions at which functions start.
    interface Starts {
        /// Takes one, which may lie anywhere.
        void add(long position, Encoding encoding);
    }

    /// The decoder of a machine's code.
    static Decoder of(Image image, Span span) {
        return switch (image.machine()) {
            case ElfMachine.X86_64 -> new X86(image, span);
            case ElfMachine.AARCH64 -> new Aarch64(span);
            case ElfMachine.ARM -> new Arm(image, span);
            default -> new Mips(image, span);
        };
    }
}
