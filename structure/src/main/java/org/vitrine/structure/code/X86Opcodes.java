package org.vitrine.structure.code;

/// What follows each x86-64 opcode, a character each (Intel 64 and IA-32 Architectures Software
/// Developer's Manual, volume 2, appendix A): `0` nothing, `M` an operand with a ModRM byte, `b` `w` `z`
/// `v` an immediate of one byte, of two, of four (two with 66), of up to eight; `B` `Z` an operand and
/// such an immediate; `G` `H` an operand, and an immediate for the first two of eight instructions; `j`
/// `J` a jump of one byte, of four; `o` an address, `e` three bytes; `P` a prefix, `R` REX, `V` VEX, `E`
/// EVEX, `A` XOP or an operand, `X` `Y` `T` a further opcode; `-` no instruction.
final class X86Opcodes {
    /// The opcodes of one byte.
    static final String ONE = "MMMMbz--MMMMbz-X"
            + "MMMMbz--MMMMbz--"
            + "MMMMbzP-MMMMbzP-"
            + "MMMMbzP-MMMMbzP-"
            + "RRRRRRRRRRRRRRRR"
            + "0000000000000000"
            + "--EMPPPPzZbB0000"
            + "jjjjjjjjjjjjjjjj"
            + "BZ-BMMMMMMMMMMMA"
            + "0000000000-00000"
            + "oooo0000bz000000"
            + "bbbbbbbbvvvvvvvv"
            + "BBw0VVBZe0w00b-0"
            + "MMMM---0MMMMMMMM"
            + "jjjjbbbbJJ-j0000"
            + "P0PP00GH000000MM";

    /// The opcodes behind 0F.
    static final String TWO = "MMMM-00000-0-M0B"
            + "MMMMMMMMMMMMMMMM"
            + "MMMM----MMMMMMMM"
            + "000000-0Y-T-----"
            + "MMMMMMMMMMMMMMMM"
            + "MMMMMMMMMMMMMMMM"
            + "MMMMMMMMMMMMMMMM"
            + "BBBBMMM0MM--MMMM"
            + "JJJJJJJJJJJJJJJJ"
            + "MMMMMMMMMMMMMMMM"
            + "000MBMMM000MBMMM"
            + "MMMMMMMMMMBMMMMM"
            + "MMBMBBBM00000000"
            + "MMMMMMMMMMMMMMMM"
            + "MMMMMMMMMMMMMMMM"
            + "MMMMMMMMMMMMMMMM";

    private X86Opcodes() {}
}
