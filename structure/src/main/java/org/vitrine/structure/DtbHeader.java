package org.vitrine.structure;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The header of a flattened devicetree: 40 bytes, all fields big-endian (Devicetree Specification v0.4, section
/// 5.2). Offsets count from its own start.
///
/// @param totalSize bytes of the whole blob, gaps and the free space behind the last block included
/// @param structure off_dt_struct
/// @param strings off_dt_strings
/// @param reservations off_mem_rsvmap
/// @param version 16 or later
/// @param lastCompatible the oldest version that a reader may take it for
/// @param bootCpu boot_cpuid_phys
/// @param stringsSize size_dt_strings in bytes
/// @param structureSize size_dt_struct in bytes; version 16 doesn't say it, then what is left of the blob
public record DtbHeader(
        long totalSize,
        long structure,
        long strings,
        long reservations,
        long version,
        long lastCompatible,
        long bootCpu,
        long stringsSize,
        long structureSize) {
    /// The first four bytes.
    public static final int MAGIC = 0xd00dfeed;

    /// Bytes of the header.
    public static final int SIZE = 40;

    /// Version 16 ends before size_dt_struct.
    private static final int OLD_SIZE = 36;

    private static final long SIZED = 17;

    /// The header at `at`, if all its fields make sense together and a root node stands where it points.
    ///
    /// @param blob the bytes around; they may end before the blob does
    public static Optional<DtbHeader> at(Bytes blob, long at) {
        try {
            if (!blob.holds(at, SIZE) || blob.i32(at, BIG_ENDIAN, "magic") != MAGIC) {
                return Optional.empty();
            }
            DtbHeader header = read(blob, at);
            return header.isSane() && header.hasRoot(blob, at) ? Optional.of(header) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static DtbHeader read(Bytes blob, long at) throws Malformed {
        long total = blob.u32(at + 4, BIG_ENDIAN, "totalsize");
        long structure = blob.u32(at + 8, BIG_ENDIAN, "off_dt_struct");
        long version = blob.u32(at + 20, BIG_ENDIAN, "version");
        return new DtbHeader(
                total,
                structure,
                blob.u32(at + 12, BIG_ENDIAN, "off_dt_strings"),
                blob.u32(at + 16, BIG_ENDIAN, "off_mem_rsvmap"),
                version,
                blob.u32(at + 24, BIG_ENDIAN, "last_comp_version"),
                blob.u32(at + 28, BIG_ENDIAN, "boot_cpuid_phys"),
                blob.u32(at + 32, BIG_ENDIAN, "size_dt_strings"),
                version >= SIZED ? blob.u32(at + 36, BIG_ENDIAN, "size_dt_struct") : total - structure);
    }

    private boolean isSane() {
        return version >= 16
                && version < 256
                && lastCompatible <= SIZED
                && totalSize >= OLD_SIZE + 12
                && structure >= OLD_SIZE
                && structure % 4 == 0
                && reservations >= OLD_SIZE
                && reservations % 8 == 0
                && reservations < totalSize
                && structure + structureSize <= totalSize
                && strings + stringsSize <= totalSize;
    }

    /// A root has no name: a begin token, then four zeros.
    private boolean hasRoot(Bytes blob, long at) throws Malformed {
        long first = at + structure;
        // A no-op may stand before the root; nobody writes many.
        for (int i = 0; i < 16 && blob.i32(first, BIG_ENDIAN, "token") == DtbReader.NOP; i++) {
            first += 4;
        }
        return blob.i32(first, BIG_ENDIAN, "token") == DtbReader.BEGIN_NODE
                && blob.i32(first + 4, BIG_ENDIAN, "root name") == 0;
    }
}
