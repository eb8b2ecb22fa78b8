package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.format.ubi.Crc;

/// A node by its common header (`struct ubifs_ch`): 24 bytes with magic, checksum, number, length and type.
///
/// @param at offset of the node in the file system
/// @param sequence grows with each node that is written; unsigned
/// @param length of the node in bytes, header included
/// @param type one of the constants
/// @param group whether it has to come with others: 1 more follow, 2 it is the last
record Node(long at, long sequence, int length, int type, int group) {
    /// Bytes of the common header.
    static final int HEADER = 24;

    static final int INODE = 0;
    static final int DATA = 1;
    static final int DIRENT = 2;
    static final int XENTRY = 3;
    static final int TRUNCATION = 4;
    static final int PADDING = 5;
    static final int SUPERBLOCK = 6;
    static final int MASTER = 7;
    static final int REFERENCE = 8;
    static final int INDEX = 9;
    static final int COMMIT_START = 10;
    static final int ORPHANS = 11;

    static final int IN_GROUP = 1;

    private static final int MAGIC = 0x06101831;

    /// The node at `at`; empty when there is none.
    ///
    /// @param end offset that no node passes: that of its erase block's end
    /// @throws Malformed when there is one, but its length or its checksum is wrong
    static Optional<Node> at(Bytes image, long at, long end) throws Malformed {
        if (at > end - HEADER || !image.holds(at, HEADER) || image.i32(at, LITTLE_ENDIAN, "magic") != MAGIC) {
            return Optional.empty();
        }
        long length = image.u32(at + 16, LITTLE_ENDIAN, "len");
        if (length < HEADER || length > end - at) {
            throw new Malformed(at + 16, "ch.len", length + " bytes, " + (end - at) + " left");
        }
        if (Crc.of(image, at + 8, length - 8, "node") != image.i32(at + 4, LITTLE_ENDIAN, "crc")) {
            throw new Malformed(at + 4, "ch.crc", "is not that of the node");
        }
        return Optional.of(new Node(
                at,
                image.i64(at + 8, LITTLE_ENDIAN, "sqnum"),
                (int) length,
                image.u8(at + 20, "node_type"),
                image.u8(at + 21, "group_type")));
    }

    /// Offset of the first byte behind the node and what aligns the next one.
    long next() {
        return at + (length + 7 & ~7);
    }
}
