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
import org.vitrine.structure.ElfSymbol;
import org.vitrine.structure.ElfSymbols;
import org.vitrine.structure.ProgramHeader;
import org.vitrine.structure.SectionHeader;

/// The runs of code of a file: its executable sections without those that linkers fill with jumps to
/// other files. Where sections were stripped, what lies between the first and the last address that
/// DT_INIT, DT_FINI, e_entry and dynamic symbols name. No byte is in two of them.
final class Spans {
    private static final long SHF_ALLOC = 2;
    private static final long SHF_EXECINSTR = 4;
    private static final long MOST = 1L << 28;
    /// Linkers make one executable segment, seldom a second.
    private static final int MOST_SEGMENTS = 8;

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
        List<Extent> extents = new ArrayList<>();
        int left = MOST_SEGMENTS;
        for (ProgramHeader program : elf.programHeaders()) {
            if (program.type() == ProgramHeader.PT_LOAD && program.isExecutable() && left-- > 0) {
                Range range = new Range(program);
                known(elf, range);
                if (range.low < range.high) {
                    long offset = program.offset() + (range.low - program.address());
                    extents.add(new Extent(-1, offset, range.low, range.high - range.low));
                }
            }
        }
        extents.sort(Comparator.comparingLong(Extent::offset));
        return extents;
    }

    /// The part of a segment in which code is known to be.
    private static final class Range {
        private final ProgramHeader program;
        private long low = Long.MAX_VALUE;
        private long high;

        Range(ProgramHeader program) {
            this.program = program;
        }

        void take(long start, long length) {
            long within = start - program.address();
            if (start > 0 && within >= 0 && length >= 0 && within < program.fileSize()) {
                low = Math.min(low, start);
                high = Math.max(high, start + Math.min(length, program.fileSize() - within));
            }
        }
    }

    private static void known(Elf elf, Range range) throws Unreadable {
        Optional<ElfDynamic> dynamic = elf.dynamic();
        if (dynamic.isPresent()) {
            range.take(dynamic.get().value(DynamicEntry.DT_INIT).orElse(0), 0);
            range.take(dynamic.get().value(DynamicEntry.DT_FINI).orElse(0), 0);
        }
        range.take(elf.header().entry(), 0);
        Optional<ElfSymbols> symbols = elf.dynamicSymbols();
        for (long i = 1; symbols.isPresent() && i < symbols.get().count(); i++) {
            ElfSymbol symbol = symbols.get().symbol(i);
            if (symbol.type() == ElfSymbol.STT_FUNC && !symbol.isUndefined()) {
                range.take(symbol.value(), symbol.size());
            }
        }
    }
}
