package org.vitrine.unpack.format.squashfs;

import java.util.zip.Inflater;
import org.vitrine.unpack.codec.Lzma;
import org.vitrine.unpack.codec.XzBlock;

/// What a thread needs again and again to decode blocks: two buffers, an inflater, the arrays of the LZMA
/// decoders.
final class Workbench {
    private static final ThreadLocal<Workbench> MINE = ThreadLocal.withInitial(Workbench::new);

    private final Inflater inflater = new Inflater();
    private final XzBlock xz = new XzBlock();
    private final Lzma lzma = new Lzma();
    private byte[] stored = new byte[0];
    private byte[] decoded = new byte[0];

    /// That of the current thread.
    static Workbench mine() {
        return MINE.get();
    }

    Inflater inflater() {
        return inflater;
    }

    XzBlock xz() {
        return xz;
    }

    Lzma lzma() {
        return lzma;
    }

    /// A buffer for a block as it is stored, with the slack that [Lzma] asks for behind it; `size` is never
    /// more than a data block's.
    byte[] stored(int size) {
        if (stored.length < size + Lzma.SLACK) {
            stored = new byte[size + Lzma.SLACK];
        }
        return stored;
    }

    /// A buffer for a decoded block; `size` is never more than a data block's.
    byte[] decoded(int size) {
        if (decoded.length < size) {
            decoded = new byte[size];
        }
        return decoded;
    }
}
