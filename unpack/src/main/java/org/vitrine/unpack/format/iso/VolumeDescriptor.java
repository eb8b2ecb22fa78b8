package org.vitrine.unpack.format.iso;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A descriptor of the volume or of a further view of it (ECMA-119 sections 8.4 and 8.5).
///
/// @param at where it stands, from the start of the volume
/// @param type 0 boot record, 1 primary, 2 supplementary, 3 partition, 255 the last
/// @param joliet whether its names are UCS-2
public record VolumeDescriptor(long at, int type, boolean joliet) {
    /// Where the first one stands.
    public static final int FIRST = 16 * Disc.SECTOR;

    private static final byte[] IDENTIFIER = {'C', 'D', '0', '0', '1'};

    /// Whether one stands there.
    public static boolean standsAt(Bytes image, long at) {
        return image.matches(at + 1, IDENTIFIER);
    }

    /// The one at `at`.
    ///
    /// @throws Malformed when it isn't inside
    public static VolumeDescriptor of(Bytes image, long at) throws Malformed {
        int type = image.u8(at, "Volume Descriptor Type");
        image.require(at, Disc.SECTOR, "Volume Descriptor");
        boolean escapes = type == 2
                && image.u8(at + 88, "Escape Sequences") == '%'
                && image.u8(at + 89, "Escape Sequences") == '/';
        int level = image.u8(at + 90, "Escape Sequences");
        return new VolumeDescriptor(at, type, escapes && (level == '@' || level == 'C' || level == 'E'));
    }

    /// Bytes of a logical block.
    ///
    /// @throws Malformed when it is none that the standard allows, or its two numbers differ
    public static int blockSize(Bytes image, long at) throws Malformed {
        int block = image.u16(at + 128, LITTLE_ENDIAN, "Logical Block Size");
        boolean sane = block >= 512 && block <= Disc.SECTOR && Integer.bitCount(block) == 1;
        if (!sane || image.u16(at + 130, BIG_ENDIAN, "Logical Block Size") != block) {
            throw new Malformed(at + 128, "Logical Block Size", Integer.toString(block));
        }
        return block;
    }
}
