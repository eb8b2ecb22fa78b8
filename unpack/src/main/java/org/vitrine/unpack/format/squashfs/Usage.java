package org.vitrine.unpack.format.squashfs;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.format.squashfs.Inode.RegularFile;
import org.vitrine.unpack.spi.Sink;

/// Which bytes of an image its tables and files take up. What lies between them is nobody's: an image can carry data
/// that no mounted file shows.
final class Usage {
    private static final int ID = 4;

    /// So many sizes of blocks are read to see how far files reach; only an image made for it lists more.
    private static final long SIZES = 1L << 26;

    private final Volume volume;
    private final Superblock superblock;
    private final Sink out;
    private final Set<Position> lists = new HashSet<>();
    private final Set<Long> fragments = new HashSet<>();
    private long sizes;

    Usage(Volume volume, Sink out) {
        this.volume = volume;
        this.superblock = volume.superblock();
        this.out = out;
    }

    /// A file's blocks, and the block that its tail lies in.
    void file(RegularFile file) {
        try {
            if (file.listed() && lists.add(file.blocks())) {
                blocks(file);
            }
            if (file.fragment() != RegularFile.NO_FRAGMENT && fragments.add(file.fragment())) {
                Fragment fragment = volume.fragment(file.fragment());
                data(fragment.start(), fragment.size().stored());
            }
        } catch (Malformed e) {
            // Decoding the file reports it.
        }
    }

    private void blocks(RegularFile file) throws Malformed {
        long count = RegularFile.count(file.size(), file.fragment(), superblock.blockSize());
        if (sizes + count > SIZES) {
            if (sizes <= SIZES) {
                out.problem(new LimitReached("blocks", SIZES, sizes + count).problem());
            }
            sizes = SIZES + 1;
            return;
        }
        sizes += count;
        MetadataReader list = volume.inodeReader(file.blocks());
        long stored = 0;
        for (long i = 0; i < count; i++) {
            stored += list.blockSize().stored();
        }
        data(file.start(), stored);
    }

    /// What a cut image doesn't have is not used.
    private void data(long start, long stored) {
        if (volume.image().holds(start, 1)) {
            out.uses(Extent.Kind.DATA, start, Math.min(stored, volume.image().size() - start));
        }
    }

    /// The superblock and every table.
    void tables() {
        structure(0, superblock.version().superblock());
        if (superblock.hasOptions()) {
            chain(Superblock.SIZE, Superblock.SIZE + 1L);
        }
        TreeSet<Long> starts = new TreeSet<>();
        starts.add(superblock.bytesUsed());
        list(
                superblock.fragmentTable(),
                superblock.fragments(),
                superblock.version().fragment(),
                starts);
        list(superblock.exportTable(), superblock.inodes(), 8, starts);
        ids(starts);
        xattrs(starts);
        chain(superblock.inodeTable(), superblock.directoryTable());
        Long behind = starts.higher(superblock.directoryTable());
        chain(superblock.directoryTable(), behind == null ? superblock.bytesUsed() : behind);
    }

    private void ids(Set<Long> starts) {
        if (!superblock.version().early()) {
            list(superblock.idTable(), superblock.ids(), ID, starts);
            return;
        }
        array(superblock.idTable(), superblock.owners(), starts);
        array(superblock.groupTable(), superblock.ids() - superblock.owners(), starts);
    }

    /// Ids as they are.
    private void array(long at, int count, Set<Long> starts) {
        if (count > 0 && volume.image().holds(at, (long) ID * count)) {
            structure(at, (long) ID * count);
            starts.add(at);
        }
    }

    private void xattrs(Set<Long> starts) {
        long at = superblock.xattrTable();
        Bytes image = volume.image();
        if (at < Superblock.SIZE || !image.holds(at, 16)) {
            return;
        }
        try {
            structure(at, 16);
            long count = image.u32(at + 8, volume.order(), "xattr_ids");
            long start = image.u63(at, volume.order(), "xattr_table_start");
            long first = list(at + 16, count, 16, starts);
            chain(start, first);
            starts.add(start);
        } catch (Malformed e) {
            // The walk reports it.
        }
    }

    /// A list of pointers to metadata blocks, and those blocks; gives the first of them.
    private long list(long at, long count, int entry, Set<Long> starts) {
        int perBlock = Volume.METADATA_SIZE / entry;
        long length = (count + perBlock - 1) / perBlock * superblock.version().pointer();
        if (at < superblock.version().superblock()
                || length == 0
                || !volume.image().holds(at, length)) {
            return -1;
        }
        structure(at, length);
        try {
            long first = volume.pointer(at, "table");
            starts.add(at);
            starts.add(first);
            chain(first, at);
            return first;
        } catch (Malformed e) {
            return -1;
        }
    }

    /// The metadata blocks that follow each other from `start` to `end`.
    private void chain(long start, long end) {
        long at = start;
        while (at >= superblock.version().superblock() && at < end) {
            long behind = volume.behindMetadata(at);
            if (behind < 0) {
                break;
            }
            at = behind;
        }
        structure(start, at - start);
    }

    private void structure(long offset, long length) {
        out.uses(Extent.Kind.STRUCTURE, offset, length);
    }
}
