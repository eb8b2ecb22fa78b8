package org.vitrine.unpack.format.yaffs;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;

/// What is recorded of an object (`struct yaffs_obj_hdr`): 512 bytes.
///
/// @param at offset of the page it is in
/// @param type one of the constants
/// @param parent the folder it is in
/// @param size of a file's content in bytes
/// @param equivalent the object that a hard link is a name of
/// @param shadows an object that a rename put this one in place of; 0 for none
/// @param shrinks whether what was written before behind `size` is void
record ObjectHeader(long at, int type, int parent, Name name, long size, int equivalent, int shadows, boolean shrinks) {
    static final int SIZE = 512;

    static final int FILE = 1;
    static final int SYMLINK = 2;
    static final int DIRECTORY = 3;
    static final int HARD_LINK = 4;
    static final int SPECIAL = 5;

    private static final int NAME_AT = 10;
    private static final int NAME_SIZE = 256;
    private static final int MODE_AT = 268;

    static ObjectHeader of(Bytes image, long at, ByteOrder order) throws Malformed {
        int type = image.i32(at, order, "type");
        if (type < FILE || type > SPECIAL) {
            throw new Malformed(at, "type", "must be 1 to 5 but was " + type);
        }
        long high = image.u32(at + 496, order, "file_size_high");
        int shadows = image.i32(at + 504, order, "shadows_obj");
        long size = image.u32(at + 292, order, "file_size_low");
        return new ObjectHeader(
                at,
                type,
                image.i32(at + 4, order, "parent_obj_id"),
                Name.of(text(image, at + NAME_AT, NAME_SIZE, "name")),
                high == 0xffffffffL || high >= 1 << 16 ? size : size | high << 32,
                image.i32(at + 296, order, "equiv_id"),
                Math.max(0, shadows),
                image.i32(at + 508, order, "is_shrink") == 1);
    }

    /// The bytes of a field up to the first NUL.
    static byte[] text(Bytes image, long at, int length, String field) throws Malformed {
        byte[] raw = image.array(at, length, field);
        int end = 0;
        while (end < length && raw[end] != 0) {
            end++;
        }
        return Arrays.copyOf(raw, end);
    }

    /// Whether a header stands at `at`, judged strictly: there is no magic.
    static boolean isOne(Bytes image, long at, ByteOrder order) throws Malformed {
        if (!image.holds(at, SIZE) || image.u16(at + 8, order, "sum_no_longer_used") != 0xffff) {
            return false;
        }
        int type = image.i32(at, order, "type");
        int parent = image.i32(at + 4, order, "parent_obj_id");
        int mode = image.i32(at + MODE_AT, order, "yst_mode");
        byte[] name = text(image, at + NAME_AT, NAME_SIZE, "name");
        boolean named = name.length > 0 && name.length < NAME_SIZE || name.length == 0 && type == DIRECTORY;
        for (byte each : name) {
            named &= each != '/' && (each & 0xff) >= ' ';
        }
        boolean typed = switch (type) {
            case FILE -> (mode & 0170000) == 0100000;
            case SYMLINK -> (mode & 0170000) == 0120000;
            case DIRECTORY -> (mode & 0170000) == 0040000;
            case HARD_LINK -> true;
            case SPECIAL -> (mode & 0170000) != 0;
            default -> false;
        };
        return named && typed && parent >= 1 && parent <= 0x3ffff && (type == HARD_LINK || mode >>> 16 == 0);
    }
}
