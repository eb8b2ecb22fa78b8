package org.vitrine.structure.code;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.DynamicEntry;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfDynamic;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.ElfMachine;
import org.vitrine.structure.ElfSymbol;
import org.vitrine.structure.ElfSymbols;
import org.vitrine.structure.ProgramHeader;

/// The functions of an ELF file for x86-64, AArch64, ARM and MIPS, each with a shape that stays the same
/// wherever the linker puts it and whatever it calls: two files whose functions have equal shapes differ
/// in no instruction that the linker didn't decide. Which function is called and which string is loaded
/// is decided by the linker, so equal shapes show where to look, and prove nothing.
///
/// ```java
/// Code.functions(Elf.open(content), function -> shapes.add(function.shape()));
/// ```
public final class Code {
    private static final int STT_GNU_IFUNC = 10;
    /// Code is little-endian although data isn't.
    private static final long EF_ARM_BE8 = 0x0080_0000;

    private static final long EF_MIPS_SHORT = 0x0600_0000;
    private static final int STO_MIPS_SHORT = 0x80;

    private final Elf elf;
    private final Image image;
    private final List<Span> spans;
    private final List<FunctionStarts> starts;
    /// Places in [#spans], in the order of their addresses.
    private final int[] byAddress;
    /// For each section the place of its span plus one.
    private final int[] bySection;
    private @Nullable Unreadable problem;

    private Code(Elf elf, Image image, List<Span> spans) {
        this.elf = elf;
        this.image = image;
        this.spans = spans;
        this.starts = spans.stream().map(_ -> new FunctionStarts()).toList();
        this.byAddress = IntStream.range(0, spans.size())
                .boxed()
                .sorted((one, other) -> Long.compareUnsigned(
                        spans.get(one).address(), spans.get(other).address()))
                .mapToInt(Integer::intValue)
                .toArray();
        int last = spans.stream().mapToInt(Span::section).max().orElse(-1);
        this.bySection = new int[last + 1];
        for (int i = 0; i < spans.size() && last >= 0; i++) {
            bySection[spans.get(i).section()] = i + 1;
        }
    }

    /// Whether the code of a machine can be read.
    public static boolean reads(ElfHeader header) {
        return switch (header.machine()) {
            case ElfMachine.X86_64, ElfMachine.AARCH64 -> header.isWide() && header.isLittle();
            case ElfMachine.ARM -> !header.isWide();
            case ElfMachine.MIPS, ElfMachine.MIPS_RS3_LE -> true;
            default -> false;
        };
    }

    /// Gives the functions of a file to `taker` in the order of their offsets; none for a machine that
    /// isn't read.
    ///
    /// @throws Unreadable when a part that tells of functions is damaged, after what the others tell was
    ///     given
    public static void functions(Elf elf, Consumer<CodeFunction> taker) throws Unreadable {
        if (!reads(elf.header())) {
            return;
        }
        List<Span> spans = Spans.of(elf);
        Code code = new Code(elf, image(elf), spans);
        code.collect();
        code.attempt(() -> Relocations.clear(elf, code::span));
        Shapes shapes = new Shapes(elf, code.image);
        for (int i = 0; i < spans.size(); i++) {
            shapes.give(spans.get(i), code.starts.get(i), taker);
        }
        if (code.problem != null) {
            throw code.problem;
        }
    }

    private static Image image(Elf elf) throws Unreadable {
        ElfHeader header = elf.header();
        long low = Long.MAX_VALUE;
        long high = 0;
        for (ProgramHeader program : elf.programHeaders()) {
            if (program.type() == ProgramHeader.PT_LOAD && program.address() >= 0 && program.memorySize() >= 0) {
                low = Math.min(low, program.address());
                high = Math.max(high, program.address() + program.memorySize());
            }
        }
        boolean fixed = header.type() == ElfHeader.ET_EXEC && low < high;
        boolean mips = header.machine() == ElfMachine.MIPS || header.machine() == ElfMachine.MIPS_RS3_LE;
        long localGot = 0;
        if (mips && header.type() != ElfHeader.ET_REL) {
            Optional<ElfDynamic> dynamic = elf.dynamic();
            long entries = dynamic.isEmpty()
                    ? 0
                    : dynamic.get().value(DynamicEntry.DT_MIPS_LOCAL_GOTNO).orElse(0);
            localGot = Math.clamp(entries, 0L, 1L << 14) * (header.isWide() ? 8 : 4);
        }
        boolean swapped = header.machine() == ElfMachine.ARM && (header.flags() & EF_ARM_BE8) != 0;
        ByteOrder order = swapped ? ByteOrder.LITTLE_ENDIAN : header.order();
        return new Image(header.machine(), header.flags(), header.isWide(), order, fixed, low, high, localGot);
    }

    private interface Source {
        void read() throws Unreadable;
    }

    /// A damaged source of starts is told at the end; the others still count.
    private void attempt(Source source) {
        try {
            source.read();
        } catch (Unreadable e) {
            if (problem == null) {
                problem = e;
            }
        }
    }

    private void collect() {
        attempt(() -> symbols(elf.symbols()));
        if (elf.header().type() == ElfHeader.ET_REL) {
            return;
        }
        attempt(() -> symbols(elf.dynamicSymbols()));
        attempt(() -> Frames.read(elf, (address, length) -> add(address, length, Bounds.EH_FRAME)));
        if (elf.header().machine() == ElfMachine.ARM) {
            attempt(() -> ExceptionIndex.read(elf, address -> add(address, 0, Bounds.EXIDX)));
        }
        attempt(() -> add(elf.header().entry(), 0, Bounds.CALL));
    }

    private void symbols(Optional<ElfSymbols> table) throws Unreadable {
        if (table.isEmpty()) {
            return;
        }
        ElfSymbols symbols = table.get();
        for (long i = 1; i < symbols.count(); i++) {
            ElfSymbol symbol = symbols.symbol(i);
            boolean function = symbol.type() == ElfSymbol.STT_FUNC || symbol.type() == STT_GNU_IFUNC;
            if (function && (symbol.value() != 0 || symbol.section() != 0)) {
                symbol(symbols, symbol);
            }
        }
    }

    private void symbol(ElfSymbols symbols, ElfSymbol symbol) {
        boolean isShort = isShort(symbol);
        long value = hasMark() ? symbol.value() & ~1L : symbol.value();
        boolean object = elf.header().type() == ElfHeader.ET_REL;
        int span = object ? indexOfSection(symbol.section()) : indexOf(value);
        if (span < 0 || !spans.get(span).holds(value)) {
            return;
        }
        Encoding encoding = isShort ? Encoding.SHORT : Encoding.MAIN;
        long position = value - spans.get(span).address();
        if (symbol.isUndefined()) {
            starts.get(span).add((int) position, 0, Bounds.SYMBOL, encoding, -1, Name.EMPTY);
            return;
        }
        int rank = switch (symbol.binding()) {
            case ElfSymbol.STB_GLOBAL -> 1;
            case ElfSymbol.STB_WEAK -> 2;
            default -> 3;
        };
        starts.get(span)
                .add(
                        (int) position,
                        length(span, position, symbol.size()),
                        Bounds.SYMBOL,
                        encoding,
                        rank,
                        name(symbols, symbol));
    }

    private Name name(ElfSymbols symbols, ElfSymbol symbol) {
        try {
            return symbols.name(symbol);
        } catch (Unreadable e) {
            if (problem == null) {
                problem = e;
            }
            return Name.EMPTY;
        }
    }

    /// Whether addresses of code carry the instruction set in their lowest bit.
    private boolean hasMark() {
        int machine = elf.header().machine();
        return machine == ElfMachine.ARM || machine == ElfMachine.MIPS || machine == ElfMachine.MIPS_RS3_LE;
    }

    private boolean isShort(ElfSymbol symbol) {
        return switch (elf.header().machine()) {
            case ElfMachine.ARM -> (symbol.value() & 1) != 0;
            case ElfMachine.MIPS, ElfMachine.MIPS_RS3_LE ->
                (symbol.value() & 1) != 0
                        || (elf.header().flags() & EF_MIPS_SHORT) != 0 && (symbol.other() & STO_MIPS_SHORT) != 0;
            default -> false;
        };
    }

    private void add(long address, long length, Bounds source) {
        long at = hasMark() ? address & ~1L : address;
        int span = indexOf(at);
        if (span < 0) {
            return;
        }
        long position = at - spans.get(span).address();
        Encoding encoding = at != address ? Encoding.SHORT : Encoding.UNKNOWN;
        starts.get(span).add((int) position, length(span, position, length), source, encoding, 4, Name.EMPTY);
    }

    private int length(int span, long position, long length) {
        long room = spans.get(span).code().length - position;
        return (int) (length < 0 ? room : Math.min(length, room));
    }

    private int indexOfSection(int section) {
        return section >= 0 && section < bySection.length ? bySection[section] - 1 : -1;
    }

    private Optional<Span> span(int section) {
        int index = indexOfSection(section);
        return index < 0 ? Optional.empty() : Optional.of(spans.get(index));
    }

    /// The span that holds an address; -1 for none.
    private int indexOf(long address) {
        int low = 0;
        int high = byAddress.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Span span = spans.get(byAddress[middle]);
            if (span.holds(address)) {
                return byAddress[middle];
            }
            if (Long.compareUnsigned(address, span.address()) < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return -1;
    }
}
