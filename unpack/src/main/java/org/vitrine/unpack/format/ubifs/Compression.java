package org.vitrine.unpack.format.ubifs;

import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.codec.DeflateBlock;
import org.vitrine.unpack.codec.Lzo1x;
import org.vitrine.unpack.codec.Zstd;

/// The numbers of the compressors, and what undoes them (`enum` of `UBIFS_COMPR_`).
final class Compression {
    static final int NONE = 0;
    private static final int LZO = 1;
    private static final int ZLIB = 2;
    private static final int ZSTD = 3;

    private Compression() {}

    /// Decodes the first `length` bytes of `stored`.
    ///
    /// @return how many bytes were decoded
    /// @throws Unreadable when they can't be, or to more than fit
    static int decode(int number, byte[] stored, int length, byte[] decoded) throws Unreadable {
        return switch (number) {
            case NONE -> {
                int copied = Math.min(length, decoded.length);
                System.arraycopy(stored, 0, decoded, 0, copied);
                yield copied;
            }
            case LZO -> Lzo1x.decode(stored, 0, length, decoded, 0, decoded.length);
            case ZLIB -> DeflateBlock.decode(stored, 0, length, decoded, 0, decoded.length, false);
            case ZSTD -> Zstd.decode(stored, 0, length, decoded, 0, decoded.length);
            default -> throw new Unsupported(0, "compr_type", "number " + number + " is not known");
        };
    }

    /// Its name as mkfs.ubifs spells it.
    static String name(int number) {
        return switch (number) {
            case NONE -> "none";
            case LZO -> "lzo";
            case ZLIB -> "zlib";
            case ZSTD -> "zstd";
            default -> "number " + number;
        };
    }
}
