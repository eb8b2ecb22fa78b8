package org.vitrine.unpack.format.squashfs;

import java.util.zip.Inflater;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;

/// What a thread needs again and again to decode blocks: two buffers, an inflater, the arrays of the LZMA
/// decoders.
final class Workbench {
    private static final ThreadLocal<Workbench> MINE = ThreadLocal.withInitial(Workbench::new);

    private final Inflater inflater = new Inflater();
    private final ArrayCache arrays = new BasicArrayCache();
    private byte[] stored = new byte[0];
    private byte[] decoded = new byte[0];

    /// That of the current thread.
    static Workbench mine() {
        return MINE.get();
    }

    Inflater inflater() {
        return inflater;
    }

    ArrayCache arrays() {
        return arrays;
    }

    /// A buffer for a block as it is stored; `size` is never more than a data block's.
    byte[] stored(int size) {
        if (stored.length < size) {
            stored = new byte[size];
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
