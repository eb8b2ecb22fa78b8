package org.vitrine.unpack.format.ext;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// An inode: what a file is, apart from its names and its content.
///
/// @param number counted from 1
/// @param at where it stands in the file system
/// @param raw its bytes
/// @param mode type and permission bits
/// @param uid numeric owner
/// @param gid numeric group
/// @param mtime last change, seconds since 1970-01-01 UTC
/// @param size bytes of its content
/// @param links how many names it has
/// @param flags as the specification numbers them
/// @param attributes the block with extended attributes, or 0
/// @param generation part of its checksums
/// @param extra bytes that it uses behind the first 128
record Inode(
        long number,
        long at,
        Bytes raw,
        int mode,
        long uid,
        long gid,
        long mtime,
        long size,
        int links,
        int flags,
        long attributes,
        int generation,
        int extra) {
    static final int ROOT = 2;
    static final int JOURNAL = 8;
    static final int COMPRESSED = 0x4;
    static final int ENCRYPTED = 0x800;
    static final int INDEXED = 0x1000;
    static final int EXTENTS = 0x80000;
    static final int VALUE = 0x200000;
    static final int INLINE = 0x1000_0000;

    /// Where its 60 bytes of block numbers, or of content, stand.
    static final int BLOCKS = 40;

    static final int BLOCKS_SIZE = 60;
    static final int OLD_SIZE = 128;

    /// Reads the inode at `at`, and verifies its checksum.
    ///
    /// @throws Malformed when it isn't inside of the file system
    static Inode read(Volume volume, long number) throws Malformed {
        Superblock superblock = volume.superblock();
        long at = volume.groups().inode(number);
        Bytes raw = volume.image().slice(at, superblock.inodeSize(), "inode " + number);
        int mode = raw.u16(0, LITTLE_ENDIAN, "i_mode");
        int extra = raw.size() > OLD_SIZE ? raw.u16(OLD_SIZE, LITTLE_ENDIAN, "i_extra_isize") : 0;
        if (extra % 4 != 0 || OLD_SIZE + extra > raw.size()) {
            extra = 0;
        }
        boolean folder = (mode & 0xf000) == 0x4000;
        boolean wide = !folder || superblock.isIncompatible(Superblock.LARGE_DIRECTORY);
        long high = wide && superblock.revision() > 0 ? raw.u32(108, LITTLE_ENDIAN, "i_size_high") : 0;
        long later = extra >= 12 ? raw.u32(136, LITTLE_ENDIAN, "i_mtime_extra") & 3 : 0;
        boolean far = superblock.isIncompatible(Superblock.BITS_64);
        Inode inode = new Inode(
                number,
                at,
                raw,
                mode,
                raw.u16(2, LITTLE_ENDIAN, "i_uid") | (long) raw.u16(120, LITTLE_ENDIAN, "l_i_uid_high") << 16,
                raw.u16(24, LITTLE_ENDIAN, "i_gid") | (long) raw.u16(122, LITTLE_ENDIAN, "l_i_gid_high") << 16,
                raw.i32(16, LITTLE_ENDIAN, "i_mtime") + (later << 32),
                raw.u32(4, LITTLE_ENDIAN, "i_size_lo") | high << 32,
                raw.u16(26, LITTLE_ENDIAN, "i_links_count"),
                raw.i32(32, LITTLE_ENDIAN, "i_flags"),
                raw.u32(104, LITTLE_ENDIAN, "i_file_acl_lo")
                        | (far ? (long) raw.u16(118, LITTLE_ENDIAN, "l_i_file_acl_high") << 32 : 0),
                raw.i32(100, LITTLE_ENDIAN, "i_generation"),
                extra);
        if (volume.checksums().used()) {
            inode.verify(volume.checksums());
        }
        return inode;
    }

    private void verify(Checksums checksums) throws Malformed {
        byte[] bytes = raw.array(0, raw.size(), "inode");
        boolean wide = extra >= 4;
        int stored = raw.u16(124, LITTLE_ENDIAN, "l_i_checksum_lo");
        Arrays.fill(bytes, 124, 126, (byte) 0);
        if (wide) {
            stored |= raw.u16(130, LITTLE_ENDIAN, "i_checksum_hi") << 16;
            Arrays.fill(bytes, 130, 132, (byte) 0);
        }
        CRC32C crc = checksums.start(this);
        crc.update(bytes);
        checksums.compare(Checksums.Kind.INODE, at + 124, crc, stored, wide ? -1 : 0xffff);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// The four bits of the mode that tell its type.
    int type() {
        return mode >>> 12 & 0xf;
    }

    boolean isFolder() {
        return type() == 4;
    }

    /// A number among the 60 bytes of block numbers.
    int word(int index) throws Malformed {
        return raw.i32(BLOCKS + 4L * index, LITTLE_ENDIAN, "i_block");
    }
}
