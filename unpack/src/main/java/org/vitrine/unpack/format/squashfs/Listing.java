package org.vitrine.unpack.format.squashfs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.unpack.format.squashfs.Inode.Folder;

/// The listing of a folder, read from front to back. Not safe for several threads.
///
/// It is a sequence of runs: a header with the number of names, and the metadata block that their inodes share,
/// and then the names. The index of an extended folder only makes looking up faster, and isn't read.
final class Listing {
    /// A name in a folder.
    ///
    /// @param inode reference of its inode
    /// @param type its basic type number, 1 to 7 in a sane image
    record Item(Name name, long inode, int type) {}

    private static final int RUN_LIMIT = 256;
    private static final int HEADER = 12;
    private static final int ITEM = 8;

    private final @Nullable MetadataReader reader;
    private long left;
    private int run;
    private long block;

    /// The listing of this folder.
    Listing(Volume volume, Folder folder) throws Malformed {
        this.left = folder.size();
        this.reader = left == 0 ? null : volume.directoryReader(folder.block(), folder.offset());
    }

    /// The next name; empty behind the last.
    ///
    /// @throws Malformed when the listing can't be read further
    Optional<Item> next() throws Malformed {
        if (reader == null || left == 0) {
            return Optional.empty();
        }
        if (run == 0) {
            take(reader, HEADER, "dir_header");
            long count = reader.u32("dir_header.count") + 1;
            if (count > RUN_LIMIT) {
                throw reader.malformed("dir_header.count", "must be below 256 but was " + (count - 1));
            }
            run = (int) count;
            block = reader.u32("dir_header.start_block");
            reader.u32("dir_header.inode_number");
        }
        take(reader, ITEM, "dir_entry");
        int offset = reader.u16("dir_entry.offset");
        reader.i16("dir_entry.inode_number");
        int type = reader.u16("dir_entry.type");
        int length = reader.u16("dir_entry.size") + 1;
        take(reader, length, "dir_entry.name");
        run--;
        return Optional.of(new Item(Name.of(reader.bytes(length, "dir_entry.name")), block << 16 | offset, type));
    }

    private void take(MetadataReader from, int length, String field) throws Malformed {
        if (length > left) {
            throw from.malformed(field, length + " bytes asked, " + left + " left in the folder's listing");
        }
        left -= length;
    }
}
