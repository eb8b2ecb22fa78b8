package org.vitrine.structure;

/// A section header: a span of the file as linkers and debuggers see it (System V gABI, "Sections"). Loaders don't
/// read it, so stripped files may have none. Nothing in it has been checked against the file.
///
/// @param index its place in the table
/// @param nameOffset sh_name, where its name starts in the section e_shstrndx names
/// @param type sh_type
/// @param flags sh_flags
/// @param address sh_addr, 0 for what isn't mapped
/// @param offset sh_offset, in bytes from the start of the content
/// @param size sh_size in bytes
/// @param link sh_link, the index of a section this one needs: for symbols their names
/// @param info sh_info
/// @param align sh_addralign
/// @param entrySize sh_entsize, for tables
/// @param at where this header itself stands in the content
public record SectionHeader(
        int index,
        long nameOffset,
        long type,
        long flags,
        long address,
        long offset,
        long size,
        long link,
        long info,
        long align,
        long entrySize,
        long at) {
    /// sh_type of the full symbol table, gone from stripped files.
    public static final long SHT_SYMTAB = 2;
    /// sh_type of a string table.
    public static final long SHT_STRTAB = 3;
    /// sh_type of the dynamic section.
    public static final long SHT_DYNAMIC = 6;
    /// sh_type of notes.
    public static final long SHT_NOTE = 7;
    /// sh_type of what has no bytes in the file.
    public static final long SHT_NOBITS = 8;
    /// sh_type of the symbols a dynamic linker needs.
    public static final long SHT_DYNSYM = 11;

    private static final long SHF_ALLOC = 2;

    /// Bytes of a section header in files of this class.
    static int size(ElfHeader header) {
        return header.isWide() ? 64 : 40;
    }

    /// The header at `at` of a table that starts at `start` in the content.
    static SectionHeader read(ElfTable table, int at, int index, ElfHeader header, long start) {
        int word = header.word();
        return new SectionHeader(
                index,
                table.u32(at),
                table.u32(at + 4),
                table.word(at + 8),
                table.word(at + 8 + word),
                table.word(at + 8 + 2 * word),
                table.word(at + 8 + 3 * word),
                table.u32(at + 8 + 4 * word),
                table.u32(at + 12 + 4 * word),
                table.word(at + 16 + 4 * word),
                table.word(at + 16 + 5 * word),
                start + at);
    }

    /// Whether it lies in memory when the file runs, and has bytes in the file.
    boolean isMapped() {
        return (flags & SHF_ALLOC) != 0 && type != SHT_NOBITS;
    }
}
