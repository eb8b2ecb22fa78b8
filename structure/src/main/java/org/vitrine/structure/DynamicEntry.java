package org.vitrine.structure;

/// An entry of the dynamic section: a tag and a number, which is an address, an offset or flags (System V
/// gABI,
/// "Dynamic Section").
///
/// @param tag d_tag
/// @param value d_val or d_ptr
public record DynamicEntry(long tag, long value) {
    /// d_tag of a library that is asked for; an offset into the strings.
    public static final long DT_NEEDED = 1;
    /// Address of the table that calls of other files go through; on MIPS of the global offset table.
    public static final long DT_PLTGOT = 3;
    /// d_tag of the hash table of the symbols.
    public static final long DT_HASH = 4;
    /// d_tag of the strings.
    public static final long DT_STRTAB = 5;
    /// d_tag of the symbols.
    public static final long DT_SYMTAB = 6;
    /// d_tag of the relocations with addends.
    public static final long DT_RELA = 7;
    /// d_tag of the bytes of the strings.
    public static final long DT_STRSZ = 10;
    /// Address of the code that runs first.
    public static final long DT_INIT = 12;
    /// Address of the code that runs last.
    public static final long DT_FINI = 13;
    /// d_tag of the name others ask for this library by.
    public static final long DT_SONAME = 14;
    /// d_tag of the folders to look for libraries in, before the environment's.
    public static final long DT_RPATH = 15;
    /// d_tag of the relocations without addends.
    public static final long DT_REL = 17;
    /// d_tag that linkers give to programs only.
    public static final long DT_DEBUG = 21;
    /// d_tag of the relocations of the procedure linkage table.
    public static final long DT_JMPREL = 23;
    /// d_tag that asks for all symbols to be bound at start.
    public static final long DT_BIND_NOW = 24;
    /// d_tag of the folders to look for libraries in, after the environment's.
    public static final long DT_RUNPATH = 29;
    /// d_tag of flags.
    public static final long DT_FLAGS = 30;
    /// d_tag of the GNU hash table of the symbols.
    public static final long DT_GNU_HASH = 0x6fff_fef5L;
    /// d_tag of the versions of the symbols.
    public static final long DT_VERSYM = 0x6fff_fff0L;
    /// d_tag of further flags.
    public static final long DT_FLAGS_1 = 0x6fff_fffbL;
    /// d_tag of the versions this file offers.
    public static final long DT_VERDEF = 0x6fff_fffcL;
    /// d_tag of the versions this file asks for.
    public static final long DT_VERNEED = 0x6fff_fffeL;
    /// On MIPS, how many entries of the global offset table hold no symbol's address.
    public static final long DT_MIPS_LOCAL_GOTNO = 0x7000_000aL;
    /// d_tag of the number of symbols, on MIPS.
    public static final long DT_MIPS_SYMTABNO = 0x7000_0011L;

    /// Flag of [#DT_FLAGS]: all symbols are bound at start.
    public static final long DF_BIND_NOW = 8;
    /// Flag of [#DT_FLAGS_1]: all symbols are bound at start.
    public static final long DF_1_NOW = 1;
    /// Flag of [#DT_FLAGS_1]: this is a position-independent program, no library.
    public static final long DF_1_PIE = 0x0800_0000L;
}
