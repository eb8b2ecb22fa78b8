package org.vitrine.structure.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.testing.Tool;

/// A small program, linked by somebody else's linker in several ways: what was moved keeps its shape,
/// and exactly what was changed has another.
final class LinkedTwiceTest {
    /// Machines, as clang names them.
    enum Target {
        X86_64("x86_64-linux-gnu"),
        AARCH64("aarch64-linux-gnu"),
        A32("armv7a-linux-gnueabihf", "-marm"),
        A32_OLD("armv5te-linux-gnueabi", "-marm"),
        T32("armv7a-linux-gnueabihf", "-mthumb"),
        MIPS("mips-linux-gnu"),
        MIPSEL("mipsel-linux-gnu"),
        MIPS64("mips64-linux-gnuabi64"),
        MIPS64EL("mips64el-linux-gnuabi64");

        private final List<String> flags;

        Target(String triple, String... flags) {
            this.flags = Stream.concat(Stream.of("--target=" + triple), Arrays.stream(flags))
                    .toList();
        }

        boolean isMips() {
            return name().startsWith("MIPS");
        }
    }

    private static final List<String> SHARED = List.of("-fPIC", "-shared");
    private static final List<String> FIXED = List.of("-fno-pic", "-static", "-Wl,-e,first");

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @EnumSource
    void sharedLibraries(Target target) throws Exception {
        exactlyWhatChanged(target, SHARED);
    }

    @ParameterizedTest
    @EnumSource
    void programsAtFixedAddresses(Target target) throws Exception {
        exactlyWhatChanged(target, FIXED);
    }

    private void exactlyWhatChanged(Target target, List<String> mode) throws Exception {
        Map<String, Long> before = named(link(target, mode, "before", List.of("program", "other")));
        Map<String, Long> moved = named(link(target, mode, "moved", List.of("other", "program")));
        Map<String, Long> after =
                named(link(target, mode, "after", List.of("program", "other"), "-DMORE", "-DFACTOR=9"));
        assertThat(before).containsKeys("leaf", "strings", "changed", "chooses", "constants", "loops", "other");
        assertThat(moved).isEqualTo(before);
        assertThat(differing(before, after)).containsExactly("changed", "first", "inserted");
    }

    /// Without any symbol. Bounds are those of frame descriptions, of exception indices, or of calls.
    @ParameterizedTest
    @EnumSource
    void strippedPrograms(Target target) throws Exception {
        List<String> mode = new ArrayList<>(FIXED);
        mode.add("-Wl,-s");
        mode.add("-fasynchronous-unwind-tables");
        List<CodeFunction> before = functions(link(target, mode, "before", List.of("program", "other")));
        List<CodeFunction> moved = functions(link(target, mode, "moved", List.of("other", "program")));
        List<CodeFunction> after =
                functions(link(target, mode, "after", List.of("program", "other"), "-DMORE", "-DFACTOR=9"));
        assertThat(before).allMatch(function -> function.name().size() == 0);
        assertThat(before.size()).isBetween(9, 14);
        assertThat(shapes(moved)).isEqualTo(shapes(before));
        assertThat(unmatched(before, after)).isEqualTo(2);
        assertThat(unmatched(after, before)).isEqualTo(3);
    }

    /// Kernel modules are objects: addresses come with relocations.
    @ParameterizedTest
    @EnumSource
    void objects(Target target) throws Exception {
        Path file = compile(target, "before");
        Map<String, Long> before = named(file);
        Map<String, Long> after = named(compile(target, "after", "-DMORE", "-DFACTOR=9"));
        assertThat(before).hasSize(8);
        assertThat(functions(file)).hasSize(8);
        assertThat(differing(before, after)).containsExactly("changed", "first", "inserted");
    }

    /// Whatever is damaged, functions stay in the file and nothing but a refusal is thrown.
    @ParameterizedTest
    @EnumSource
    void damaged(Target target) throws Exception {
        byte[] whole = Files.readAllBytes(link(target, FIXED, "whole", List.of("program", "other")));
        Random random = new Random(target.name().length());
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(1, 20); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Code.functions(
                        Elf.open(Bytes.of(damaged)),
                        function -> assertThat(function.offset() + function.length())
                                .isLessThanOrEqualTo(whole.length));
            } catch (Unreadable e) {
                assertThat(e.problem().field()).isNotEmpty();
            }
        }
    }

    @Test
    void otherMachinesHaveNone() throws Exception {
        Path file = scratch.resolve("riscv.o");
        Tool.of("clang", "--target=riscv64-linux-gnu", "-c", "-O2", "-o", "" + file, "" + source("other"))
                .succeed();
        assertThat(functions(file)).isEmpty();
    }

    private Path compile(Target target, String name, String... more) throws IOException {
        Path file = scratch.resolve(target + "-" + name + ".o");
        List<String> command = command(target);
        command.addAll(List.of("-fno-pic", "-c", "-o", "" + file, "" + source("program")));
        command.addAll(List.of(more));
        Tool.of(command).succeed();
        return file;
    }

    private Path link(Target target, List<String> mode, String name, List<String> sources, String... more)
            throws IOException {
        Tool.needs("ld.lld");
        Path file = scratch.resolve(target + "-" + name);
        List<String> command = command(target);
        command.addAll(mode);
        if (target.isMips() && mode.contains("-fno-pic")) {
            command.add("-mno-abicalls");
        }
        command.addAll(List.of(
                "-nostdlib", "-fuse-ld=lld", "-Wl,--build-id=none,--unresolved-symbols=ignore-all", "-o", "" + file));
        command.addAll(List.of(more));
        for (String source : sources) {
            command.add("" + source(source));
        }
        Tool.of(command).succeed();
        return file;
    }

    private static List<String> command(Target target) {
        List<String> command = new ArrayList<>(List.of("clang"));
        command.addAll(target.flags);
        command.addAll(List.of("-O2", "-ffreestanding", "-fno-unroll-loops", "-fno-inline"));
        return command;
    }

    private Path source(String name) throws IOException {
        Path file = scratch.resolve(name + ".c");
        if (!Files.exists(file)) {
            try (InputStream source = LinkedTwiceTest.class.getResourceAsStream(name + ".c")) {
                assertThat(source).isNotNull();
                Files.copy(source, file);
            }
        }
        return file;
    }

    private static List<CodeFunction> functions(Path file) throws Exception {
        List<CodeFunction> functions = new ArrayList<>();
        Code.functions(Elf.open(Bytes.map(file)), functions::add);
        assertThat(functions).allMatch(function -> function.basis() == Basis.DECODED);
        return functions;
    }

    private static Map<String, Long> named(Path file) throws Exception {
        Map<String, Long> shapes = new TreeMap<>();
        for (CodeFunction function : functions(file)) {
            if (function.name().size() > 0) {
                shapes.put(function.name().toString(), function.shape());
            }
        }
        return shapes;
    }

    private static Set<String> differing(Map<String, Long> before, Map<String, Long> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.containsKey(name) && before.get(name).equals(after.get(name)));
        return names;
    }

    private static List<Long> shapes(List<CodeFunction> functions) {
        return functions.stream().map(CodeFunction::shape).sorted().toList();
    }

    /// How many of the first have a shape that the others have not as often.
    private static int unmatched(List<CodeFunction> functions, List<CodeFunction> others) {
        Map<Long, Integer> left = new HashMap<>();
        others.forEach(function -> left.merge(function.shape(), 1, Integer::sum));
        int unmatched = 0;
        for (CodeFunction function : functions) {
            unmatched += left.merge(function.shape(), -1, Integer::sum) < 0 ? 1 : 0;
        }
        return unmatched;
    }
}
