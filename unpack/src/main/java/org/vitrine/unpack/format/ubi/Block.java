package org.vitrine.unpack.format.ubi;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A physical erase block that belongs to a volume, by its volume identifier header (`struct ubi_vid_hdr`).
///
/// @param at offset of the physical block
/// @param fixed whether its volume is static
/// @param copy whether it is a copy, which counts only where its data's checksum is right
/// @param volume number of the volume
/// @param number of the logical block in the volume
/// @param dataSize bytes of data; 0 where a dynamic volume says nothing
/// @param used how many blocks a static volume has
/// @param dataPad bytes at the end of the block that are not used
/// @param dataCrc checksum of the data
/// @param sequence grows with each block that is written; unsigned
record Block(
        long at,
        boolean fixed,
        boolean copy,
        int volume,
        long number,
        long dataSize,
        long used,
        long dataPad,
        int dataCrc,
        long sequence) {
    /// Bytes of the header.
    static final int SIZE = 64;

    private static final int MAGIC = 0x55424921;
    private static final int STATIC = 2;

    /// The block whose header is at `header`; empty when there is none: it is erased.
    ///
    /// @throws Malformed when there is one, but its checksum is wrong
    static Optional<Block> at(Bytes image, long at, long header) throws Malformed {
        if (!image.holds(header, SIZE) || image.i32(header, BIG_ENDIAN, "magic") != MAGIC) {
            return Optional.empty();
        }
        if (Crc.of(image, header, SIZE - 4, "vid_hdr") != image.i32(header + 60, BIG_ENDIAN, "hdr_crc")) {
            throw new Malformed(header + 60, "vid_hdr.hdr_crc", "is not that of the header");
        }
        return Optional.of(new Block(
                at,
                image.u8(header + 5, "vol_type") == STATIC,
                image.u8(header + 6, "copy_flag") != 0,
                image.i32(header + 8, BIG_ENDIAN, "vol_id"),
                image.u32(header + 12, BIG_ENDIAN, "lnum"),
                image.u32(header + 20, BIG_ENDIAN, "data_size"),
                image.u32(header + 24, BIG_ENDIAN, "used_ebs"),
                image.u32(header + 28, BIG_ENDIAN, "data_pad"),
                image.i32(header + 32, BIG_ENDIAN, "data_crc"),
                image.i64(header + 40, BIG_ENDIAN, "sqnum")));
    }
}
