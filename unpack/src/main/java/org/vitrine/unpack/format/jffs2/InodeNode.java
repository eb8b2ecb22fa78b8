package org.vitrine.unpack.format.jffs2;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A version of an inode, and a piece of its content (`struct jffs2_raw_inode`).
///
/// @param at offset of the node
/// @param version counts up with each node of the inode; unsigned
/// @param offset of its piece in the file
/// @param size of the piece, decoded
/// @param stored bytes of the piece in the node
/// @param compression how the piece is encoded
/// @param damaged whether the checksum of the piece is wrong, or its length
record InodeNode(long at, int version, long offset, long size, int stored, int compression, boolean damaged) {
    /// Bytes before the data.
    static final int SIZE = 68;

    /// What its checksum covers.
    static final int CHECKED = 60;

    static int ino(Bytes image, long at, ByteOrder order) throws Malformed {
        return image.i32(at + 12, order, "ino");
    }

    static InodeNode of(Bytes image, NodeHeader header, ByteOrder order) throws Malformed {
        long at = header.at();
        long stored = image.u32(at + 48, order, "csize");
        boolean damaged = stored > header.length() - SIZE || !image.holds(at + SIZE, stored);
        if (!damaged) {
            damaged = Crc.of(image, at + SIZE, stored, "data") != image.i32(at + 60, order, "data_crc");
        }
        return new InodeNode(
                at,
                image.i32(at + 16, order, "version"),
                image.u32(at + 44, order, "offset"),
                image.u32(at + 52, order, "dsize"),
                damaged ? 0 : (int) stored,
                image.u8(at + 56, "compr"),
                damaged);
    }

    /// Offset of the first byte of the file behind the piece.
    long end() {
        return offset + size;
    }

    /// Whether it is newer than another of the same inode. Of equal versions the one further behind is a copy that
    /// the garbage collection made.
    boolean outdoes(InodeNode other) {
        int compared = Integer.compareUnsigned(version, other.version);
        return compared > 0 || compared == 0 && at > other.at;
    }
}
