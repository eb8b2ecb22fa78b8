package org.vitrine.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// Small files made by hand, whole and damaged, in both classes and byte orders.
final class ElfTest {
    static Stream<ElfSample> samples() {
        return Stream.of(
                new ElfSample(false, ByteOrder.LITTLE_ENDIAN),
                new ElfSample(false, ByteOrder.BIG_ENDIAN),
                new ElfSample(true, ByteOrder.LITTLE_ENDIAN),
                new ElfSample(true, ByteOrder.BIG_ENDIAN));
    }

    private static List<String> imports(ElfSample sample) throws Unreadable {
        ElfSymbols symbols = Elf.open(sample.bytes()).dynamicSymbols().orElseThrow();
        List<String> imports = new ArrayList<>();
        for (long i = 0; i < symbols.count(); i++) {
            ElfSymbol symbol = symbols.symbol(i);
            if (symbol.isUndefined()) {
                imports.add(symbols.name(symbol).toString());
            }
        }
        return imports;
    }

    private static void refuses(ThrowingCallable read, String field) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        Unreadable.class, e -> assertThat(e.problem().field()).isEqualTo(field));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void wholeFile(ElfSample sample) throws Unreadable {
        Elf elf = Elf.open(sample.bytes());
        assertThat(elf.header().bits()).isEqualTo(sample.wide ? 64 : 32);
        assertThat(ElfMachine.name(elf.header().machine())).isEqualTo("MIPS");
        assertThat(elf.programHeaders()).hasSize(6);
        assertThat(elf.sections()).hasSize(8);
        assertThat(elf.name(elf.sections().get(3))).hasToString(".dynamic");
        assertThat(elf.interpreter().orElseThrow().is("/lib/ld.so")).isTrue();
        assertThat(elf.buildId().orElseThrow().size()).isEqualTo(4);
        assertThat(elf.hasSection(".modinfo".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(elf.hasSection(".mod".getBytes(StandardCharsets.US_ASCII))).isFalse();
        ElfDynamic dynamic = elf.dynamic().orElseThrow();
        assertThat(dynamic.entries()).hasSize(12);
        assertThat(dynamic.bindsNow()).isTrue();
        assertThat(dynamic.string(DynamicEntry.DT_RUNPATH).orElseThrow().is("/opt/lib"))
                .isTrue();
        assertThat(imports(sample)).containsExactly("puts", "free");
        ElfVersions versions = dynamic.versions().orElseThrow();
        assertThat(versions.version(1)).hasToString("V_1");
        assertThat(versions.version(2)).hasToString("");
        assertThat(elf.symbols().orElseThrow().count()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withoutSections(ElfSample sample) throws Unreadable {
        sample.put("e_shoff", 0).put16("e_shnum", 0).put16("e_shstrndx", 0);
        Elf elf = Elf.open(sample.bytes());
        assertThat(elf.sections()).isEmpty();
        assertThat(elf.symbols()).isEmpty();
        assertThat(elf.buildId()).isPresent();
        assertThat(imports(sample)).containsExactly("puts", "free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withoutProgramHeaders(ElfSample sample) throws Unreadable {
        sample.put16("e_phnum", 0).put("e_phoff", 0);
        Elf elf = Elf.open(sample.bytes());
        assertThat(elf.programHeaders()).isEmpty();
        assertThat(elf.interpreter()).isEmpty();
        assertThat(elf.buildId()).isPresent();
        assertThat(elf.dynamic().orElseThrow().entries()).hasSize(12);
        assertThat(imports(sample)).containsExactly("puts", "free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void programHeadersPastEnd(ElfSample sample) throws Unreadable {
        sample.put("e_phoff", 1 << 20);
        Elf elf = Elf.open(sample.bytes());
        refuses(elf::programHeaders, "e_phoff");
        refuses(elf::interpreter, "e_phoff");
        assertThat(elf.sections()).hasSize(8);
        assertThat(elf.buildId()).isPresent();
        // The addresses in the dynamic section lead nowhere now, the symbols' own section still does.
        assertThat(imports(sample)).containsExactly("puts", "free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sectionHeadersPastEnd(ElfSample sample) throws Unreadable {
        sample.put("e_shoff", 1 << 20);
        Elf elf = Elf.open(sample.bytes());
        refuses(elf::sections, "e_shoff");
        refuses(elf::symbols, "e_shoff");
        assertThat(elf.buildId()).isPresent();
        assertThat(imports(sample)).containsExactly("puts", "free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countsInSectionHeaderZero(ElfSample sample) throws Unreadable {
        sample.put16("e_shnum", 0).put("sh_size NULL", 8);
        sample.put16("e_phnum", 0xffff).put32("sh_info NULL", 0, 6);
        sample.put16("e_shstrndx", 0xffff).put32("sh_link NULL", 0, 7);
        Elf elf = Elf.open(sample.bytes());
        assertThat(elf.sections()).hasSize(8);
        assertThat(elf.programHeaders()).hasSize(6);
        assertThat(elf.name(elf.sections().get(1))).hasToString(".dynsym");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countInSectionHeaderZeroIsWild(ElfSample sample) throws Unreadable {
        sample.put16("e_shnum", 0).put("sh_size NULL", 0x7fff_ffff);
        assertThatThrownBy(Elf.open(sample.bytes())::sections).isInstanceOf(LimitReached.class);
        sample.put("sh_size NULL", -1);
        assertThatThrownBy(Elf.open(sample.bytes())::sections).isInstanceOf(LimitReached.class);
        sample.put("sh_size NULL", 1 << 18);
        refuses(Elf.open(sample.bytes())::sections, "e_shoff");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void namesOfSectionsWild(ElfSample sample) throws Unreadable {
        for (int index : new int[] {0, 8, 0xff00, 3}) {
            sample.put16("e_shstrndx", index);
            Elf elf = Elf.open(sample.bytes());
            refuses(() -> elf.name(elf.sections().get(1)), "e_shstrndx");
            assertThat(elf.symbols()).isPresent();
        }
        sample.put16("e_shstrndx", 7).put32("sh_name DYNSYM", 0, 1 << 30);
        Elf elf = Elf.open(sample.bytes());
        refuses(() -> elf.name(elf.sections().get(1)), "sh_name");
        assertThat(elf.hasSection(".modinfo".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void entrySizesWrong(ElfSample sample) throws Unreadable {
        sample.put16("e_phentsize", 8).put16("e_shentsize", 0xffff);
        Elf elf = Elf.open(sample.bytes());
        refuses(elf::programHeaders, "e_phentsize");
        refuses(elf::sections, "e_shentsize");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void stringsOutOfRange(ElfSample sample) throws Unreadable {
        assertThat(imports(sample.put("DT_STRSZ", 0x7fff_ffff))).containsExactly("puts", "free");
        assertThat(imports(sample.put("DT_STRTAB", 0x7000_0000))).containsExactly("puts", "free");
        sample.put("e_shoff", 0);
        refuses(() -> imports(sample), "DT_STRTAB");
        sample.put("DT_STRTAB", ElfSample.BASE + sample.at("strings")).put32("st_name 9", 0, 0x7fff_ffff);
        refuses(() -> imports(sample), "st_name");
        ElfSymbols symbols = Elf.open(sample.bytes()).dynamicSymbols().orElseThrow();
        assertThat(symbols.name(symbols.symbol(2))).hasToString("free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countOfSymbols(ElfSample sample) throws Unreadable {
        for (String entry : List.of("DT_HASH", "DT_MIPS_SYMTABNO")) {
            sample.without(entry);
            assertThat(imports(sample)).as("without " + entry).containsExactly("puts", "free");
        }
        // As linkers leave it where a program offers no symbol: it doesn't count those that are taken.
        sample.put32("gnuHash", 4, 1).put32("gnuHash", 16, 0);
        assertThat(imports(sample)).as("by the section").containsExactly("puts", "free");
        sample.put("e_shoff", 0);
        assertThat(imports(sample)).as("up to the next table").containsExactly("puts", "free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countOfSymbolsWild(ElfSample sample) throws Unreadable {
        sample.put32("hash", 4, -1);
        sample.put("DT_MIPS_SYMTABNO", 0x7fff_ffff);
        sample.put32("gnuHash", 0, -1);
        assertThat(imports(sample)).containsExactly("puts", "free");
        sample.put32("sh_type DYNSYM", 0, 1);
        assertThat(imports(sample)).containsExactly("puts", "free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void symbolsNowhere(ElfSample sample) throws Unreadable {
        sample.put("e_shoff", 0).put("DT_SYMTAB", 0x4000_0000);
        refuses(() -> imports(sample), "DT_SYMTAB");
        assertThat(Elf.open(sample.bytes()).dynamic().orElseThrow().bindsNow()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void dynamicSectionByItsAddress(ElfSample sample) throws Unreadable {
        sample.put("p_offset DYNAMIC", 5).put("p_filesz DYNAMIC", 0);
        assertThat(imports(sample)).containsExactly("puts", "free");
        sample.put("p_vaddr DYNAMIC", 0);
        refuses(() -> imports(sample.put("e_shoff", 0)), "p_filesz");
        sample.put("p_filesz DYNAMIC", 64).put("p_offset DYNAMIC", 1 << 20);
        refuses(() -> imports(sample), "PT_DYNAMIC");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void segmentPastEnd(ElfSample sample) throws Unreadable {
        sample.put("p_offset LOAD", sample.wide ? Long.MAX_VALUE : 0x7fff_ffff).put("e_shoff", 0);
        refuses(() -> imports(sample), "DT_SYMTAB");
        assertThat(Elf.open(sample.bytes()).dynamic()).as("by its offset").isPresent();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void versionsInACircle(ElfSample sample) throws Unreadable {
        sample.put32("verneed", 0, 0xffff_ffff).put("DT_VERNEEDNUM", -1);
        ElfDynamic dynamic = Elf.open(sample.bytes()).dynamic().orElseThrow();
        assertThatThrownBy(dynamic::versions).isInstanceOf(Unreadable.class);
        assertThat(imports(sample)).containsExactly("puts", "free");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noteTooLong(ElfSample sample) throws Unreadable {
        sample.put32("note", 4, -1);
        refuses(Elf.open(sample.bytes())::buildId, "n_descsz");
        sample.put32("note", 4, 4).put32("note", 0, -1);
        refuses(Elf.open(sample.bytes())::buildId, "n_descsz");
        sample.put32("note", 0, 4).put("p_filesz NOTE", -1);
        assertThat(Elf.open(sample.bytes()).buildId()).as("by the section").isPresent();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void interpreterTooLong(ElfSample sample) throws Unreadable {
        refuses(Elf.open(sample.put("p_filesz INTERP", 4097).bytes())::interpreter, "p_filesz");
        refuses(Elf.open(sample.put("p_filesz INTERP", 4096).bytes())::interpreter, "PT_INTERP");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachLengthIsReadOrRefused(ElfSample sample) {
        byte[] whole = sample.array();
        for (int length = 0; length < whole.length; length++) {
            readAll(Bytes.of(Arrays.copyOf(whole, length)));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachFlippedBitIsReadOrRefused(ElfSample sample) {
        byte[] whole = sample.array();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            readAll(Bytes.of(damaged));
        }
    }

    /// Reads every part; parts may refuse, nothing else may happen. Gives the number of parts that were read.
    private static int readAll(Bytes content) {
        int read = 0;
        try {
            Elf elf = Elf.open(content);
            List<Part> parts = List.of(
                    elf::programHeaders,
                    elf::sections,
                    elf::interpreter,
                    elf::buildId,
                    () -> elf.hasSection(new byte[] {'.', 'x'}),
                    () -> elf.dynamic().orElseThrow(),
                    () -> elf.dynamic().orElseThrow().string(DynamicEntry.DT_NEEDED),
                    () -> elf.dynamic().orElseThrow().versions(),
                    () -> names(elf.dynamicSymbols().orElseThrow()),
                    () -> names(elf.symbols().orElseThrow()));
            for (Part part : parts) {
                read += part.isRead() ? 1 : 0;
            }
        } catch (Malformed e) {
            assertThat(e.problem().field()).isNotEmpty();
        }
        return read;
    }

    /// A part of a file.
    @FunctionalInterface
    private interface Part {
        Object read() throws Unreadable;

        default boolean isRead() {
            try {
                read();
                return true;
            } catch (Unreadable | NoSuchElementException e) {
                return false;
            }
        }
    }

    private static long names(ElfSymbols symbols) throws Unreadable {
        long bytes = 0;
        for (long i = 0; i < symbols.count(); i++) {
            bytes += symbols.name(symbols.symbol(i)).size();
        }
        return bytes;
    }

    @Test
    void textBehindTheMagicIsNoElf() {
        String text =
                "\u007fELF\u0001\u0001\u0001\0OpenSSH_9.2p1 Debian-2, and so on for more than a header's length ...";
        refuses(() -> Elf.open(Bytes.of(text.getBytes(StandardCharsets.US_ASCII))), "Ehdr");
    }

    @Test
    void classAndByteOrderOfNoKind() {
        byte[] sample = new ElfSample(true, ByteOrder.LITTLE_ENDIAN).array();
        sample[4] = 3;
        refuses(() -> Elf.open(Bytes.of(sample)), "EI_CLASS");
        sample[4] = 2;
        sample[5] = 0;
        refuses(() -> Elf.open(Bytes.of(sample)), "EI_DATA");
        sample[0] = 0;
        refuses(() -> Elf.open(Bytes.of(sample)), "EI_MAG");
    }

    @Test
    void machinesHaveNames() {
        assertThat(ElfMachine.name(62)).isEqualTo("X86_64");
        assertThat(ElfMachine.name(0x9026)).isEqualTo("ALPHA");
        assertThat(ElfMachine.name(65000)).isEqualTo("EM_65000");
    }
}
