package org.vitrine.structure.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.DynamicEntry;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfDynamic;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.ProgramHeader;
import org.vitrine.structure.SectionHeader;

/// The runs of code of a file: its executable sections without those that linkers fill with jumps to
/// other files
/// or, where sections were stripped, what lies from DT_INIT to DT_FINI. No byte is in two of them.
final class Spans {
    private static final long SHF_ALLOC = 2;
    private static final long SHF_EXECINSTR = 4;
    private static final long MOST = 1L << 28;

    private Spans() {}

    private record Extent(int section, long offset, long address, long length) {}

    /// The spans in the order of their offsets.
    ///
    /// @throws LimitReached when there is more than 256 MiB of code in one piece
    static List<Span> of(Elf elf) throws Unreadable {
        List<Extent> extents = elf.sections().isEmpty() ? bySegments(elf) : bySections(elf);
        List<Span> spans = new ArrayList<>();
        long end = 0;
        for (Extent extent : extents) {
            if (extent.offset() >= end && elf.content().holds(extent.offset(), extent.length())) {
                if (extent.length() > MOST) {
                    throw new LimitReached("bytes of code", MOST, extent.length());
                }
                end = extent.offset() + extent.length();
                byte[] code = elf.content().array(extent.offset(), extent.length(), "sh_offset");
                spans.add(new Span(extent.section(), extent.offset(), extent.address(), code));
            }
        }
        return spans;
    }

    private static List<Extent> bySections(Elf elf) throws Unreadable {
        boolean object = elf.header().type() == ElfHeader.ET_REL;
        List<Extent> extents = new ArrayList<>();
        for (SectionHeader section : elf.sections()) {
            boolean code = (section.flags() & SHF_ALLOC) != 0
                    && (section.flags() & SHF_EXECINSTR) != 0
                    && section.type() != SectionHeader.SHT_NOBITS
                    && section.size() > 0;
            if (code && !isLinkage(elf, section)) {
                long address = object ? 0 : section.address();
                extents.add(new Extent(section.index(), section.offset(), address, section.size()));
            }
        }
        extents.sort(Comparator.comparingLong(Extent::offset));
        return extents;
    }

    private static boolean isLinkage(Elf elf, SectionHeader section) {
        try {
            Name name = elf.name(section);
            byte[] bytes = name.bytes();
            boolean plt = bytes.length >= 4 && bytes[0] == '.' && bytes[1] == 'p' && bytes[2] == 'l' && bytes[3] == 't';
            return plt || name.is(".iplt") || name.is(".MIPS.stubs");
        } catch (Unreadable e) {
            return false;
        }
    }

    private static List<Extent> bySegments(Elf elf) throws Unreadable {
        Optional<ElfDynamic> dynamic = elf.dynamic();
        if (dynamic.isEmpty()) {
            return List.of();
        }
        long init = dynamic.get().value(DynamicEntry.DT_INIT).orElse(0);
        long fini = dynamic.get().value(DynamicEntry.DT_FINI).orElse(0);
        List<Extent> extents = new ArrayList<>();
        for (ProgramHeader program : elf.programHeaders()) {
            boolean code = program.type() == ProgramHeader.PT_LOAD
                    && program.isExecutable()
                    && Long.compareUnsigned(init - program.address(), program.fileSize()) < 0
                    && Long.compareUnsigned(fini - program.address(), program.fileSize()) < 0
                    && Long.compareUnsigned(init, fini) < 0;
            if (code) {
                extents.add(new Extent(-1, program.offset() + (init - program.address()), init, fini - init));
            }
        }
        extents.sort(Comparator.comparingLong(Extent::offset));
        return extents;
    }
}
