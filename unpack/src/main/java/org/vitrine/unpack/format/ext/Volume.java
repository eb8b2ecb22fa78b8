package org.vitrine.unpack.format.ext;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.spi.Sink;

/// A file system that is being read: its bytes and what all readers of it share. Not safe for several
/// threads.
public final class Volume {
    private final Bytes image;
    private final Superblock superblock;
    private final Groups groups;
    private final Checksums checksums;
    private final Sink out;
    private final long allowed;
    private long work;

    /// The file system that `image` starts with; what it says of itself goes to `out`.
    ///
    /// @throws Malformed when the superblock isn't there
    public Volume(Bytes image, Superblock superblock, Sink out) throws Malformed {
        this.image = image;
        this.superblock = superblock;
        this.out = out;
        this.groups = new Groups(image, superblock);
        this.checksums = new Checksums(image, superblock, out);
        // In a sane one every block is met once; those of folders twice, when they are found and when
        // they are read.
        this.allowed = 65_536 + image.size() / superblock.blockSize() * 2;
    }

    /// Verifies the superblock and the descriptors.
    ///
    /// @throws Malformed when they aren't there
    public void check() throws Malformed {
        out.uses(Extent.Kind.STRUCTURE, Superblock.AT, Superblock.SIZE);
        checksums.superblock(image);
        groups.check(checksums, out);
    }

    Bytes image() {
        return image;
    }

    Superblock superblock() {
        return superblock;
    }

    Groups groups() {
        return groups;
    }

    Checksums checksums() {
        return checksums;
    }

    Sink out() {
        return out;
    }

    /// Counts a step of work: a run, or a block that is read.
    ///
    /// @throws LimitReached when there were more than any sane file system of this size asks for
    void step() throws LimitReached {
        if (++work > allowed) {
            throw new LimitReached("blocks met", allowed, work);
        }
    }

    /// Reads an inode and names its bytes as used.
    ///
    /// @throws Malformed when there is none
    Inode inode(long number) throws Malformed {
        Inode inode = Inode.read(this, number);
        out.uses(Extent.Kind.STRUCTURE, inode.at(), inode.raw().size());
        return inode;
    }

    /// A block of the file system's own, named as used.
    ///
    /// @throws Malformed when it isn't inside
    Bytes block(long number, String field) throws Malformed {
        int size = superblock.blockSize();
        if (number <= 0 || number >= superblock.blocks()) {
            throw new Malformed(-1, field, "block " + number + " of " + superblock.blocks());
        }
        Bytes block = image.slice(number * size, size, field);
        out.uses(Extent.Kind.STRUCTURE, number * size, size);
        return block;
    }
}
