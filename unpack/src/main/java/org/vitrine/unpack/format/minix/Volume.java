package org.vitrine.unpack.format.minix;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.spi.Sink;

/// A file system that is being read. Not safe for several threads.
final class Volume {
    private final Bytes image;
    private final Superblock superblock;
    private final Sink out;
    private final long allowed;
    private long work;

    Volume(Bytes image, Superblock superblock, Sink out) {
        this.image = image;
        this.superblock = superblock;
        this.out = out;
        this.allowed = 65_536 + image.size() / superblock.blockSize() * 2;
    }

    Bytes image() {
        return image;
    }

    Superblock superblock() {
        return superblock;
    }

    private void step(long at) throws Malformed {
        if (++work > allowed) {
            throw new Malformed(at, "i_zone", "more blocks are named than there are");
        }
    }

    /// Adds a block to the runs of the inode at `at`; block 0 is a hole.
    void take(Runs runs, long block, long at) throws Malformed {
        step(at);
        int size = superblock.blockSize();
        if (block == 0) {
            runs.hole(size);
        } else if (block < superblock.firstZone() || block >= superblock.zones()) {
            throw new Malformed(at, "i_zone", "block " + block + " of " + superblock.zones());
        } else {
            runs.add(block * size, size);
        }
    }

    /// A block with numbers of blocks.
    Bytes block(long block, long at) throws Malformed {
        step(at);
        if (block < superblock.firstZone() || block >= superblock.zones()) {
            throw new Malformed(at, "i_zone", "block " + block + " of " + superblock.zones());
        }
        int size = superblock.blockSize();
        Bytes numbers = image.slice(block * size, size, "zone");
        out.uses(Extent.Kind.STRUCTURE, block * size, size);
        return numbers;
    }
}
