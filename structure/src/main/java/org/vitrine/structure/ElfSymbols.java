package org.vitrine.structure;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// A symbol table and the names of its symbols (System V gABI, "Symbol Table"). Symbols are read in blocks when
/// they are asked for; one thread may use it at a time.
public final class ElfSymbols {
    private static final int BLOCK = 1024;

    private final Bytes content;
    private final long start;
    private final long count;
    private final ElfHeader header;
    private final StringTable names;
    private ElfTable block;
    private long blockFirst;

    ElfSymbols(Bytes content, long start, long count, ElfHeader header, StringTable names) {
        this.content = content;
        this.start = start;
        this.count = count;
        this.header = header;
        this.names = names;
        this.block = new ElfTable(new byte[0], header);
    }

    /// Bytes of a symbol in files of this class.
    static int size(ElfHeader header) {
        return header.isWide() ? 24 : 16;
    }

    /// How many symbols the file says there are, with the first, which is none. The file may hold fewer.
    public long count() {
        return count;
    }

    /// The symbol at this place.
    ///
    /// @param index from 0, below [#count]
    /// @throws Malformed when the file ends before it
    public ElfSymbol symbol(long index) throws Malformed {
        int size = size(header);
        if (index < blockFirst || index - blockFirst >= block.size() / size) {
            load(index, size);
        }
        int at = (int) (index - blockFirst) * size;
        int word = header.word();
        // What is shorter than a word stands before the words in files of the wide class, behind them in others.
        int rest = at + (header.isWide() ? 4 : 12);
        return new ElfSymbol(
                index,
                block.u32(at),
                block.word(at + word),
                block.word(at + 2 * word),
                block.u8(rest),
                block.u8(rest + 1),
                block.u16(rest + 2));
    }

    private void load(long index, int size) throws Malformed {
        if (index < 0 || index >= count) {
            throw new Malformed(start, "st_name", "symbol " + index + " asked of " + count);
        }
        content.require(start + index * size, size, "st_name");
        long held = (content.size() - start) / size - index;
        long wanted = Math.min(BLOCK, Math.min(count - index, held));
        block = new ElfTable(content.array(start + index * size, wanted * size, "st_name"), header);
        blockFirst = index;
    }

    /// The name of a symbol of this table; empty for one without.
    ///
    /// @throws Unreadable when st_name points to no name
    public Name name(ElfSymbol symbol) throws Unreadable {
        return symbol.nameOffset() == 0 ? Name.EMPTY : names.name(symbol.nameOffset(), "st_name");
    }

    /// Whether a symbol of this table has exactly this name; false where its name can't be read.
    public boolean isNamed(ElfSymbol symbol, byte[] name) {
        return symbol.nameOffset() != 0 && names.stands(symbol.nameOffset(), name);
    }
}
