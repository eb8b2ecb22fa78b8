package org.vitrine.evidence;

import java.util.Arrays;

/// Zero bytes that stand nowhere: what a sparse file leaves out. It takes no memory, whatever its size.
public final class Hole extends Bytes {
    private final long size;

    private Hole(long size) {
        this.size = size;
    }

    /// So many zero bytes.
    ///
    /// @throws IllegalArgumentException when that is fewer than none: a mistake in the program
    public static Bytes of(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a hole of " + size + " bytes");
        }
        return size == 0 ? EMPTY : new Hole(size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    void copyUnchecked(long at, byte[] target, int offset, int length) {
        Arrays.fill(target, offset, offset + length, (byte) 0);
    }

    @Override
    int byteUnchecked(long at) {
        return 0;
    }

    @Override
    Bytes sliceUnchecked(long at, long length) {
        return of(length);
    }
}
