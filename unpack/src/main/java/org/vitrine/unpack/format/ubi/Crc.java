package org.vitrine.unpack.format.ubi;

import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The checksum of UBI and UBIFS: CRC-32 that is not inverted in the end.
public final class Crc {
    private Crc() {}

    /// That of `length` bytes from `at`.
    ///
    /// @throws Malformed when they aren't inside
    public static int of(Bytes image, long at, long length, String field) throws Malformed {
        CRC32 crc = new CRC32();
        image.slice(at, length, field).feed(crc::update);
        return (int) ~crc.getValue();
    }
}
