package org.vitrine.unpack.format.squashfs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.unpack.codec.BitFields;
import org.vitrine.unpack.format.squashfs.Inode.Folder;

/// The listing of a folder, read from front to back. Not safe for several threads.
///
/// It is a sequence of runs: a header with the number of names, and the metadata block that their inodes
/// share, and then the names. The index of an extended folder only makes looking up faster, and isn't read.
final class Listing {
    /// A name in a folder.
    ///
    /// @param inode reference of its inode
    /// @param type its basic type number, 1 to 7 in a sane image
    record Item(Name name, long inode, int type) {}

    private static final int RUN_LIMIT = 256;

    private final Version version;
    private final @Nullable MetadataReader reader;
    private long left;
    private int run;
    private long block;

    /// The listing of this folder.
    Listing(Volume volume, Folder folder) throws Malformed {
        this.version = volume.superblock().version();
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
            take(reader, version.runHeader(), "dir_header");
            header(reader);
        }
        take(reader, version.item(), "dir_entry");
        run--;
        return Optional.of(version.early() ? earlyItem(reader) : item(reader));
    }

    private void header(MetadataReader from) throws Malformed {
        if (version.major() < 3) {
            BitFields header = from.bits(32, "dir_header");
            run = header.take(8) + 1;
            block = header.take(24);
            return;
        }
        long count = 1 + (version.early() ? from.u8("dir_header.count") : from.u32("dir_header.count"));
        if (count > RUN_LIMIT) {
            throw from.malformed("dir_header.count", "must be below 256 but was " + (count - 1));
        }
        run = (int) count;
        block = from.u32("dir_header.start_block");
        from.u32("dir_header.inode_number");
    }

    private Item item(MetadataReader from) throws Malformed {
        int offset = from.u16("dir_entry.offset");
        from.i16("dir_entry.inode_number");
        int type = from.u16("dir_entry.type");
        int length = from.u16("dir_entry.size") + 1;
        return named(from, length, offset, type);
    }

    private Item earlyItem(MetadataReader from) throws Malformed {
        BitFields fields = from.bits(24, "dir_entry");
        int offset = fields.take(13);
        int type = fields.take(3);
        int length = fields.take(8) + 1;
        if (version.major() == 3) {
            from.i16("dir_entry.inode_number");
        }
        return named(from, length, offset, type);
    }

    private Item named(MetadataReader from, int length, int offset, int type) throws Malformed {
        take(from, length, "dir_entry.name");
        return new Item(Name.of(from.bytes(length, "dir_entry.name")), block << 16 | offset, type);
    }

    private void take(MetadataReader from, int length, String field) throws Malformed {
        if (length > left) {
            throw from.malformed(field, length + " bytes asked, " + left + " left in the folder's listing");
        }
        left -= length;
    }
}
