package org.vitrine.unpack.format.erofs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.format.disk.Runs;

/// An inode, in its compact form of 32 bytes or its extended one of 64, and where its content lies.
///
/// @param at where it stands
/// @param layout how its content is stored: 0 in blocks, 2 in blocks and with its end behind the inode, 4
///     in chunks; 1 and 3 compressed
/// @param length bytes of it and of the attributes behind it
/// @param attributes bytes of the attributes
/// @param mode type and permission bits
/// @param uid numeric owner
/// @param gid numeric group
/// @param mtime last change, seconds since 1970-01-01 UTC; of a compact one, which has none, when the
///     image was made
/// @param size bytes of its content
/// @param place its first block, or its device number
/// @param extended whether it has a time of its own
record Inode(
        long at,
        int layout,
        int length,
        int attributes,
        int mode,
        long uid,
        long gid,
        long mtime,
        long size,
        long place,
        boolean extended) {
    /// Inodes start at multiples of this.
    static final int SLOT = 32;

    private static final int PLAIN = 0;
    private static final int INLINE = 2;

    static Inode of(Bytes image, Superblock superblock, long number) throws Malformed {
        if (number < 0 || number > superblock.size() / SLOT) {
            throw new Malformed(-1, "nid", "inode " + number + " lies behind the end");
        }
        long at = superblock.inode(number);
        int format = image.u16(at, LITTLE_ENDIAN, "i_format");
        boolean extended = (format & 1) != 0;
        int count = image.u16(at + 2, LITTLE_ENDIAN, "i_xattr_icount");
        int attributes = count == 0 ? 0 : 8 + 4 * count;
        int own = extended ? 2 * SLOT : SLOT;
        image.require(at, own, "inode");
        return new Inode(
                at,
                format >>> 1 & 7,
                own + attributes,
                attributes,
                image.u16(at + 4, LITTLE_ENDIAN, "i_mode"),
                extended ? image.u32(at + 24, LITTLE_ENDIAN, "i_uid") : image.u16(at + 24, LITTLE_ENDIAN, "i_uid"),
                extended ? image.u32(at + 28, LITTLE_ENDIAN, "i_gid") : image.u16(at + 26, LITTLE_ENDIAN, "i_gid"),
                extended ? image.i64(at + 32, LITTLE_ENDIAN, "i_mtime") : superblock.built(),
                extended ? image.u63(at + 8, LITTLE_ENDIAN, "i_size") : image.u32(at + 8, LITTLE_ENDIAN, "i_size"),
                image.u32(at + 16, LITTLE_ENDIAN, "i_u"),
                extended);
    }

    /// Where its content lies.
    ///
    /// @throws Unsupported when it is compressed, or in chunks
    Runs runs(Superblock superblock) throws Unreadable {
        Runs runs = new Runs();
        int block = superblock.blockSize();
        long blocks = size / block + (size % block == 0 ? 0 : 1);
        long start = place << superblock.blockBits();
        switch (layout) {
            case PLAIN -> runs.add(start, size);
            case INLINE -> {
                long full = Math.max(0, blocks - 1) * block;
                runs.add(start, full);
                runs.add(at + length, size - full);
            }
            default ->
                throw new Unsupported(at, "i_format", "content in layout " + layout + ": compressed, or in chunks");
        }
        return runs;
    }
}
