package org.vitrine.structure.code;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.IntFunction;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.ElfMachine;
import org.vitrine.structure.SectionHeader;

/// The fields of an object's code that relocations fill in (System V gABI, "Relocation"). Those with
/// addends of their own leave the field itself empty; the others keep the addend in it, which this makes
/// zero.
final class Relocations {
    private static final long SHT_REL = 9;

    private Relocations() {}

    /// Makes zero what is relocated in the code of an object.
    ///
    /// @param spanOf the span that a section is
    /// @throws Unreadable when a table of relocations isn't inside the file
    static void clear(Elf elf, IntFunction<Optional<Span>> spanOf) throws Unreadable {
        ElfHeader header = elf.header();
        if (header.type() != ElfHeader.ET_REL || header.isWide()) {
            return;
        }
        long total = 0;
        for (SectionHeader section : elf.sections()) {
            Optional<Span> span = section.type() == SHT_REL ? spanOf.apply((int) section.info()) : Optional.empty();
            if (span.isPresent()) {
                ByteBuffer table = ByteBuffer.wrap(elf.content().array(section.offset(), section.size(), "sh_offset"))
                        .order(header.order());
                total += table.capacity();
                if (total > elf.content().size()) {
                    throw new LimitReached("bytes of relocations", elf.content().size(), total);
                }
                clear(header, table, span.get().code());
            }
        }
    }

    private static void clear(ElfHeader header, ByteBuffer table, byte[] code) {
        boolean little = header.order() == ByteOrder.LITTLE_ENDIAN;
        for (int at = 0; at <= table.capacity() - 8; at += 8) {
            long offset = Integer.toUnsignedLong(table.getInt(at));
            int type = Byte.toUnsignedInt(table.get(little ? at + 4 : at + 7));
            int mask = header.machine() == ElfMachine.ARM ? arm(type) : mips(type);
            if (mask != 0 && offset <= code.length - 4) {
                int position = (int) offset;
                for (int i = 0; i < 4; i++) {
                    int shift = little ? 8 * i : 24 - 8 * i;
                    code[position + i] &= (byte) ~(mask >>> shift);
                }
            }
        }
    }

    /// The relocated bits of a word, by type (ELF for the Arm Architecture, "Relocation types").
    private static int arm(int type) {
        return switch (type) {
            // PC24, PLT32, CALL, JUMP24
            case 1, 27, 28, 29 -> 0x00ff_ffff;
            // ABS32, REL32, GOTOFF32, BASE_PREL, GOT_BREL, TARGET1, TARGET2, PREL31, GOT_ABS, GOT_PREL
            case 2, 3, 24, 25, 26, 38, 41, 42, 95, 96 -> 0xffff_ffff;
            // MOVW and MOVT, absolute and relative
            case 43, 44, 45, 46 -> 0x000f_0fff;
            // THM_CALL, THM_JUMP24: two halves, the first in the lower half of a little-endian word
            case 10, 30 -> 0x2fff_07ff;
            // THM_JUMP19
            case 51 -> 0x2fff_043f;
            // THM_MOVW and THM_MOVT
            case 47, 48, 49, 50 -> 0x70ff_040f;
            // THM_JUMP11, THM_JUMP8
            case 102 -> 0x0000_07ff;
            case 103 -> 0x0000_00ff;
            default -> 0;
        };
    }

    /// The relocated bits of a word, by type (System V ABI, MIPS RISC Processor Supplement,
    /// "Relocation").
    private static int mips(int type) {
        return switch (type) {
            // 32, GPREL32
            case 2, 12 -> 0xffff_ffff;
            // 26
            case 4 -> 0x03ff_ffff;
            // HI16, LO16, GPREL16, LITERAL, GOT16, PC16, CALL16
            case 5, 6, 7, 8, 9, 10, 11 -> 0x0000_ffff;
            // GOT_HI16, GOT_LO16, CALL_HI16, CALL_LO16
            case 22, 23, 30, 31 -> 0x0000_ffff;
            default -> 0;
        };
    }
}
