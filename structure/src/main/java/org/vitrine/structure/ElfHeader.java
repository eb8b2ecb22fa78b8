package org.vitrine.structure;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The ELF header: what a file says of itself before anything else (System V gABI, "ELF Header"). Offsets are in
/// bytes from the start of the content; counts are as they stand, before the extensions for large tables.
///
/// @param bits the word size, 32 or 64 (EI_CLASS)
/// @param order the byte order (EI_DATA)
/// @param osabi EI_OSABI
/// @param type e_type
/// @param machine e_machine; [ElfMachine] has its name
/// @param version e_version
/// @param entry e_entry, an address
/// @param phoff e_phoff, where the program headers start
/// @param shoff e_shoff, where the section headers start
/// @param flags e_flags
/// @param ehsize e_ehsize, bytes of this header
/// @param phentsize e_phentsize, bytes of a program header
/// @param phnum e_phnum, how many there are; 0xffff when section header 0 holds the number
/// @param shentsize e_shentsize, bytes of a section header
/// @param shnum e_shnum, how many there are; 0 when section header 0 holds the number
/// @param shstrndx e_shstrndx, the section with the sections' names; 0xffff when section header 0 holds it
public record ElfHeader(
        int bits,
        ByteOrder order,
        int osabi,
        int type,
        int machine,
        long version,
        long entry,
        long phoff,
        long shoff,
        long flags,
        int ehsize,
        int phentsize,
        int phnum,
        int shentsize,
        int shnum,
        int shstrndx) {
    /// e_type of a file without a type.
    public static final int ET_NONE = 0;
    /// e_type of a relocatable file: an object, a kernel module.
    public static final int ET_REL = 1;
    /// e_type of a program at a fixed address.
    public static final int ET_EXEC = 2;
    /// e_type of a shared object and of a position-independent program.
    public static final int ET_DYN = 3;
    /// e_type of a core dump.
    public static final int ET_CORE = 4;

    /// e_phnum when the number of program headers stands in section header 0 (gABI, "sh_info").
    static final int PN_XNUM = 0xffff;
    /// e_shstrndx when the index stands in section header 0 (gABI, "sh_link").
    static final int SHN_XINDEX = 0xffff;

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    /// Whether the content starts with the four bytes every ELF file starts with.
    public static boolean startsWithMagic(Bytes content) {
        return content.matches(0, MAGIC);
    }

    /// The header at the start of a content.
    ///
    /// @throws Malformed when the magic, the class or the byte order is none, when it ends too early, or when what
    ///     follows e_ident is no ELF header in any of its fixed fields
    static ElfHeader read(Bytes content) throws Malformed {
        if (!startsWithMagic(content)) {
            throw new Malformed(0, "EI_MAG", "is not 7f 45 4c 46");
        }
        int wordClass = content.u8(4, "EI_CLASS");
        if (wordClass != 1 && wordClass != 2) {
            throw new Malformed(4, "EI_CLASS", "must be 1 or 2 but was " + wordClass);
        }
        int data = content.u8(5, "EI_DATA");
        if (data != 1 && data != 2) {
            throw new Malformed(5, "EI_DATA", "must be 1 or 2 but was " + data);
        }
        boolean wide = wordClass == 2;
        ByteOrder order = data == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        content.require(0, wide ? 64 : 52, "Ehdr");
        long at = wide ? 48 : 36;
        ElfHeader header = new ElfHeader(
                wide ? 64 : 32,
                order,
                content.u8(7, "EI_OSABI"),
                content.u16(16, order, "e_type"),
                content.u16(18, order, "e_machine"),
                content.u32(20, order, "e_version"),
                wide ? content.i64(24, order, "e_entry") : content.u32(24, order, "e_entry"),
                wide ? content.i64(32, order, "e_phoff") : content.u32(28, order, "e_phoff"),
                wide ? content.i64(40, order, "e_shoff") : content.u32(32, order, "e_shoff"),
                content.u32(at, order, "e_flags"),
                content.u16(at + 4, order, "e_ehsize"),
                content.u16(at + 6, order, "e_phentsize"),
                content.u16(at + 8, order, "e_phnum"),
                content.u16(at + 10, order, "e_shentsize"),
                content.u16(at + 12, order, "e_shnum"),
                content.u16(at + 14, order, "e_shstrndx"));
        header.requireOneFixedField();
        return header;
    }

    /// Loaders look at few of the fixed fields, so one wrong field is no reason to refuse. Text that merely
    /// follows an e_ident has none of them right.
    private void requireOneFixedField() throws Malformed {
        boolean plausible = version == 1
                || ehsize == (isWide() ? 64 : 52)
                || phentsize == ProgramHeader.size(this)
                || shentsize == SectionHeader.size(this);
        if (!plausible) {
            throw new Malformed(16, "Ehdr", "no version or size in it is that of an ELF header");
        }
    }

    /// Bytes of an address, an offset or a size in files of this class.
    int word() {
        return isWide() ? 8 : 4;
    }

    /// Whether words are of 64 bits.
    public boolean isWide() {
        return bits == 64;
    }

    /// Whether numbers are little-endian.
    public boolean isLittle() {
        return order == ByteOrder.LITTLE_ENDIAN;
    }
}
