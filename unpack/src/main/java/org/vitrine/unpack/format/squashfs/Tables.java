package org.vitrine.unpack.format.squashfs;

import org.vitrine.evidence.Malformed;

/// Whether the tables at the end of an image are there, all of them: a cut image loses them first.
final class Tables {
    private static final int ID = 4;

    private Tables() {}

    /// Asks that each table that is named is inside the image.
    ///
    /// @throws Malformed naming the first that isn't
    static void check(Volume volume, XattrTable xattrs) throws Malformed {
        Superblock superblock = volume.superblock();
        list(
                volume,
                superblock.fragmentTable(),
                superblock.fragments(),
                superblock.version().fragment(),
                "fragment_table_start");
        list(volume, superblock.exportTable(), superblock.inodes(), 8, "lookup_table_start");
        if (superblock.version().early()) {
            volume.image().require(superblock.idTable(), (long) ID * superblock.owners(), "uid_start");
            long groups = (long) ID * (superblock.ids() - superblock.owners());
            volume.image().require(groups == 0 ? 0 : superblock.groupTable(), groups, "guid_start");
        } else {
            list(volume, superblock.idTable(), superblock.ids(), ID, "id_table_start");
        }
        if (superblock.xattrTable() != Superblock.NONE) {
            xattrs.check();
        }
    }

    private static void list(Volume volume, long start, long count, int entry, String field) throws Malformed {
        if (start == Superblock.NONE || count == 0) {
            return;
        }
        int perBlock = Volume.METADATA_SIZE / entry;
        volume.image()
                .require(
                        start,
                        (count + perBlock - 1)
                                / perBlock
                                * volume.superblock().version().pointer(),
                        field);
    }
}
