package org.vitrine.structure;

import java.nio.ByteBuffer;

/// A table of an ELF file in memory, and its numbers: in the file's order, and as wide as its class has them.
final class ElfTable {
    private final ByteBuffer bytes;
    private final boolean wide;

    /// A table of these bytes, which are not copied.
    ElfTable(byte[] bytes, ElfHeader header) {
        this.bytes = ByteBuffer.wrap(bytes).order(header.order());
        this.wide = header.isWide();
    }

    int size() {
        return bytes.capacity();
    }

    /// An octet without sign.
    int u8(int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }

    /// Two octets without sign.
    int u16(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    /// Four octets without sign.
    long u32(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    /// An address, an offset or a size: eight octets in a file of the wide class, four without sign in others.
    long word(int at) {
        return wide ? bytes.getLong(at) : u32(at);
    }
}
