package org.vitrine.inspect.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.elf.Fortify.Verdict;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.structure.DynamicEntry;
import org.vitrine.structure.ElfHeader;

/// Small root file systems with libcs that offer this or that.
final class FortifyInspectorTest {
    private static final int ARM = 40;

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private final List<Fact> facts = new ArrayList<>();

    private static TinyElf program(String... takes) {
        return new TinyElf(ElfHeader.ET_EXEC)
                .entry(DynamicEntry.DT_NEEDED, "libc.so.6")
                .takes(takes);
    }

    private static TinyElf library(String... offers) {
        return new TinyElf(ElfHeader.ET_DYN)
                .entry(DynamicEntry.DT_SONAME, "libc.so.6")
                .offers(offers);
    }

    private static byte[] glibc() {
        return library("memcpy", "__memcpy_chk", "printf", "__printf_chk", "stpcpy", "__stpcpy_chk", "__longjmp_chk")
                .array();
    }

    /// Inspects all the files and gives the rows by path.
    private Map<String, Fortify> inspect() {
        HandMadeTree tree = new HandMadeTree();
        files.forEach((path, content) -> {
            tree.file(path, content);
            Bytes bytes = Bytes.of(content);
            try {
                new ElfInspector().inspect(Digest.ofContent(bytes), bytes, tree::fact);
            } catch (Unreadable e) {
                assertThat(e.problem().reason()).isNotEmpty();
            }
        });
        links.forEach(tree::link);
        RootFs root = tree.root();
        new FortifyInspector().inspect(root, facts::add);
        Map<String, Fortify> rows = new LinkedHashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof Fortify row) {
                rows.put(root.tree().artifact(row.artifact()).path(), row);
            }
        }
        return rows;
    }

    private static void is(Map<String, Fortify> rows, String path, Verdict verdict, int fortified, int fortifiable) {
        assertThat(rows).containsKey(path);
        Fortify row = rows.getOrDefault(path, rows.values().iterator().next());
        assertThat(row.verdict()).as(path).isEqualTo(verdict);
        assertThat(row.fortified()).as(path).isEqualTo(fortified);
        assertThat(row.fortifiable()).as(path).isEqualTo(fortifiable);
    }

    @Test
    void byTheLibcOfTheImage() {
        files.put("bin/all", program("__memcpy_chk", "puts").array());
        files.put("bin/some", program("__memcpy_chk", "memcpy", "printf").array());
        files.put(
                "bin/none", program("memcpy", "longjmp", "_longjmp", "__stpcpy").array());
        files.put("bin/nothing", program("puts", "gets").array());
        files.put("bin/static", new TinyElf(ElfHeader.ET_EXEC).array());
        files.put("bin/script", "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
        files.put("lib/libc-2.5.so", glibc());
        files.put("lib/module.ko", new TinyElf(ElfHeader.ET_REL).array());
        links.put("lib/libc.so.6", "libc-2.5.so");
        Map<String, Fortify> rows = inspect();
        assertThat(rows.keySet())
                .containsExactly("bin/all", "bin/none", "bin/nothing", "bin/some", "bin/static", "lib/libc-2.5.so");
        is(rows, "bin/all", Verdict.YES, 1, 0);
        is(rows, "bin/some", Verdict.PARTIAL, 1, 2);
        is(rows, "bin/none", Verdict.NO, 0, 4);
        is(rows, "bin/nothing", Verdict.NOT_APPLICABLE, 0, 0);
        is(rows, "bin/static", Verdict.UNKNOWN, 0, 0);
        is(rows, "lib/libc-2.5.so", Verdict.NOT_APPLICABLE, 0, 0);
        assertThat(rows.values().stream().map(Fortify::libc))
                .containsExactly(
                        "lib/libc-2.5.so",
                        "lib/libc-2.5.so",
                        "lib/libc-2.5.so",
                        "lib/libc-2.5.so",
                        "",
                        "lib/libc-2.5.so");
        assertThat(rows.values().stream().map(Fortify::offered)).containsExactly(4, 4, 4, 4, 0, 4);
        assertThat(rows.values().stream().map(Fortify::imports)).containsExactly(2L, 4L, 2L, 3L, 0L, 0L);
    }

    @Test
    void libcThatOffersNothing() {
        files.put("bin/plain", program("memcpy").array());
        files.put("lib/libc.so.6", library("memcpy").array());
        Map<String, Fortify> rows = inspect();
        is(rows, "bin/plain", Verdict.NOT_APPLICABLE, 0, 0);
        assertThat(rows.values().iterator().next().offered()).isZero();
        assertThat(rows.values().iterator().next().libc()).isEqualTo("lib/libc.so.6");
    }

    @Test
    void noLibcOfThatMachine() {
        files.put("bin/arm", program("memcpy").machine(ARM).array());
        files.put("lib/libc.so.6", glibc());
        is(inspect(), "bin/arm", Verdict.UNKNOWN, 0, 0);
    }

    @Test
    void libcOfTheSameMachineInAFolderOfItsOwn() {
        files.put("bin/arm", program("memcpy").machine(ARM).array());
        files.put("lib/libc.so.6", glibc());
        files.put(
                "lib/arm-linux-gnueabi/libc.so.6",
                library("__memcpy_chk").machine(ARM).array());
        Map<String, Fortify> rows = inspect();
        is(rows, "bin/arm", Verdict.NO, 0, 1);
        assertThat(rows.values().iterator().next().libc()).isEqualTo("lib/arm-linux-gnueabi/libc.so.6");
    }

    @Test
    void libcBesideTheProgram() {
        files.put(
                "opt/app/bin/run",
                program("memcpy")
                        .entry(DynamicEntry.DT_RUNPATH, "$ORIGIN/../lib:/nowhere")
                        .array());
        files.put("opt/app/lib/libc.so.6", library("__memcpy_chk").array());
        files.put("lib/libc.so.6", library("memcpy").array());
        is(inspect(), "opt/app/bin/run", Verdict.NO, 0, 1);
    }

    @Test
    void scriptInPlaceOfALibc() {
        files.put("bin/plain", program("memcpy").array());
        files.put("lib/libc.so", "GROUP ( /lib/libc.so.6 )".getBytes(StandardCharsets.US_ASCII));
        files.put("usr/lib/libc.so.6", glibc());
        is(inspect(), "bin/plain", Verdict.NO, 0, 1);
    }

    @Test
    void damagedLibc() {
        files.put("bin/plain", program("memcpy").array());
        byte[] libc = glibc();
        // The symbols' own names: st_name of the first one.
        libc[64 + 56 * 2 + 24 + 3] = 0x7f;
        files.put("lib/libc.so.6", libc);
        is(inspect(), "bin/plain", Verdict.UNKNOWN, 0, 0);
        assertThat(facts).hasAtLeastOneElementOfType(ProblemFact.class);
    }
}
