package org.vitrine.unpack.format.ubi;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The header at the start of every physical erase block (`struct ubi_ec_hdr`): 64 bytes.
///
/// @param count how often the block was erased
/// @param vidOffset of the volume identifier header in the block
/// @param dataOffset of the data in the block
/// @param imageSequence a number that all blocks of one image share
public record EraseCounter(long count, long vidOffset, long dataOffset, int imageSequence) {
    /// Bytes of the header.
    public static final int SIZE = 64;

    private static final int MAGIC = 0x55424923;

    /// The header at `at`; empty when there is none with a right checksum.
    public static Optional<EraseCounter> at(Bytes image, long at) throws Malformed {
        if (!image.holds(at, SIZE)
                || image.i32(at, BIG_ENDIAN, "magic") != MAGIC
                || image.u8(at + 4, "version") != 1
                || Crc.of(image, at, SIZE - 4, "ec_hdr") != image.i32(at + 60, BIG_ENDIAN, "hdr_crc")) {
            return Optional.empty();
        }
        return Optional.of(new EraseCounter(
                image.i64(at + 8, BIG_ENDIAN, "ec"),
                image.u32(at + 16, BIG_ENDIAN, "vid_hdr_offset"),
                image.u32(at + 20, BIG_ENDIAN, "data_offset"),
                image.i32(at + 24, BIG_ENDIAN, "image_seq")));
    }

    /// Whether another block is laid out the same and can be of the same image.
    boolean goesWith(EraseCounter other) {
        return vidOffset == other.vidOffset && dataOffset == other.dataOffset && imageSequence == other.imageSequence;
    }
}
