package org.vitrine.unpack.format.jffs2;

import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The checksum of JFFS2: the polynomial of CRC-32, but started with zero and not inverted in the end.
public final class Crc {
    private static final byte[] TO_ZERO = {-1, -1, -1, -1};

    private Crc() {}

    /// That of some bytes of an array.
    public static int of(byte[] bytes, int at, int length) {
        CRC32 crc = started();
        crc.update(bytes, at, length);
        return (int) ~crc.getValue();
    }

    /// That of some bytes of an image.
    ///
    /// @throws Malformed when they aren't inside
    static int of(Bytes image, long at, long length, String field) throws Malformed {
        CRC32 crc = started();
        image.slice(at, length, field).feed(crc::update);
        return (int) ~crc.getValue();
    }

    /// Four bytes of ones take the usual start, all ones, to zero.
    private static CRC32 started() {
        CRC32 crc = new CRC32();
        crc.update(TO_ZERO);
        return crc;
    }
}
