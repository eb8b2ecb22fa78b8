package org.vitrine.structure;

/// A program header: a span of the file that a loader maps or looks at (System V gABI, "Program Header").
/// Nothing in it has been checked against the file.
///
/// @param type p_type
/// @param flags p_flags: [#PF_X], 2 write, 4 read
/// @param offset p_offset, in bytes from the start of the content
/// @param address p_vaddr
/// @param fileSize p_filesz, bytes in the file
/// @param memorySize p_memsz, bytes in memory
/// @param align p_align
/// @param at where this header itself stands in the content
public record ProgramHeader(
        long type, long flags, long offset, long address, long fileSize, long memorySize, long align, long at) {
    /// p_type of a span that is mapped.
    public static final long PT_LOAD = 1;
    /// p_type of the dynamic section.
    public static final long PT_DYNAMIC = 2;
    /// p_type of the program interpreter's path.
    public static final long PT_INTERP = 3;
    /// p_type of notes.
    public static final long PT_NOTE = 4;
    /// p_type of the header that says by its flags whether the stack is executable.
    public static final long PT_GNU_STACK = 0x6474_e551L;
    /// p_type of the span that becomes read-only after relocation.
    public static final long PT_GNU_RELRO = 0x6474_e552L;
    /// p_flags of what can be executed.
    public static final long PF_X = 1;

    /// Bytes of a program header in files of this class.
    static int size(ElfHeader header) {
        return header.isWide() ? 56 : 32;
    }

    /// The header at `at` of a table that starts at `start` in the content.
    static ProgramHeader read(ElfTable table, int at, ElfHeader header, long start) {
        int word = header.word();
        return new ProgramHeader(
                table.u32(at),
                table.u32(at + (header.isWide() ? 4 : 24)),
                table.word(at + word),
                table.word(at + 2 * word),
                table.word(at + 4 * word),
                table.word(at + 5 * word),
                table.word(at + (header.isWide() ? 48 : 28)),
                start + at);
    }

    /// Whether what it maps can be executed.
    public boolean isExecutable() {
        return (flags & PF_X) != 0;
    }
}
