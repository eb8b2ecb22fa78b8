package org.vitrine.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// An ELF file of any machine, class and byte order (System V gABI). Only the header is read when it is
/// opened;
/// each other part is read when it is asked for, from the program headers as a loader would where it can,
/// and
/// refuses for itself alone: a file whose sections are gone still tells its segments. One thread may use
/// it at a
/// time.
///
/// ```java
/// Elf elf = Elf.open(content);
/// boolean relro = elf.programHeader(ProgramHeader.PT_GNU_RELRO).isPresent();
/// ```
public final class Elf {
    /// More headers of one kind than any file has that a device runs.
    private static final int MOST_HEADERS = 1 << 18;
    /// As many bytes as Linux takes for an interpreter's path.
    private static final int LONGEST_PATH = 4096;

    private final Bytes content;
    private final ElfHeader header;
    private @Nullable List<ProgramHeader> programHeaders;
    private @Nullable List<SectionHeader> sections;
    private @Nullable StringTable sectionNames;

    private Elf(Bytes content, ElfHeader header) {
        this.content = content;
        this.header = header;
    }

    /// The ELF file that a content is.
    ///
    /// @throws Malformed when it has no ELF header
    public static Elf open(Bytes content) throws Malformed {
        return new Elf(content, ElfHeader.read(content));
    }

    /// The bytes of the whole file.
    public Bytes content() {
        return content;
    }

    /// Its header.
    public ElfHeader header() {
        return header;
    }

    /// The program headers in their order; none for an object.
    ///
    /// @throws Malformed when the table isn't inside the file, or its entries are too small
    /// @throws LimitReached when there are more than 262,144
    public List<ProgramHeader> programHeaders() throws Unreadable {
        if (programHeaders == null) {
            long count = header.phnum() == ElfHeader.PN_XNUM ? firstSection().info() : header.phnum();
            int size = ProgramHeader.size(header);
            ElfTable table = table(header.phoff(), count, header.phentsize(), size, "e_phoff", "e_phentsize");
            List<ProgramHeader> read = new ArrayList<>((int) count);
            for (int i = 0; i < count; i++) {
                read.add(ProgramHeader.read(table, i * header.phentsize(), header, header.phoff()));
            }
            programHeaders = List.copyOf(read);
        }
        return programHeaders;
    }

    /// The last program header of this type, which is the one loaders go by.
    public Optional<ProgramHeader> programHeader(long type) throws Unreadable {
        return programHeaders().stream()
                .filter(program -> program.type() == type)
                .reduce((_, later) -> later);
    }

    /// The section headers in their order; none where they were stripped.
    ///
    /// @throws Malformed when the table isn't inside the file, or its entries are too small
    /// @throws LimitReached when there are more than 262,144
    public List<SectionHeader> sections() throws Unreadable {
        if (sections == null) {
            sections = List.copyOf(readSections());
        }
        return sections;
    }

    private List<SectionHeader> readSections() throws Unreadable {
        if (header.shoff() == 0) {
            return List.of();
        }
        long count = header.shnum() == 0 ? firstSection().size() : header.shnum();
        int size = SectionHeader.size(header);
        ElfTable table = table(header.shoff(), count, header.shentsize(), size, "e_shoff", "e_shentsize");
        List<SectionHeader> read = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            read.add(SectionHeader.read(table, i * header.shentsize(), i, header, header.shoff()));
        }
        return read;
    }

    /// Where a table has more entries than 16 bits can count, section header 0 counts them.
    private SectionHeader firstSection() throws Malformed {
        if (header.shoff() == 0) {
            throw new Malformed(0, "e_shoff", "no section header 0, which should hold a count");
        }
        byte[] first = content.array(header.shoff(), SectionHeader.size(header), "e_shoff");
        return SectionHeader.read(new ElfTable(first, header), 0, 0, header, header.shoff());
    }

    private ElfTable table(long at, long count, int stride, int least, String offsetField, String sizeField)
            throws Unreadable {
        if (count == 0) {
            return new ElfTable(new byte[0], header);
        }
        // Loaders take the exact size only; a little more is allowed for what a later version might add.
        if (stride < least || stride > 2 * least) {
            throw new Malformed(0, sizeField, "must be " + least + " but was " + stride);
        }
        if (count < 0 || count > MOST_HEADERS) {
            throw new LimitReached("ELF headers", MOST_HEADERS, count);
        }
        return new ElfTable(content.array(at, (count - 1) * stride + least, offsetField), header);
    }

    /// The name of a section, such as `.text`.
    ///
    /// @throws Unreadable when e_shstrndx names no section or sh_name points outside it
    public Name name(SectionHeader section) throws Unreadable {
        return sectionNames().name(section.nameOffset(), "sh_name");
    }

    private StringTable sectionNames() throws Unreadable {
        if (sectionNames == null) {
            long index =
                    header.shstrndx() == ElfHeader.SHN_XINDEX ? firstSection().link() : header.shstrndx();
            sectionNames = strings(index, "e_shstrndx");
        }
        return sectionNames;
    }

    private StringTable strings(long index, String field) throws Unreadable {
        List<SectionHeader> all = sections();
        if (index <= 0 || index >= all.size()) {
            throw new Malformed(header.shoff(), field, "names section " + index + " of " + all.size());
        }
        SectionHeader section = all.get((int) index);
        if (section.type() != SectionHeader.SHT_STRTAB) {
            throw new Malformed(section.at(), field, "names section " + index + ", which is no string table");
        }
        return StringTable.of(content, section.offset(), section.size(), field);
    }

    /// Whether there is a section of exactly this name. A single damaged name hides only its own section.
    ///
    /// @throws Unreadable when the sections or the table of their names can't be read
    public boolean hasSection(byte[] name) throws Unreadable {
        if (sections().isEmpty()) {
            return false;
        }
        StringTable names = sectionNames();
        return sections().stream().anyMatch(section -> names.stands(section.nameOffset(), name));
    }

    /// Whether a section has exactly this name; false where its name can't be read.
    public boolean isNamed(SectionHeader section, byte[] name) {
        try {
            return sectionNames().stands(section.nameOffset(), name);
        } catch (Unreadable e) {
            return false;
        }
    }

    /// The first section of this type.
    public Optional<SectionHeader> section(long type) throws Unreadable {
        return sections().stream().filter(section -> section.type() == type).findFirst();
    }

    /// Where in the file an address lies, and how many bytes of the file follow in the same segment.
    private record Place(long offset, long left) {}

    /// Where in the file the byte at an address lies: by the mapped segments or, where there are none, by
    /// the
    /// sections.
    ///
    /// @param field the field that holds the address
    /// @throws Unreadable when it lies nowhere in the file
    public long offsetOf(long address, String field) throws Unreadable {
        return place(address, field).offset();
    }

    private Place place(long address, String field) throws Unreadable {
        boolean mapped = false;
        for (ProgramHeader program : programHeaders()) {
            if (program.type() == ProgramHeader.PT_LOAD) {
                mapped = true;
                if (isWithin(address, program.address(), program.fileSize())) {
                    long within = address - program.address();
                    return inside(program.offset() + within, program.fileSize() - within, field);
                }
            }
        }
        if (!mapped) {
            for (SectionHeader section : sections()) {
                if (section.isMapped() && isWithin(address, section.address(), section.size())) {
                    long within = address - section.address();
                    return inside(section.offset() + within, section.size() - within, field);
                }
            }
        }
        throw new Malformed(-1, field, "address 0x" + Long.toHexString(address) + " lies nowhere in the file");
    }

    private static boolean isWithin(long address, long start, long size) {
        return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address - start, size) < 0;
    }

    private Place inside(long offset, long left, String field) throws Malformed {
        content.require(offset, 1, field);
        return new Place(offset, left < 0 ? content.size() - offset : left);
    }

    /// The path of the program interpreter; empty when it asks for none.
    ///
    /// @throws Unreadable when it isn't inside the file, or is longer than a path can be
    public Optional<Name> interpreter() throws Unreadable {
        Optional<ProgramHeader> program = programHeader(ProgramHeader.PT_INTERP);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        long size = program.get().fileSize();
        if (size < 0 || size > LONGEST_PATH) {
            throw new Malformed(program.get().at(), "p_filesz", "an interpreter's path of " + size + " bytes");
        }
        byte[] path = content.array(program.get().offset(), size, "PT_INTERP");
        int length = 0;
        while (length < path.length && path[length] != 0) {
            length++;
        }
        return Optional.of(Name.of(Arrays.copyOf(path, length)));
    }

    /// The dynamic section, by PT_DYNAMIC or, where there are no program headers to read, by its section;
    /// empty
    /// for what is linked statically and for objects.
    ///
    /// @throws Unreadable when it isn't inside the file
    public Optional<ElfDynamic> dynamic() throws Unreadable {
        List<ProgramHeader> programs;
        try {
            programs = programHeaders();
        } catch (Unreadable e) {
            Optional<ElfDynamic> bySection = dynamicBySection();
            if (bySection.isEmpty()) {
                throw e;
            }
            return bySection;
        }
        if (programs.isEmpty()) {
            return dynamicBySection();
        }
        Optional<ProgramHeader> program = programHeader(ProgramHeader.PT_DYNAMIC);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Place place = dynamicPlace(program.get());
        return Optional.of(ElfDynamic.read(this, place.offset(), place.left()));
    }

    /// Dynamic linkers go by the address and read on to DT_NULL: in the field, tools that strip sections
    /// have left
    /// behind a wrong offset and too small a size. Where the address leads nowhere, offset and size have
    /// to do.
    private Place dynamicPlace(ProgramHeader program) throws Malformed {
        try {
            return place(program.address(), "PT_DYNAMIC");
        } catch (Unreadable e) {
            if (program.fileSize() == 0) {
                throw new Malformed(program.at(), "p_filesz", "a dynamic section without bytes in the file");
            }
            return inside(program.offset(), program.fileSize(), "PT_DYNAMIC");
        }
    }

    private Optional<ElfDynamic> dynamicBySection() throws Unreadable {
        Optional<SectionHeader> section = section(SectionHeader.SHT_DYNAMIC);
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Place place = inside(section.get().offset(), section.get().size(), "sh_offset");
        return Optional.of(ElfDynamic.read(this, place.offset(), place.left()));
    }

    /// The dynamic symbols, by the dynamic section or, where that can't be read, by their own section;
    /// empty for
    /// what has none.
    ///
    /// @throws Unreadable when they lie nowhere in the file
    public Optional<ElfSymbols> dynamicSymbols() throws Unreadable {
        try {
            Optional<ElfDynamic> dynamic = dynamic();
            return dynamic.isEmpty() ? Optional.empty() : dynamic.get().symbols();
        } catch (Unreadable e) {
            Optional<ElfSymbols> bySection = symbols(SectionHeader.SHT_DYNSYM);
            if (bySection.isEmpty()) {
                throw e;
            }
            return bySection;
        }
    }

    /// The full symbol table; empty where it was stripped.
    ///
    /// @throws Unreadable when it or its strings aren't inside the file
    public Optional<ElfSymbols> symbols() throws Unreadable {
        return symbols(SectionHeader.SHT_SYMTAB);
    }

    private Optional<ElfSymbols> symbols(long type) throws Unreadable {
        Optional<SectionHeader> found = section(type);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        SectionHeader section = found.get();
        content.require(section.offset(), 0, "sh_offset");
        if (section.size() < 0) {
            throw new Malformed(section.at(), "sh_size", "a symbol table of 2^63 bytes or more");
        }
        long count = section.size() / ElfSymbols.size(header);
        return Optional.of(
                new ElfSymbols(content, section.offset(), count, header, strings(section.link(), "sh_link")));
    }

    /// The build-id that the GNU linker gave the file; empty when it gave none.
    ///
    /// @throws Unreadable when there is none in the notes that can be read, and some can't
    public Optional<Bytes> buildId() throws Unreadable {
        return ElfNotes.buildId(this);
    }
}
