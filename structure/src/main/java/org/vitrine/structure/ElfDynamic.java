package org.vitrine.structure;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// The dynamic section, as a dynamic linker reads it (System V gABI, "Dynamic Section"): tables are found by their
/// addresses, without section headers. One thread may use it at a time.
public final class ElfDynamic {
    /// Far more than the libraries and tables of any program.
    private static final int MOST = 1 << 16;

    /// What lies in a file beside its symbols, so ends them at the latest.
    private static final long[] TABLES = {
        DynamicEntry.DT_STRTAB,
        DynamicEntry.DT_HASH,
        DynamicEntry.DT_GNU_HASH,
        DynamicEntry.DT_VERSYM,
        DynamicEntry.DT_VERNEED,
        DynamicEntry.DT_VERDEF,
        DynamicEntry.DT_REL,
        DynamicEntry.DT_RELA,
        DynamicEntry.DT_JMPREL
    };

    private final Elf elf;
    private final List<DynamicEntry> entries;
    private @Nullable StringTable strings;

    private ElfDynamic(Elf elf, List<DynamicEntry> entries) {
        this.elf = elf;
        this.entries = List.copyOf(entries);
    }

    /// The section of `size` bytes at `start`; it ends earlier at its DT_NULL.
    static ElfDynamic read(Elf elf, long start, long size) throws Unreadable {
        Bytes content = elf.content();
        ByteOrder order = elf.header().order();
        boolean wide = elf.header().isWide();
        int step = wide ? 16 : 8;
        List<DynamicEntry> entries = new ArrayList<>();
        for (long at = 0; at <= size - step; at += step) {
            long tag = wide ? content.i64(start + at, order, "d_tag") : content.u32(start + at, order, "d_tag");
            if (tag == 0) {
                break;
            }
            if (entries.size() == MOST) {
                throw new LimitReached("dynamic entries", MOST, MOST + 1L);
            }
            long value =
                    wide ? content.i64(start + at + 8, order, "d_val") : content.u32(start + at + 4, order, "d_val");
            entries.add(new DynamicEntry(tag, value));
        }
        return new ElfDynamic(elf, entries);
    }

    /// All entries in their order, without the DT_NULL at the end.
    public List<DynamicEntry> entries() {
        return entries;
    }

    /// The entries with this tag, in their order.
    public List<DynamicEntry> entries(long tag) {
        return entries.stream().filter(entry -> entry.tag() == tag).toList();
    }

    /// The value of a tag. Where it stands more than once, the last one counts, as it does for dynamic linkers.
    public OptionalLong value(long tag) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).tag() == tag) {
                return OptionalLong.of(entries.get(i).value());
            }
        }
        return OptionalLong.empty();
    }

    /// Whether some flags of a tag such as [DynamicEntry#DT_FLAGS] are set.
    public boolean hasFlag(long tag, long flags) {
        return (value(tag).orElse(0) & flags) != 0;
    }

    /// Whether all symbols are bound at start: DT_BIND_NOW, DF_BIND_NOW or DF_1_NOW.
    public boolean bindsNow() {
        return value(DynamicEntry.DT_BIND_NOW).isPresent()
                || hasFlag(DynamicEntry.DT_FLAGS, DynamicEntry.DF_BIND_NOW)
                || hasFlag(DynamicEntry.DT_FLAGS_1, DynamicEntry.DF_1_NOW);
    }

    /// The string that the value of an entry points to.
    ///
    /// @throws Unreadable when there is none
    public Name string(DynamicEntry entry) throws Unreadable {
        return strings().name(entry.value(), "d_val");
    }

    /// The string that the value of a tag points to; empty when there is no such tag.
    ///
    /// @throws Unreadable when there is no such string
    public Optional<Name> string(long tag) throws Unreadable {
        OptionalLong value = value(tag);
        return value.isPresent() ? Optional.of(strings().name(value.getAsLong(), "d_val")) : Optional.empty();
    }

    private StringTable strings() throws Unreadable {
        if (strings == null) {
            // Dynamic linkers don't look at the size, so a wrong or missing one hides nothing.
            long size = value(DynamicEntry.DT_STRSZ).orElse(-1);
            strings = StringTable.of(elf.content(), offset(DynamicEntry.DT_STRTAB, "DT_STRTAB"), size, "DT_STRTAB");
        }
        return strings;
    }

    /// The dynamic symbols; empty when there is no DT_SYMTAB.
    ///
    /// @throws Unreadable when they or their strings lie nowhere in the file
    public Optional<ElfSymbols> symbols() throws Unreadable {
        if (value(DynamicEntry.DT_SYMTAB).isEmpty()) {
            return Optional.empty();
        }
        long start = offset(DynamicEntry.DT_SYMTAB, "DT_SYMTAB");
        return Optional.of(new ElfSymbols(elf.content(), start, count(start), elf.header(), strings()));
    }

    /// The versions that dynamic symbols are asked for in; empty when in none.
    ///
    /// @throws Unreadable when they contradict the specification
    public Optional<ElfVersions> versions() throws Unreadable {
        if (value(DynamicEntry.DT_VERSYM).isEmpty()
                || value(DynamicEntry.DT_VERNEED).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ElfVersions.read(
                elf.content(),
                elf.header().order(),
                offset(DynamicEntry.DT_VERSYM, "DT_VERSYM"),
                offset(DynamicEntry.DT_VERNEED, "DT_VERNEED"),
                strings()));
    }

    private long offset(long tag, String field) throws Unreadable {
        OptionalLong address = value(tag);
        if (address.isEmpty()) {
            throw new Malformed(-1, field, "is missing");
        }
        return elf.offsetOf(address.getAsLong(), field);
    }

    private OptionalLong offsetIfMapped(long tag) {
        try {
            return value(tag).isEmpty() ? OptionalLong.empty() : OptionalLong.of(offset(tag, "d_ptr"));
        } catch (Unreadable e) {
            return OptionalLong.empty();
        }
    }

    /// How many symbols there are is written down nowhere in particular; the first place that tells is taken.
    private long count(long start) {
        long room = room(start);
        OptionalLong count = countByHash();
        if (count.isEmpty()) {
            count = countByMips(room);
        }
        if (count.isEmpty()) {
            count = countByGnuHash();
        }
        if (count.isEmpty()) {
            count = countBySection(start);
        }
        return count.orElse(room);
    }

    private OptionalLong countByHash() {
        OptionalLong hash = offsetIfMapped(DynamicEntry.DT_HASH);
        if (hash.isEmpty()) {
            return OptionalLong.empty();
        }
        // The supplements for Alpha and for 64-bit S/390 have words of 64 bits here, all others of 32.
        int machine = elf.header().machine();
        boolean wide = elf.header().isWide() && (machine == ElfMachine.S390 || machine == ElfMachine.ALPHA);
        ByteOrder order = elf.header().order();
        Bytes content = elf.content();
        try {
            long at = hash.getAsLong();
            long buckets = wide ? content.u63(at, order, "nbucket") : content.u32(at, order, "nbucket");
            long chains = wide ? content.u63(at + 8, order, "nchain") : content.u32(at + 4, order, "nchain");
            long words = (content.size() - at) / (wide ? 8 : 4) - 2;
            return buckets <= words && chains <= words - buckets ? OptionalLong.of(chains) : OptionalLong.empty();
        } catch (Malformed e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong countByMips(long room) {
        OptionalLong count = value(DynamicEntry.DT_MIPS_SYMTABNO);
        boolean mips = elf.header().machine() == ElfMachine.MIPS || elf.header().machine() == ElfMachine.MIPS_RS3_LE;
        return mips && count.isPresent() && count.getAsLong() >= 0 && count.getAsLong() <= room
                ? count
                : OptionalLong.empty();
    }

    /// The last symbol of the last chain. Where no symbol is hashed, the table doesn't tell how many there are.
    private OptionalLong countByGnuHash() {
        OptionalLong hash = offsetIfMapped(DynamicEntry.DT_GNU_HASH);
        if (hash.isEmpty()) {
            return OptionalLong.empty();
        }
        Bytes content = elf.content();
        ByteOrder order = elf.header().order();
        try {
            long at = hash.getAsLong();
            long buckets = content.u32(at, order, "nbuckets");
            long first = content.u32(at + 4, order, "symoffset");
            long bloom = content.u32(at + 8, order, "bloom_size") * elf.header().word();
            content.require(at + 16 + bloom, buckets * 4, "buckets");
            long last = 0;
            for (long i = 0; i < buckets; i++) {
                last = Math.max(last, content.u32(at + 16 + bloom + 4 * i, order, "buckets"));
            }
            if (last < first || last == 0) {
                return OptionalLong.empty();
            }
            long chain = at + 16 + bloom + 4 * buckets - 4 * first;
            while ((content.u32(chain + 4 * last, order, "chain") & 1) == 0) {
                last++;
            }
            return OptionalLong.of(last + 1);
        } catch (Malformed e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong countBySection(long start) {
        try {
            for (SectionHeader section : elf.sections()) {
                if (section.type() == SectionHeader.SHT_DYNSYM && section.offset() == start && section.size() >= 0) {
                    return OptionalLong.of(section.size() / ElfSymbols.size(elf.header()));
                }
            }
        } catch (Unreadable e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /// How many symbols there can be before the next table, or before the end of the file.
    private long room(long start) {
        long end = elf.content().size();
        for (long tag : TABLES) {
            long table = offsetIfMapped(tag).orElse(-1);
            if (table > start) {
                end = Math.min(end, table);
            }
        }
        return (end - start) / ElfSymbols.size(elf.header());
    }
}
