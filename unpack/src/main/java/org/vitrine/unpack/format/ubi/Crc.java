package org.vitrine.unpack.format.ubi;

import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The checksum of UBI and UBIFS: CRC-32 that is not inverted in the end.
public final class Crc {
    private static final int BLOCK = 1 << 16;

    private Crc() {}

    /// That of `length` bytes from `at`.
    ///
    /// @throws Malformed when they aren't inside
    public static int of(Bytes image, long at, long length, String field) throws Malformed {
        image.require(at, length, field);
        CRC32 crc = new CRC32();
        byte[] block = new byte[(int) Math.min(BLOCK, length)];
        for (long done = 0; done < length; done += block.length) {
            int step = (int) Math.min(block.length, length - done);
            image.copy(at + done, block, 0, step, field);
            crc.update(block, 0, step);
        }
        return (int) ~crc.getValue();
    }
}
