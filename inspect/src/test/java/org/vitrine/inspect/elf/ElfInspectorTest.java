package org.vitrine.inspect.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.elf.ElfFact.Relro;
import org.vitrine.inspect.elf.ElfFact.Role;
import org.vitrine.inspect.elf.ElfFact.YesNo;
import org.vitrine.structure.DynamicEntry;
import org.vitrine.structure.ElfHeader;
import org.vitrine.testing.Corpus;

/// The answers of one file, and those of damaged files.
final class ElfInspectorTest {
    private static final int PT_INTERP = 3;
    private static final int PT_GNU_STACK = 0x6474_e551;
    private static final int PT_GNU_RELRO = 0x6474_e552;

    private static List<Fact> inspect(byte[] content) throws Unreadable {
        List<Fact> facts = new ArrayList<>();
        new ElfInspector().inspect(Digest.NONE, Bytes.of(content), facts::add);
        return facts;
    }

    private static ElfFact elf(TinyElf file) throws Unreadable {
        return (ElfFact) inspect(file.array()).getFirst();
    }

    private static TinyElf program() {
        return new TinyElf(ElfHeader.ET_DYN).program(PT_INTERP, 4);
    }

    @Test
    void whatIsNoElfSaysNothing() throws Unreadable {
        assertThat(inspect(new byte[0])).isEmpty();
        assertThat(inspect("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThatThrownBy(() -> inspect(new byte[] {0x7f, 'E', 'L', 'F'})).isInstanceOf(Malformed.class);
    }

    @Test
    void programsAndLibraries() throws Unreadable {
        ElfFact program = elf(program().takes("puts"));
        assertThat(program.role()).isEqualTo(Role.EXECUTABLE);
        assertThat(program.pie()).isEqualTo(YesNo.YES);
        assertThat(program.machine()).isEqualTo("X86_64");
        assertThat(program.endian()).isEqualTo("little");

        ElfFact library = elf(new TinyElf(ElfHeader.ET_DYN).takes("puts"));
        assertThat(library.role()).isEqualTo(Role.LIBRARY);
        assertThat(library.pie()).isEqualTo(YesNo.NOT_APPLICABLE);

        ElfFact runnableLibrary = elf(program().entry(DynamicEntry.DT_SONAME, "libc.so.6"));
        assertThat(runnableLibrary.role()).isEqualTo(Role.LIBRARY);
        assertThat(runnableLibrary.soname()).isEqualTo("libc.so.6");

        ElfFact staticPie = elf(new TinyElf(ElfHeader.ET_DYN).entry(DynamicEntry.DT_FLAGS_1, DynamicEntry.DF_1_PIE));
        assertThat(staticPie.role()).isEqualTo(Role.EXECUTABLE);
        assertThat(staticPie.pie()).isEqualTo(YesNo.YES);

        ElfFact old = elf(new TinyElf(ElfHeader.ET_DYN).entry(DynamicEntry.DT_DEBUG, 0));
        assertThat(old.role()).isEqualTo(Role.EXECUTABLE);

        assertThat(elf(new TinyElf(ElfHeader.ET_DYN)).role()).isEqualTo(Role.OTHER);
        assertThat(elf(new TinyElf(ElfHeader.ET_CORE)).role()).isEqualTo(Role.CORE);
        assertThat(elf(new TinyElf(0xff00)).type()).isEqualTo(ElfFact.Type.OTHER);
    }

    @Test
    void staticProgram() throws Unreadable {
        ElfFact elf = elf(new TinyElf(ElfHeader.ET_EXEC));
        assertThat(elf.role()).isEqualTo(Role.EXECUTABLE);
        assertThat(elf.pie()).isEqualTo(YesNo.NO);
        assertThat(elf.dynamic()).isEqualTo(YesNo.NO);
        assertThat(elf.relro()).isEqualTo(Relro.NOT_APPLICABLE);
        assertThat(elf.bindNow()).isEqualTo(YesNo.NOT_APPLICABLE);
        assertThat(elf.stripped()).isEqualTo(YesNo.YES);
        assertThat(elf.canary()).isEqualTo(YesNo.UNKNOWN);
        assertThat(elf.fortified()).isEqualTo(YesNo.UNKNOWN);
        assertThat(elf.imports()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"62, NO", "8, NO", "40, NO", "21, YES", "50, YES", "258, YES"})
    void stackWithoutItsHeader(int machine, YesNo nx) throws Unreadable {
        assertThat(elf(program().machine(machine)).nx()).isEqualTo(nx);
        assertThat(elf(program().machine(machine).program(PT_GNU_STACK, 6)).nx())
                .isEqualTo(YesNo.YES);
        assertThat(elf(program().machine(machine).program(PT_GNU_STACK, 7)).nx())
                .isEqualTo(YesNo.NO);
    }

    @Test
    void relro() throws Unreadable {
        assertThat(elf(program().takes("puts")).relro()).isEqualTo(Relro.NONE);
        assertThat(elf(program().takes("puts").program(PT_GNU_RELRO, 4)).relro())
                .isEqualTo(Relro.PARTIAL);
        for (TinyElf file : List.of(
                program().entry(DynamicEntry.DT_BIND_NOW, 0),
                program().entry(DynamicEntry.DT_FLAGS, DynamicEntry.DF_BIND_NOW),
                program().entry(DynamicEntry.DT_FLAGS_1, DynamicEntry.DF_1_NOW))) {
            assertThat(elf(file).relro()).isEqualTo(Relro.NONE);
            ElfFact elf = elf(file.program(PT_GNU_RELRO, 4));
            assertThat(elf.relro()).isEqualTo(Relro.FULL);
            assertThat(elf.bindNow()).isEqualTo(YesNo.YES);
        }
        assertThat(elf(program().entry(DynamicEntry.DT_FLAGS, 2)).bindNow()).isEqualTo(YesNo.NO);
    }

    @Test
    void canaryAndFortify() throws Unreadable {
        ElfFact plain = elf(program().takes("puts", "my__stack_chk_fail", "x_chk"));
        assertThat(plain.canary()).isEqualTo(YesNo.NO);
        assertThat(plain.fortified()).isEqualTo(YesNo.NO);
        assertThat(plain.imports()).isEqualTo(3);
        ElfFact guarded = elf(program().takes("__stack_chk_fail"));
        assertThat(guarded.canary()).isEqualTo(YesNo.YES);
        assertThat(guarded.fortified()).isEqualTo(YesNo.NO);
        assertThat(elf(program().takes("__memcpy_chk")).fortified()).isEqualTo(YesNo.YES);
        assertThat(elf(new TinyElf(ElfHeader.ET_DYN).offers("__stack_chk_fail")).canary())
                .as("who defines the check calls it unseen")
                .isEqualTo(YesNo.UNKNOWN);
    }

    @Test
    void librariesAndImportsInTheirOrder() throws Unreadable {
        TinyElf file = program()
                .entry(DynamicEntry.DT_NEEDED, "libz.so.1")
                .entry(DynamicEntry.DT_NEEDED, "libc.so.6")
                .entry(DynamicEntry.DT_RPATH, "/a:/b")
                .entry(DynamicEntry.DT_RUNPATH, "$ORIGIN/<script>\u202e\n")
                .offers("main")
                .takes("puts", "", "abort");
        List<Fact> facts = inspect(file.array());
        assertThat(facts.subList(1, facts.size()))
                .containsExactly(
                        new Needed(Digest.NONE, 0, "libz.so.1"),
                        new Needed(Digest.NONE, 1, "libc.so.6"),
                        new Import(Digest.NONE, "puts", ""),
                        new Import(Digest.NONE, "abort", ""));
        ElfFact elf = (ElfFact) facts.getFirst();
        assertThat(elf.rpath()).isEqualTo("/a:/b");
        assertThat(elf.runpath()).isEqualTo("$ORIGIN/<script>\\xe2\\x80\\xae\\x0a");
    }

    @Test
    void damagedPartsLeaveTheOthers() {
        byte[] file = program()
                .program(PT_GNU_STACK, 6)
                .program(PT_GNU_RELRO, 4)
                .entry(DynamicEntry.DT_NEEDED, 100_000)
                .entry(DynamicEntry.DT_NEEDED, "libc.so.6")
                .entry(DynamicEntry.DT_BIND_NOW, 0)
                .takes("puts", "__stack_chk_fail")
                .array();
        List<Fact> facts = new ArrayList<>();
        assertThatThrownBy(() -> new ElfInspector().inspect(Digest.NONE, Bytes.of(file), facts::add))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("100000");
        assertThat(facts)
                .hasSize(4)
                .contains(new Needed(Digest.NONE, 1, "libc.so.6"), new Import(Digest.NONE, "__stack_chk_fail", ""));
        ElfFact elf = (ElfFact) facts.getFirst();
        assertThat(elf.relro()).isEqualTo(Relro.FULL);
        assertThat(elf.canary()).isEqualTo(YesNo.YES);
    }

    @Test
    void namesOfAThousandImportsWild() {
        String[] names = new String[1500];
        Arrays.setAll(names, i -> "symbol" + i);
        byte[] file = program().takes("first").takes(names).takes("last").array();
        int symbols = 64 + 3 * 56;
        for (int i = 2; i < 2 + names.length; i++) {
            file[symbols + 24 * i + 3] = 0x7f;
        }
        List<Fact> facts = new ArrayList<>();
        assertThatThrownBy(() -> new ElfInspector().inspect(Digest.NONE, Bytes.of(file), facts::add))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("st_name");
        assertThat(facts).hasSize(2).contains(new Import(Digest.NONE, "first", ""));
        assertThat(((ElfFact) facts.getFirst()).imports()).isEqualTo(-1);
    }

    @Test
    void cutBeforeTheDynamicSection() {
        byte[] whole = program()
                .program(PT_GNU_STACK, 6)
                .program(PT_GNU_RELRO, 4)
                .takes("puts")
                .array();
        byte[] cut = Arrays.copyOf(whole, whole.length - 16 * 4);
        List<Fact> facts = new ArrayList<>();
        assertThatThrownBy(() -> new ElfInspector().inspect(Digest.NONE, Bytes.of(cut), facts::add))
                .isInstanceOf(Malformed.class);
        assertThat(facts).hasSize(1);
        ElfFact elf = (ElfFact) facts.getFirst();
        assertThat(elf.nx()).isEqualTo(YesNo.YES);
        assertThat(elf.dynamic()).isEqualTo(YesNo.YES);
        assertThat(elf.relro()).isEqualTo(Relro.UNKNOWN);
        assertThat(elf.bindNow()).isEqualTo(YesNo.UNKNOWN);
        assertThat(elf.canary()).isEqualTo(YesNo.UNKNOWN);
        assertThat(elf.fortified()).isEqualTo(YesNo.UNKNOWN);
        assertThat(elf.imports()).isEqualTo(-1);
    }

    @Test
    void sampleWithoutSectionHeaders() throws Exception {
        Path sample = Corpus.path("firmware/format-samples/sfx__no_section_header.elf");
        List<Fact> facts = new ArrayList<>();
        new ElfInspector().inspect(Digest.NONE, Bytes.map(sample), facts::add);
        ElfFact elf = (ElfFact) facts.getFirst();
        assertThat(elf.role()).isEqualTo(Role.EXECUTABLE);
        assertThat(elf.stripped()).isEqualTo(YesNo.YES);
        assertThat(elf.nx()).isEqualTo(YesNo.YES);
        assertThat(elf.pie()).isEqualTo(YesNo.NO);
        assertThat(elf.relro()).isEqualTo(Relro.NONE);
        assertThat(elf.buildId()).isEqualTo("3c3182019f3dfb4bd1a7713e46f011a1b3cb417c");
        assertThat(HexFormat.of().parseHex(elf.buildId())).hasSize(20);
        // Readelf 2.40 shows no symbols here: the only hash table is the GNU one, and it is empty.
        assertThat(facts.stream().filter(Import.class::isInstance).map(fact -> ((Import) fact).symbol()))
                .contains("__libc_start_main", "__gmon_start__");
        assertThat(facts).contains(new Needed(Digest.NONE, 0, "libc.so.6"));
    }
}
