package org.vitrine.structure;

/// A symbol (System V gABI, "Symbol Table").
///
/// @param index its place in the table
/// @param nameOffset st_name, where its name starts in the table's strings; 0 for none
/// @param value st_value
/// @param size st_size in bytes
/// @param info st_info: binding and type
/// @param other st_other: visibility
/// @param section st_shndx, the section it is defined in; 0 when it is taken from elsewhere
public record ElfSymbol(long index, long nameOffset, long value, long size, int info, int other, int section) {
    /// Binding of a symbol that nobody outside sees.
    public static final int STB_LOCAL = 0;
    /// Binding of a symbol that everybody sees.
    public static final int STB_GLOBAL = 1;
    /// Binding of a symbol that may be missing.
    public static final int STB_WEAK = 2;
    /// Type of a symbol that is a function.
    public static final int STT_FUNC = 2;

    /// Its binding, as [#STB_LOCAL].
    public int binding() {
        return info >> 4;
    }

    /// Its type: 1 an object, 2 a function.
    public int type() {
        return info & 0xf;
    }

    /// Whether it is taken from elsewhere. The first entry of a table is none and is no symbol.
    public boolean isUndefined() {
        return section == 0 && index > 0;
    }
}
