package org.vitrine.unpack.format.cramfs;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.codec.BitFields;

/// An inode of 12 bytes, which stands before its name in its folder.
///
/// @param at where it stands
/// @param mode type and permission bits
/// @param uid numeric owner
/// @param size bytes of the content, below 16 MiB; of a device its number
/// @param gid the low 8 bits of the numeric group
/// @param nameSize bytes of the name behind it, zeros at its end among them
/// @param offset where its content starts
record Inode(long at, int mode, int uid, int size, int gid, int nameSize, long offset) {
    static final int SIZE = 12;

    static Inode of(Bytes image, long at, ByteOrder order) throws Malformed {
        BitFields first = new BitFields(image.u32(at, order, "inode.mode"), 32, order);
        BitFields second = new BitFields(image.u32(at + 4, order, "inode.size"), 32, order);
        BitFields third = new BitFields(image.u32(at + 8, order, "inode.offset"), 32, order);
        return new Inode(
                at,
                first.take(16),
                first.take(16),
                second.take(24),
                second.take(8),
                third.take(6) * 4,
                third.take(26) * 4L);
    }

    boolean isFolder() {
        return (mode & 0xf000) == 0x4000;
    }

    /// Offset of the first byte behind it and its name.
    long end() {
        return at + SIZE + nameSize;
    }
}
