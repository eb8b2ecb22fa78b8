package org.vitrine.structure.code;

import java.nio.ByteOrder;

/// What decoders need to know of the whole file.
///
/// @param machine e_machine
/// @param flags e_flags
/// @param wide whether words are of 64 bits
/// @param order the byte order of code
/// @param fixed whether it lies at fixed addresses, so that code may hold addresses
/// @param low the lowest address that is mapped
/// @param high the first address behind what is mapped
/// @param localGot for MIPS, how many bytes of the global offset table hold pages rather than symbols
record Image(
        int machine, long flags, boolean wide, ByteOrder order, boolean fixed, long low, long high, long localGot) {
    /// Whether a value that stands in code is an address of the image. Small numbers are none, whatever
    /// is mapped.
    boolean holds(long value) {
        return fixed && value >= Math.max(low, 0x1000) && value < high;
    }
}
