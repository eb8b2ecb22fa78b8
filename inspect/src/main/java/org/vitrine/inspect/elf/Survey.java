package org.vitrine.inspect.elf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.elf.ElfFact.Relro;
import org.vitrine.inspect.elf.ElfFact.Role;
import org.vitrine.inspect.elf.ElfFact.YesNo;
import org.vitrine.structure.DynamicEntry;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfDynamic;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.ElfMachine;
import org.vitrine.structure.ProgramHeader;
import org.vitrine.structure.SectionHeader;

/// One ELF content, asked part by part. A part that can't be read leaves its own answers open; the first such
/// problem is kept.
final class Survey {
    private static final byte[] MODULE_INFO = ".modinfo".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] THIS_MODULE = ".gnu.linkonce.this_module".getBytes(StandardCharsets.US_ASCII);

    private final Digest content;
    private final Elf elf;
    private final ElfFact.Type type;
    private @Nullable Unreadable problem;
    private final Optional<List<ProgramHeader>> programs;
    private final Optional<List<SectionHeader>> sections;
    /// Empty where there is none or it can't be read; `linking` tells which.
    private final Optional<ElfDynamic> dynamic;

    private final YesNo linking;
    private final Optional<Name> interpreter;
    private final Optional<Name> soname;
    private final Symbols symbols;

    Survey(Digest content, Elf elf) {
        this.content = content;
        this.elf = elf;
        this.type = type(elf.header().type());
        this.programs = attempt(elf::programHeaders);
        this.sections = attempt(elf::sections);
        Optional<Optional<ElfDynamic>> section = attempt(elf::dynamic);
        this.dynamic = section.flatMap(found -> found);
        this.linking = section.map(found -> yes(found.isPresent())).orElseGet(this::linkingByHeaders);
        this.interpreter = programs.isEmpty() ? Optional.empty() : text(elf::interpreter);
        this.soname = string(DynamicEntry.DT_SONAME);
        this.symbols = new Symbols(content, elf, type == ElfFact.Type.REL, dynamic, this::keep);
    }

    /// A part that may refuse.
    @FunctionalInterface
    private interface Part<T> {
        T read() throws Unreadable;
    }

    private <T> Optional<T> attempt(Part<T> part) {
        try {
            return Optional.of(part.read());
        } catch (Unreadable e) {
            keep(e);
            return Optional.empty();
        }
    }

    private Optional<Name> text(Part<Optional<Name>> part) {
        return attempt(part).flatMap(found -> found);
    }

    private void keep(Unreadable e) {
        if (problem == null) {
            problem = e;
        }
    }

    /// Ends with the first problem, if there was one.
    void rethrow() throws Unreadable {
        if (problem != null) {
            throw problem;
        }
    }

    private static YesNo yes(boolean yes) {
        return yes ? YesNo.YES : YesNo.NO;
    }

    private boolean hasProgram(long wanted) {
        return programs.stream().flatMap(List::stream).anyMatch(program -> program.type() == wanted);
    }

    private boolean hasSection(long wanted) {
        return sections.stream().flatMap(List::stream).anyMatch(section -> section.type() == wanted);
    }

    /// The headers still say that there is a dynamic section when the section itself is gone.
    private YesNo linkingByHeaders() {
        boolean present = hasProgram(ProgramHeader.PT_DYNAMIC) || hasSection(SectionHeader.SHT_DYNAMIC);
        return present ? YesNo.YES : YesNo.UNKNOWN;
    }

    private Optional<Name> string(long tag) {
        return dynamic.isEmpty() ? Optional.empty() : text(() -> dynamic.get().string(tag));
    }

    private static String shown(Optional<Name> name) {
        return name.map(found -> Display.text(found.bytes())).orElse("");
    }

    ElfFact fact() {
        ElfHeader header = elf.header();
        Role role = role();
        return new ElfFact(
                content,
                header.bits(),
                header.isLittle() ? "little" : "big",
                ElfMachine.name(header.machine()),
                type,
                role,
                linking,
                nx(),
                pie(role),
                relro(),
                bindNow(),
                symbols.canary(linking, type),
                symbols.fortified(linking, type),
                shown(string(DynamicEntry.DT_RPATH)),
                shown(string(DynamicEntry.DT_RUNPATH)),
                sections.isEmpty() ? YesNo.UNKNOWN : yes(!hasSection(SectionHeader.SHT_SYMTAB)),
                buildId(),
                shown(interpreter),
                shown(soname),
                symbols.importCount());
    }

    private static ElfFact.Type type(int type) {
        return switch (type) {
            case ElfHeader.ET_NONE -> ElfFact.Type.NONE;
            case ElfHeader.ET_REL -> ElfFact.Type.REL;
            case ElfHeader.ET_EXEC -> ElfFact.Type.EXEC;
            case ElfHeader.ET_DYN -> ElfFact.Type.DYN;
            case ElfHeader.ET_CORE -> ElfFact.Type.CORE;
            default -> ElfFact.Type.OTHER;
        };
    }

    private Role role() {
        return switch (type) {
            case REL ->
                attempt(() -> elf.hasSection(MODULE_INFO) || elf.hasSection(THIS_MODULE))
                                .orElse(false)
                        ? Role.MODULE
                        : Role.OBJECT;
            case EXEC -> Role.EXECUTABLE;
            case DYN -> shared();
            case CORE -> Role.CORE;
            case NONE, OTHER -> Role.OTHER;
        };
    }

    /// Programs and libraries share a type. glibc's libc.so.6 can be run, so it has an interpreter, but also a
    /// name that programs ask for it by.
    private Role shared() {
        if (linking != YesNo.YES || dynamic.isEmpty()) {
            return interpreter.isPresent() ? Role.EXECUTABLE : Role.OTHER;
        }
        ElfDynamic section = dynamic.get();
        boolean program = section.hasFlag(DynamicEntry.DT_FLAGS_1, DynamicEntry.DF_1_PIE)
                || soname.isEmpty()
                        && (interpreter.isPresent()
                                || section.value(DynamicEntry.DT_DEBUG).isPresent());
        return program ? Role.EXECUTABLE : Role.LIBRARY;
    }

    private YesNo nx() {
        if (type == ElfFact.Type.REL || type == ElfFact.Type.CORE) {
            return YesNo.NOT_APPLICABLE;
        }
        if (programs.isEmpty()) {
            return YesNo.UNKNOWN;
        }
        return programs.get().stream()
                .filter(program -> program.type() == ProgramHeader.PT_GNU_STACK)
                .reduce((_, later) -> later)
                .map(program -> yes(!program.isExecutable()))
                .orElseGet(() -> yes(isStackPlainByDefault()));
    }

    private boolean isStackPlainByDefault() {
        int machine = elf.header().machine();
        return machine == ElfMachine.PPC64 || machine == ElfMachine.IA_64 || machine == ElfMachine.LOONGARCH;
    }

    private YesNo pie(Role role) {
        return role == Role.EXECUTABLE ? yes(type == ElfFact.Type.DYN) : YesNo.NOT_APPLICABLE;
    }

    private Relro relro() {
        if (linking == YesNo.NO) {
            return Relro.NOT_APPLICABLE;
        }
        if (programs.isEmpty()) {
            return Relro.UNKNOWN;
        }
        if (!hasProgram(ProgramHeader.PT_GNU_RELRO)) {
            return Relro.NONE;
        }
        return dynamic.map(section -> section.bindsNow() ? Relro.FULL : Relro.PARTIAL)
                .orElse(Relro.UNKNOWN);
    }

    private YesNo bindNow() {
        if (linking == YesNo.NO) {
            return YesNo.NOT_APPLICABLE;
        }
        return dynamic.map(section -> yes(section.bindsNow())).orElse(YesNo.UNKNOWN);
    }

    private String buildId() {
        Optional<Bytes> id = attempt(elf::buildId).flatMap(found -> found);
        return id.flatMap(found -> attempt(() -> found.array(0, found.size(), "build-id")))
                .map(HexFormat.of()::formatHex)
                .orElse("");
    }

    List<Needed> needed() {
        List<Needed> needed = new ArrayList<>();
        List<DynamicEntry> entries =
                dynamic.map(section -> section.entries(DynamicEntry.DT_NEEDED)).orElse(List.of());
        for (int i = 0; i < entries.size(); i++) {
            DynamicEntry entry = entries.get(i);
            Optional<Name> name = attempt(() -> dynamic.orElseThrow().string(entry));
            if (name.isPresent()) {
                needed.add(new Needed(content, i, shown(name)));
            }
        }
        return needed;
    }

    List<Import> imports() {
        return symbols.imports();
    }
}
