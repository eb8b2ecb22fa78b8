package org.vitrine.unpack.codec;

import java.nio.ByteOrder;

/// A number made of fields of some bits each, in the order in which a C compiler lays them out: from the
/// lowest bit on in little-endian images, from the highest in big-endian ones. Not safe for several
/// threads.
public final class BitFields {
    private final long bits;
    private final int width;
    private final ByteOrder order;
    private int taken;

    /// The fields of `bits`, which are `width` bits in all.
    public BitFields(long bits, int width, ByteOrder order) {
        this.bits = bits;
        this.width = width;
        this.order = order;
    }

    /// The next field.
    public int take(int size) {
        int shift = order == ByteOrder.LITTLE_ENDIAN ? taken : width - taken - size;
        taken += size;
        return (int) (bits >>> shift) & (1 << size) - 1;
    }
}
