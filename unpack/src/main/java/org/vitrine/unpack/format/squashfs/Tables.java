package org.vitrine.unpack.format.squashfs;

import org.vitrine.evidence.Malformed;

/// Whether the tables at the end of an image are there, all of them: a cut image loses them first.
final class Tables {
    private static final int POINTER = 8;

    private Tables() {}

    /// Asks that each table that is named is inside the image.
    ///
    /// @throws Malformed naming the first that isn't
    static void check(Volume volume, XattrTable xattrs) throws Malformed {
        Superblock superblock = volume.superblock();
        list(volume, superblock.fragmentTable(), superblock.fragments(), 16, "fragment_table_start");
        list(volume, superblock.exportTable(), superblock.inodes(), 8, "lookup_table_start");
        list(volume, superblock.idTable(), superblock.ids(), 4, "id_table_start");
        if (superblock.xattrTable() != Superblock.NONE) {
            xattrs.check();
        }
    }

    private static void list(Volume volume, long start, long count, int entry, String field) throws Malformed {
        if (start == Superblock.NONE || count == 0) {
            return;
        }
        int perBlock = Volume.METADATA_SIZE / entry;
        volume.image().require(start, (count + perBlock - 1) / perBlock * POINTER, field);
    }
}
