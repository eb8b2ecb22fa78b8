package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.SectionHeader;

/// A section that stands exactly once in each of two ELF files, with the same type, flags, address and size, holds no
/// code, and shares no byte with another section or with the headers.
///
/// @param old the older file
/// @param before the section there
/// @param current the newer file
/// @param after the section there
record SectionPair(Elf old, SectionHeader before, Elf current, SectionHeader after) {
    private static final long SHF_WRITE = 1;
    private static final long SHF_EXECINSTR = 4;

    /// The section of this name; empty where it is missing, ambiguous, or not as it has to be.
    static Optional<SectionPair> of(Bytes old, Bytes current, String name) throws Unreadable {
        if (!ElfHeader.startsWithMagic(old) || !ElfHeader.startsWithMagic(current)) {
            return Optional.empty();
        }
        Elf left = Elf.open(old);
        Elf right = Elf.open(current);
        List<SectionHeader> before = named(left, name);
        List<SectionHeader> after = named(right, name);
        if (before.size() != 1 || after.size() != 1) {
            return Optional.empty();
        }
        SectionPair pair = new SectionPair(left, before.getFirst(), right, after.getFirst());
        return pair.isAlike() && standsAlone(left, pair.before) && standsAlone(right, pair.after)
                ? Optional.of(pair)
                : Optional.empty();
    }

    /// Its bytes, the same on both sides.
    long size() {
        return before.size();
    }

    private boolean isAlike() {
        return before.type() == after.type()
                && before.type() != SectionHeader.SHT_NOBITS
                && before.flags() == after.flags()
                && (before.flags() & (SHF_WRITE | SHF_EXECINSTR)) == 0
                && before.address() == after.address()
                && before.size() == after.size()
                && before.size() > 0
                && old.content().holds(before.offset(), before.size())
                && current.content().holds(after.offset(), after.size());
    }

    private static List<SectionHeader> named(Elf elf, String name) throws Unreadable {
        List<SectionHeader> found = new ArrayList<>();
        for (SectionHeader section : elf.sections()) {
            if (elf.name(section).is(name)) {
                found.add(section);
            }
        }
        return found;
    }

    private static boolean standsAlone(Elf elf, SectionHeader section) throws Unreadable {
        ElfHeader header = elf.header();
        long end = section.offset() + section.size();
        boolean clear = section.offset() >= header.ehsize()
                && isApart(section, end, header.phoff(), (long) header.phnum() * header.phentsize())
                && isApart(section, end, header.shoff(), (long) elf.sections().size() * header.shentsize());
        for (SectionHeader other : elf.sections()) {
            boolean counts = other.index() != section.index() && other.type() != SectionHeader.SHT_NOBITS;
            clear &= !counts || isApart(section, end, other.offset(), other.size());
        }
        return clear;
    }

    private static boolean isApart(SectionHeader section, long end, long from, long size) {
        return size <= 0 || end <= from || from + size <= section.offset();
    }
}
