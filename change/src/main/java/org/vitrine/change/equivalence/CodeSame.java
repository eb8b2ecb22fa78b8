package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.SectionHeader;

/// Whether two ELF files run the same code on the same constants: every section that is loaded and not written to is
/// the same, at the same address, except for the build-id's note, which has to keep its size; so are the header, the
/// segments, and the places and sizes of what is written to. Objects have to be the same but for comments and debug
/// information, since their relocations and symbols say what calls what.
final class CodeSame {
    private static final long SHF_WRITE = 1;
    private static final long SHF_ALLOC = 2;
    private static final String BUILD_ID = ".note.gnu.build-id";
    /// As many names as fit a line.
    private static final int SHOWN = 8;

    private CodeSame() {}

    /// What differs where the code is the same, in words; empty where it is not, or the files are no such files.
    static Optional<String> parts(Bytes old, Bytes current) {
        if (!ElfHeader.startsWithMagic(old) || !ElfHeader.startsWithMagic(current)) {
            return Optional.empty();
        }
        try {
            Elf before = Elf.open(old);
            Elf after = Elf.open(current);
            return isSameHeader(before, after) ? sections(before, after) : Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static boolean isSameHeader(Elf before, Elf after) throws Unreadable {
        ElfHeader was = before.header();
        ElfHeader is = after.header();
        return was.bits() == is.bits()
                && was.order() == is.order()
                && was.osabi() == is.osabi()
                && was.type() == is.type()
                && was.machine() == is.machine()
                && was.version() == is.version()
                && was.entry() == is.entry()
                && was.flags() == is.flags()
                && before.programHeaders().equals(after.programHeaders());
    }

    private static Optional<String> sections(Elf before, Elf after) throws Unreadable {
        Map<Name, SectionHeader> old = byName(before);
        Map<Name, SectionHeader> current = byName(after);
        if (old.isEmpty() || !old.keySet().equals(current.keySet()) || !hasNothingBeside(before, after)) {
            return Optional.empty();
        }
        boolean isObject = before.header().type() == ElfHeader.ET_REL;
        Set<String> differing = new TreeSet<>();
        boolean code = false;
        for (Map.Entry<Name, SectionHeader> each : old.entrySet()) {
            SectionHeader was = each.getValue();
            SectionHeader is = current.getOrDefault(each.getKey(), was);
            String name = each.getKey().toString();
            if (was.type() != is.type() || was.flags() != is.flags() || was.address() != is.address()) {
                return Optional.empty();
            }
            boolean loaded = (was.flags() & SHF_ALLOC) != 0;
            if (loaded && (was.size() != is.size() || !isObject && was.offset() != is.offset())) {
                return Optional.empty();
            }
            if (was.type() == SectionHeader.SHT_NOBITS) {
                continue;
            }
            code |= loaded;
            if (Residual.of(bytes(before, was), bytes(after, is)) != 0) {
                if (!mayDiffer(name, loaded, (was.flags() & SHF_WRITE) != 0, isObject)) {
                    return Optional.empty();
                }
                differing.add(name);
            }
        }
        if (!code || differing.isEmpty()) {
            return Optional.empty();
        }
        List<String> shown = new ArrayList<>(differing);
        String more = shown.size() > SHOWN ? " and " + (shown.size() - SHOWN) + " more" : "";
        return Optional.of("code and constants are the same; other sections differ: "
                + String.join(", ", shown.subList(0, Math.min(SHOWN, shown.size()))) + more);
    }

    private static boolean mayDiffer(String name, boolean loaded, boolean written, boolean isObject) {
        if (name.equals(BUILD_ID)) {
            return true;
        }
        boolean debug = name.equals(".comment") || name.startsWith(".debug_");
        return isObject ? !loaded && debug : !loaded || written && isData(name);
    }

    /// What a program's own variables start with. What the dynamic linker writes to is no data.
    private static boolean isData(String name) {
        return name.equals(".data") || name.equals(".sdata") || name.equals(".tdata");
    }

    private static Map<Name, SectionHeader> byName(Elf elf) throws Unreadable {
        Map<Name, SectionHeader> sections = new LinkedHashMap<>();
        for (SectionHeader section : elf.sections()) {
            if (sections.put(elf.name(section), section) != null) {
                // Two sections of one name can't be told apart.
                return Map.of();
            }
        }
        return sections;
    }

    private static Bytes bytes(Elf elf, SectionHeader section) throws Unreadable {
        return elf.content().slice(section.offset(), section.size(), "sh_offset");
    }

    /// Whether all bytes that belong to no section and no table of headers are zero, in both.
    private static boolean hasNothingBeside(Elf before, Elf after) throws Unreadable {
        return isZeroBeside(before) && isZeroBeside(after);
    }

    private static boolean isZeroBeside(Elf elf) throws Unreadable {
        ElfHeader header = elf.header();
        Spans used = new Spans();
        used.add(0, header.ehsize());
        used.add(header.phoff(), (long) header.phnum() * header.phentsize());
        used.add(header.shoff(), (long) elf.sections().size() * header.shentsize());
        for (SectionHeader section : new LinkedHashSet<>(elf.sections())) {
            if (section.type() != SectionHeader.SHT_NOBITS) {
                used.add(section.offset(), section.size());
            }
        }
        for (Spans.Span gap : used.gaps(elf.content().size())) {
            Bytes bytes = elf.content().slice(gap.from(), gap.size(), "gap");
            if (Residual.of(bytes, Hole.of(gap.size())) != 0) {
                return false;
            }
        }
        return true;
    }
}
