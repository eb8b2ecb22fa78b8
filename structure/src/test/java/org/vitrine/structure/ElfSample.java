package org.vitrine.structure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.vitrine.evidence.Bytes;

/// A small ELF file made by hand: a program of one segment at [#BASE] that takes `puts` (in version `V_1`) and
/// `free` from `libc.so`, offers `main`, and has an interpreter, a build-id, sections and a symbol table. What
/// it consists of is found by name and can be overwritten.
final class ElfSample {
    static final long BASE = 0x10000;
    static final byte[] STRINGS = ascii("\0libc.so\0puts\0free\0main\0V_1\0/opt/lib\0");
    private static final byte[] SECTION_NAMES =
            ascii("\0.dynsym\0.dynstr\0.dynamic\0.symtab\0.note\0.modinfo\0.names\0");

    final boolean wide;
    private final ByteBuffer file;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    ElfSample(boolean wide, ByteOrder order) {
        this.wide = wide;
        this.file = ByteBuffer.allocate(1 << 12).order(order);
        header();
        programs();
        place("interp");
        file.put(ascii("/lib/ld.so\0"));
        place("strings");
        file.put(STRINGS);
        place("symbols");
        symbol(0, 0);
        symbol(9, 0);
        symbol(14, 0);
        symbol(19, 7);
        place("gnuHash");
        ints(1, 3, 0, 0, 3, 1);
        place("hash");
        ints(1, 4, 1, 0, 2, 3, 0);
        place("versym");
        shorts(0, 2, 1, 1);
        place("verneed");
        shorts(1, 1);
        ints(1, 16, 0, 0);
        shorts(0, 2);
        ints(24, 0);
        place("note");
        ints(4, 4, 3);
        file.put(ascii("GNU\0"));
        ints(0x12345678);
        place("dynamic");
        dynamic();
        place("names");
        file.put(SECTION_NAMES);
        sections();
        int end = file.position();
        put("p_filesz LOAD", end);
        file.limit(end);
    }

    private void header() {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1)});
        file.put((byte) (file.order() == ByteOrder.LITTLE_ENDIAN ? 1 : 2)).put((byte) 1);
        file.position(16);
        shorts("e_type", ElfHeader.ET_DYN);
        shorts("e_machine", ElfMachine.MIPS);
        ints(1);
        words("e_entry", BASE);
        words("e_phoff", wide ? 64 : 52);
        words("e_shoff", 0);
        ints(0);
        shorts("e_ehsize", wide ? 64 : 52);
        shorts("e_phentsize", wide ? 56 : 32);
        shorts("e_phnum", 6);
        shorts("e_shentsize", wide ? 64 : 40);
        shorts("e_shnum", 8);
        shorts("e_shstrndx", 7);
    }

    private void programs() {
        program("LOAD", ProgramHeader.PT_LOAD);
        program("INTERP", ProgramHeader.PT_INTERP);
        program("DYNAMIC", ProgramHeader.PT_DYNAMIC);
        program("NOTE", ProgramHeader.PT_NOTE);
        program("STACK", ProgramHeader.PT_GNU_STACK);
        program("RELRO", ProgramHeader.PT_GNU_RELRO);
    }

    private void program(String name, long type) {
        place(name);
        ints("p_type " + name, (int) type);
        if (wide) {
            ints("p_flags " + name, 6);
        }
        words("p_offset " + name, 0);
        words("p_vaddr " + name, BASE);
        words("p_paddr", 0);
        words("p_filesz " + name, 0);
        words("p_memsz", 0);
        if (!wide) {
            ints("p_flags " + name, 6);
        }
        words("p_align " + name, 4);
    }

    private void symbol(int name, int section) {
        places.put("st_name " + name, file.position());
        ints(name);
        if (!wide) {
            ints(0, 0);
        }
        file.put((byte) 0x12).put((byte) 0);
        shorts(section);
        if (wide) {
            words("st_value", 0);
            words("st_size", 0);
        }
    }

    private void dynamic() {
        entry("DT_NEEDED", DynamicEntry.DT_NEEDED, 1);
        entry("DT_RUNPATH", DynamicEntry.DT_RUNPATH, 28);
        entry("DT_STRTAB", DynamicEntry.DT_STRTAB, BASE + at("strings"));
        entry("DT_STRSZ", DynamicEntry.DT_STRSZ, STRINGS.length);
        entry("DT_SYMTAB", DynamicEntry.DT_SYMTAB, BASE + at("symbols"));
        entry("DT_HASH", DynamicEntry.DT_HASH, BASE + at("hash"));
        entry("DT_GNU_HASH", DynamicEntry.DT_GNU_HASH, BASE + at("gnuHash"));
        entry("DT_MIPS_SYMTABNO", DynamicEntry.DT_MIPS_SYMTABNO, 4);
        entry("DT_VERSYM", DynamicEntry.DT_VERSYM, BASE + at("versym"));
        entry("DT_VERNEED", DynamicEntry.DT_VERNEED, BASE + at("verneed"));
        entry("DT_VERNEEDNUM", 0x6fff_ffffL, 1);
        entry("DT_FLAGS", DynamicEntry.DT_FLAGS, DynamicEntry.DF_BIND_NOW);
        entry("DT_NULL", 0, 0);
        put("p_offset INTERP", at("interp"));
        put("p_filesz INTERP", 11);
        put("p_offset NOTE", at("note"));
        put("p_filesz NOTE", 20);
        put("p_offset DYNAMIC", at("dynamic"));
        put("p_vaddr DYNAMIC", BASE + at("dynamic"));
        put("p_filesz DYNAMIC", file.position() - at("dynamic"));
    }

    private void entry(String name, long tag, long value) {
        words("d_tag " + name, tag);
        words(name, value);
    }

    private void sections() {
        put("e_shoff", file.position());
        section("NULL", 0, 0, 0, 0, 0);
        int symbols = at("gnuHash") - at("symbols");
        section("DYNSYM", 1, SectionHeader.SHT_DYNSYM, at("symbols"), symbols, 2);
        section("DYNSTR", 9, SectionHeader.SHT_STRTAB, at("strings"), STRINGS.length, 0);
        section("DYNAMIC", 17, SectionHeader.SHT_DYNAMIC, at("dynamic"), at("names") - at("dynamic"), 2);
        section("SYMTAB", 26, SectionHeader.SHT_SYMTAB, at("symbols"), symbols, 2);
        section("NOTE", 34, SectionHeader.SHT_NOTE, at("note"), 20, 0);
        section("MODINFO", 40, 1, at("names"), 0, 0);
        section("NAMES", 49, SectionHeader.SHT_STRTAB, at("names"), SECTION_NAMES.length, 0);
    }

    private void section(String name, int nameOffset, long type, int offset, int size, int link) {
        ints("sh_name " + name, nameOffset);
        ints("sh_type " + name, (int) type);
        words("sh_flags " + name, 2);
        words("sh_addr " + name, BASE + offset);
        words("sh_offset " + name, offset);
        words("sh_size " + name, size);
        ints("sh_link " + name, link);
        ints("sh_info " + name, 0);
        words("sh_addralign", 4);
        words("sh_entsize", 0);
    }

    private void place(String name) {
        while (file.position() % 4 != 0) {
            file.put((byte) 0);
        }
        places.put(name, file.position());
    }

    private void ints(String name, int value) {
        places.put(name, file.position());
        file.putInt(value);
    }

    private void ints(int... values) {
        Arrays.stream(values).forEach(file::putInt);
    }

    private void shorts(String name, int value) {
        places.put(name, file.position());
        file.putShort((short) value);
    }

    private void shorts(int... values) {
        Arrays.stream(values).forEach(value -> file.putShort((short) value));
    }

    private void words(String name, long value) {
        places.put(name, file.position());
        if (wide) {
            file.putLong(value);
        } else {
            file.putInt((int) value);
        }
    }

    int at(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    /// Overwrites a field of the file's word size.
    ElfSample put(String name, long value) {
        if (wide) {
            file.putLong(at(name), value);
        } else {
            file.putInt(at(name), (int) value);
        }
        return this;
    }

    /// Overwrites a field of 16 bits.
    ElfSample put16(String name, int value) {
        file.putShort(at(name), (short) value);
        return this;
    }

    /// Overwrites a field of 32 bits, so many bytes behind a place.
    ElfSample put32(String name, int behind, int value) {
        file.putInt(at(name) + behind, value);
        return this;
    }

    /// Takes an entry of the dynamic section away.
    ElfSample without(String entry) {
        return put("d_tag " + entry, 0x6000_0001);
    }

    byte[] array() {
        return Arrays.copyOf(file.array(), file.limit());
    }

    Bytes bytes() {
        return Bytes.of(array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
