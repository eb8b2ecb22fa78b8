package org.vitrine.unpack.format.ubi;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;

/// A line of the volume table (`struct ubi_vtbl_record`): 172 bytes.
///
/// @param number of the volume
/// @param reserved physical blocks kept for it
/// @param alignment of its logical blocks, in bytes
/// @param dataPad bytes at the end of each block that the alignment takes
/// @param fixed whether it is static
/// @param updating whether an update was begun and not ended
/// @param flags 1: grows into free space at the first start; 2: its checksums aren't checked when it is opened
record VolumeRecord(
        int number,
        long reserved,
        long alignment,
        long dataPad,
        boolean fixed,
        boolean updating,
        Name name,
        int flags) {
    static final int SIZE = 172;

    /// No table has more lines.
    static final int MOST = 128;

    private static final int NAME_SIZE = 128;
    private static final int NAME_AT = 16;

    /// The lines of a copy of the table that are in use.
    ///
    /// @throws Malformed when the checksum of any line is wrong
    static List<VolumeRecord> table(Bytes block) throws Malformed {
        List<VolumeRecord> records = new ArrayList<>();
        for (int i = 0; i < lines(block); i++) {
            long at = (long) i * SIZE;
            if (Crc.of(block, at, SIZE - 4, "vtbl_record") != block.i32(at + 168, BIG_ENDIAN, "crc")) {
                throw new Malformed(at + 168, "vtbl_record.crc", "is not that of line " + i);
            }
            long reserved = block.u32(at, BIG_ENDIAN, "reserved_pebs");
            if (reserved != 0) {
                int length = Math.min(NAME_SIZE, block.u16(at + 14, BIG_ENDIAN, "name_len"));
                records.add(new VolumeRecord(
                        i,
                        reserved,
                        block.u32(at + 4, BIG_ENDIAN, "alignment"),
                        block.u32(at + 8, BIG_ENDIAN, "data_pad"),
                        block.u8(at + 12, "vol_type") == 2,
                        block.u8(at + 13, "upd_marker") != 0,
                        Name.of(Arrays.copyOf(block.array(at + NAME_AT, NAME_SIZE, "name"), length)),
                        block.u8(at + 144, "flags")));
            }
        }
        return records;
    }

    /// How many lines a block has room for.
    static int lines(Bytes block) {
        return (int) Math.min(MOST, block.size() / SIZE);
    }

    /// What the table says beside name, type and size.
    String attributes(long mapped) {
        StringBuilder text = new StringBuilder("reserved_pebs=" + reserved + " mapped=" + mapped);
        text.append(" alignment=").append(alignment);
        if (dataPad != 0) {
            text.append(" data_pad=").append(dataPad);
        }
        if (updating) {
            text.append(" upd_marker");
        }
        if ((flags & 1) != 0) {
            text.append(" autoresize");
        }
        if ((flags & 2) != 0) {
            text.append(" skip_crc_check");
        }
        return text.toString();
    }
}
