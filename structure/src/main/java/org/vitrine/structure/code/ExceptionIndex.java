package org.vitrine.structure.code;

import java.nio.ByteOrder;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ProgramHeader;

/// ARM's table of exception indices, `.ARM.exidx` (Exception Handling ABI for the Arm Architecture,
/// section 6): pairs of words of which the first, relative to itself, is the address of a function.
final class ExceptionIndex {
    private static final long PT_ARM_EXIDX = 0x7000_0001L;
    private static final long MOST = 1L << 26;

    private ExceptionIndex() {}

    /// Takes an address at which a function starts.
    interface Taker {
        void start(long address);
    }

    /// Gives all addresses of a linked file's table to `taker`.
    ///
    /// @throws Unreadable when it isn't inside the file
    static void read(Elf elf, Taker taker) throws Unreadable {
        Optional<ProgramHeader> header = elf.programHeader(PT_ARM_EXIDX);
        if (header.isEmpty()) {
            return;
        }
        ByteOrder order = elf.header().order();
        long size = Math.clamp(header.get().fileSize(), 0, MOST);
        Bytes table = Bytes.of(elf.content().array(header.get().offset(), size, "PT_ARM_EXIDX"));
        for (long at = 0; at <= table.size() - 8; at += 8) {
            int relative = table.i32(at, order, "function") << 1 >> 1;
            taker.start(header.get().address() + at + relative & 0xffff_ffffL);
        }
    }
}
