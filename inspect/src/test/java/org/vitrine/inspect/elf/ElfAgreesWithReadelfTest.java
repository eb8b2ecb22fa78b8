package org.vitrine.inspect.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.elf.ElfFact.Relro;
import org.vitrine.inspect.elf.ElfFact.YesNo;
import org.vitrine.structure.ElfHeader;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// Every ELF of real devices and of this machine: what we say and what GNU readelf says must be the same.
final class ElfAgreesWithReadelfTest {
    private static final Map<String, String> MACHINES = Map.ofEntries(
            Map.entry("ARM", "ARM"),
            Map.entry("MIPS R3000", "MIPS"),
            Map.entry("Intel 80386", "386"),
            Map.entry("Advanced Micro Devices X86-64", "X86_64"),
            Map.entry("AArch64", "AARCH64"),
            Map.entry("PowerPC", "PPC"),
            Map.entry("PowerPC64", "PPC64"),
            Map.entry("IBM S/390", "S390"),
            Map.entry("Linux BPF", "BPF"),
            Map.entry("RISC-V", "RISCV"));

    @TempDir
    Path scratch;

    private final List<String> differences = new ArrayList<>();

    @Test
    void everyElfOfTheCorpus() throws Exception {
        Tool.needs("readelf");
        List<Path> files = new ArrayList<>();
        for (Path archive : Corpus.files("rootfs")) {
            String name = archive.getFileName().toString();
            addFiles(Extracted.rootfs(name.substring(0, name.indexOf(".tar"))), files);
        }
        for (Path truth : Corpus.files("truth/filesystems")) {
            String[] name =
                    truth.getFileName().toString().replace(".tsv.gz", "").split("@", -1);
            addFiles(Extracted.squashfs(Corpus.image(name[0]), Long.parseLong(name[1])), files);
        }
        compare(unique(files), 2400);
    }

    private static void addFiles(Path folder, List<Path> files) throws IOException {
        int before = files.size();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && Files.isReadable(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // Without root's rights a folder of mode 0 stays closed.
                return FileVisitResult.CONTINUE;
            }
        });
        files.subList(before, files.size()).sort(null);
    }

    @Test
    void elvesOfThisMachine() throws Exception {
        Tool.needs("readelf");
        List<Path> files = new ArrayList<>();
        for (String folder :
                List.of("/usr/bin", "/usr/sbin", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")) {
            if (Files.isDirectory(Path.of(folder))) {
                files.addAll(elvesBelow(Path.of(folder), 1));
            }
        }
        Assumptions.assumeTrue(files.size() > 100, "this machine's programs are no ELF files in the usual places");
        compare(unique(files.subList(0, Math.min(files.size(), 1500))), 100);
    }

    private static List<Path> elvesBelow(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(Files::isReadable)
                    .sorted()
                    .toList();
        }
    }

    /// Those that are ELF files, each content once.
    private static List<Path> unique(List<Path> files) throws IOException {
        Set<Digest> seen = new HashSet<>();
        List<Path> unique = new ArrayList<>();
        for (Path file : files) {
            Bytes content = Bytes.map(file);
            if (ElfHeader.startsWithMagic(content) && seen.add(Digest.ofContent(content))) {
                unique.add(file);
            }
        }
        return unique;
    }

    private void compare(List<Path> files, int least) throws Exception {
        assertThat(files).hasSizeGreaterThan(least);
        Map<Path, Readelf> answers = Readelf.ask(files);
        askAgainMended(answers);
        for (Path file : files) {
            List<Fact> facts = new ArrayList<>();
            try {
                new ElfInspector().inspect(Digest.NONE, Bytes.map(file), facts::add);
            } catch (Unreadable e) {
                differences.add(file + ": gave up: " + e.problem());
            }
            if (facts.isEmpty()) {
                continue;
            }
            compare(file, facts, Readelf.of(file, answers));
        }
        System.out.println(files.size() + " ELF files compared with readelf, " + differences.size() + " differences");
        assertThat(differences).isEmpty();
    }

    /// Where a tool that strips sections left PT_DYNAMIC with a wrong offset and size, readelf is asked about a
    /// copy with that header mended.
    private void askAgainMended(Map<Path, Readelf> answers) throws Exception {
        Map<Path, Path> originals = new LinkedHashMap<>();
        for (Path file : List.copyOf(answers.keySet())) {
            if (Readelf.of(file, answers).dynamicCut) {
                Path copy = Files.createTempFile(scratch, "mended", ".elf");
                Files.write(copy, mended(Files.readAllBytes(file)));
                originals.put(copy, file);
            }
        }
        System.out.println(originals.size() + " of them with PT_DYNAMIC mended for readelf");
        Readelf.ask(List.copyOf(originals.keySet()))
                .forEach((copy, answer) -> answers.put(originals.getOrDefault(copy, copy), answer));
    }

    /// The same 32-bit file with the offset and the size of PT_DYNAMIC made from its address and its size in
    /// memory.
    private static byte[] mended(byte[] elf) {
        assertThat(elf[4]).as("only 32-bit files were met with this damage").isEqualTo((byte) 1);
        ByteBuffer file = ByteBuffer.wrap(elf).order(elf[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int base = 0;
        for (int i = 0; i < file.getShort(44); i++) {
            int at = file.getInt(28) + 32 * i;
            if (file.getInt(at) == 1 && file.getInt(at + 4) == 0) {
                base = file.getInt(at + 8);
            }
            if (file.getInt(at) == 2) {
                file.putInt(at + 4, file.getInt(at + 8) - base);
                file.putInt(at + 16, file.getInt(at + 20));
            }
        }
        return elf;
    }

    private void compare(Path file, List<Fact> facts, Readelf readelf) {
        ElfFact elf = (ElfFact) facts.getFirst();
        String place = file.toString();
        same(place, "class", elf.bits(), readelf.elfClass.equals("ELF64") ? 64 : 32);
        same(place, "data", elf.endian(), readelf.data.contains("little") ? "little" : "big");
        same(place, "machine", elf.machine(), MACHINES.getOrDefault(readelf.machine, readelf.machine));
        same(place, "type", elf.type().name(), readelf.type);
        same(place, "dynamic", elf.dynamic(), yes(readelf.dynamic));
        same(place, "nx", elf.nx(), nx(readelf));
        same(place, "pie", elf.pie(), pie(readelf));
        same(place, "relro", elf.relro(), relro(readelf));
        same(place, "bindNow", elf.bindNow(), readelf.dynamic ? yes(readelf.bindNow) : YesNo.NOT_APPLICABLE);
        same(place, "rpath", elf.rpath(), readelf.rpath);
        same(place, "runpath", elf.runpath(), readelf.runpath);
        same(place, "soname", elf.soname(), readelf.soname);
        same(place, "interpreter", elf.interpreter(), readelf.interpreter);
        same(place, "buildId", elf.buildId(), readelf.buildId);
        same(place, "stripped", elf.stripped(), yes(!readelf.symtab));
        List<String> needed = facts.stream()
                .filter(Needed.class::isInstance)
                .map(fact -> ((Needed) fact).library())
                .toList();
        same(place, "needed", needed, readelf.needed);
        List<String> imports = facts.stream()
                .filter(Import.class::isInstance)
                .map(Import.class::cast)
                .map(one -> one.version().isEmpty() ? one.symbol() : one.symbol() + "@" + one.version())
                .toList();
        String table = readelf.type.equals("REL") ? ".symtab" : ".dynsym";
        same(place, "imports", imports, readelf.undefined.getOrDefault(table, List.of()));
        if (!readelf.type.equals("REL") || readelf.symtab) {
            same(place, "imports()", elf.imports(), (long) imports.size());
        }
    }

    private static YesNo nx(Readelf readelf) {
        if (readelf.type.equals("REL") || readelf.type.equals("CORE")) {
            return YesNo.NOT_APPLICABLE;
        }
        return readelf.stackFlags.isEmpty() ? YesNo.NO : yes(readelf.stackFlags.charAt(2) == ' ');
    }

    private static YesNo pie(Readelf readelf) {
        boolean pie = readelf.type.equals("DYN")
                && (readelf.pieFlag || readelf.soname.isEmpty() && (!readelf.interpreter.isEmpty() || readelf.debug));
        return pie ? YesNo.YES : readelf.type.equals("EXEC") ? YesNo.NO : YesNo.NOT_APPLICABLE;
    }

    private static Relro relro(Readelf readelf) {
        if (!readelf.dynamic) {
            return Relro.NOT_APPLICABLE;
        }
        return !readelf.relro ? Relro.NONE : readelf.bindNow ? Relro.FULL : Relro.PARTIAL;
    }

    private static YesNo yes(boolean yes) {
        return yes ? YesNo.YES : YesNo.NO;
    }

    private void same(String place, String what, Object ours, Object theirs) {
        if (!ours.equals(theirs)) {
            differences.add(place + ": " + what + ": " + ours + " here, " + theirs + " by readelf");
        }
    }
}
