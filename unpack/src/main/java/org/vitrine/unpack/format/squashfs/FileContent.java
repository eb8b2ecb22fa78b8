package org.vitrine.unpack.format.squashfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.squashfs.Inode.RegularFile;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Out;

/// The content of a regular file: its blocks, then its tail, which may stand in a fragment block. Holds places
/// only; the list of blocks is read again when it is decoded, so that many files take little memory.
///
/// @param volume where it lies
/// @param file what its inode says
record FileContent(Volume volume, RegularFile file) implements Decoder {
    /// Lists longer than this aren't looked through for content that lies in the image as it is.
    private static final long PLAIN_BLOCKS = 1 << 16;

    private long blocks() {
        return RegularFile.count(
                file.size(), file.fragment(), volume.superblock().blockSize());
    }

    private long tail() {
        return file.fragment() == RegularFile.NO_FRAGMENT
                ? 0
                : file.size() % volume.superblock().blockSize();
    }

    @Override
    public void decode(Out out) throws Unreadable {
        if (!file.listed()) {
            throw new Malformed(
                    file.blocks().block(), "reg.file_size", file.size() + " bytes have more blocks than are listed");
        }
        int blockSize = volume.superblock().blockSize();
        long left = file.size() - tail();
        long at = file.start();
        MetadataReader list = volume.inodeReader(file.blocks());
        while (left > 0) {
            int expected = (int) Math.min(blockSize, left);
            BlockSize size = list.blockSize();
            if (size.hole()) {
                out.hole(expected);
            } else {
                size.check(blockSize, at, "reg.block_list");
                block(at, size, expected, out);
                at += size.stored();
            }
            left -= expected;
        }
        if (tail() > 0) {
            int length = (int) tail();
            byte[] fragment = volume.fragmentBytes(file.fragment());
            out.write(fragment, fragmentOffset(fragment.length, length), length);
        }
    }

    private void block(long at, BlockSize size, int expected, Out out) throws Unreadable {
        byte[] decoded = Workbench.mine().decoded(volume.superblock().blockSize());
        // LZMA as vendors wrote it early has no end: what follows the last symbol would be decoded to one more.
        int capacity = volume.superblock().version().early()
                ? expected
                : volume.superblock().blockSize();
        int length = volume.decode(at, size.stored(), size.compressed(), decoded, capacity, "data block");
        if (length != expected) {
            throw new Malformed(at, "data block", "must decode to " + expected + " bytes but gave " + length);
        }
        out.write(decoded, 0, length);
    }

    private int fragmentOffset(long decoded, int length) throws Malformed {
        if (file.fragmentOffset() > decoded - length) {
            throw new Malformed(
                    file.blocks().block(),
                    "reg.offset",
                    length + " bytes from " + file.fragmentOffset() + " asked, the fragment block has " + decoded);
        }
        return (int) file.fragmentOffset();
    }

    /// The content where all of it lies in the image as it is, save holes; empty where something has to be
    /// decoded, or isn't there.
    Optional<Bytes> plain() {
        if (!file.listed() || blocks() > PLAIN_BLOCKS) {
            return Optional.empty();
        }
        try {
            List<Bytes> pieces = new ArrayList<>();
            return plainBlocks(pieces) && plainTail(pieces) ? Optional.of(Stitched.of(pieces)) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private boolean plainBlocks(List<Bytes> pieces) throws Malformed {
        long left = file.size() - tail();
        if (left == 0) {
            return true;
        }
        int blockSize = volume.superblock().blockSize();
        MetadataReader list = volume.inodeReader(file.blocks());
        long start = file.start();
        long end = start;
        long hole = 0;
        while (left > 0) {
            int expected = (int) Math.min(blockSize, left);
            BlockSize size = list.blockSize();
            if (size.hole()) {
                pieces.add(volume.image().slice(start, end - start, "data block"));
                start = end;
                hole += expected;
            } else if (!size.compressed() && size.word() >>> 25 == 0 && size.stored() == expected) {
                pieces.add(Hole.of(hole));
                hole = 0;
                end += expected;
            } else {
                return false;
            }
            left -= expected;
        }
        pieces.add(Hole.of(hole));
        pieces.add(volume.image().slice(start, end - start, "data block"));
        return true;
    }

    private boolean plainTail(List<Bytes> pieces) throws Malformed {
        int length = (int) tail();
        if (length == 0) {
            return true;
        }
        Fragment fragment = volume.fragment(file.fragment());
        BlockSize size = fragment.size();
        if (size.hole() || size.compressed()) {
            return false;
        }
        size.check(volume.superblock().blockSize(), fragment.start(), "fragment.size");
        Bytes block = volume.image().slice(fragment.start(), size.stored(), "fragment block");
        pieces.add(block.slice(fragmentOffset(block.size(), length), length, "reg.offset"));
        return true;
    }
}
