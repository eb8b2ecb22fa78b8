package org.vitrine.unpack.format.cramfs;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Out;

/// The content of a file or a link: a list of pointers, one for each block of 4096 bytes, and the blocks, each a zlib
/// stream. A pointer says where its block ends, and so where the next one starts; a block without bytes is one of
/// zeros. An extended pointer says instead where its block starts, or that it is not compressed.
///
/// @param image the file system
/// @param superblock its superblock
/// @param inode what is recorded of the file
record FileContent(Bytes image, Superblock superblock, Inode inode) implements Decoder {
    /// The page of the machines it was made for; `mkfs.cramfs -b` makes others, which don't say so.
    private static final int BLOCK = 4096;

    private static final int POINTER = 4;
    private static final long UNCOMPRESSED = 1L << 31;
    private static final long DIRECT = 1L << 30;

    private record Block(long start, long length, boolean compressed) {
        long end() {
            return start + length;
        }
    }

    private int blocks() {
        return (inode.size() + BLOCK - 1) / BLOCK;
    }

    /// Whether the image has room for the list of pointers.
    boolean listed() {
        return image.holds(inode.offset(), (long) POINTER * blocks());
    }

    /// Says which bytes the pointers and blocks take up.
    void uses(Volume volume) {
        if (!listed()) {
            return;
        }
        volume.uses(Extent.Kind.STRUCTURE, inode.offset(), (long) POINTER * blocks());
        try {
            long start = inode.offset() + (long) POINTER * blocks();
            long end = start;
            for (int i = 0; i < blocks(); i++) {
                Block block = block(i, end);
                if (block.start() != end) {
                    volume.uses(Extent.Kind.DATA, start, end - start);
                    start = block.start();
                }
                end = block.end();
            }
            volume.uses(Extent.Kind.DATA, start, end - start);
        } catch (Malformed e) {
            // Decoding the file reports it.
        }
    }

    @Override
    public void decode(Out out) throws Unreadable {
        Inflater inflater = new Inflater();
        try {
            byte[] decoded = new byte[BLOCK];
            long end = inode.offset() + (long) POINTER * blocks();
            for (int i = 0; i < blocks(); i++) {
                int expected = Math.min(BLOCK, inode.size() - i * BLOCK);
                Block block = block(i, end);
                end = block.end();
                if (block.length() == 0) {
                    out.hole(expected);
                } else {
                    out.write(decoded, 0, decode(inflater, block, decoded, expected));
                }
            }
        } finally {
            inflater.end();
        }
    }

    /// All of it at once; for what is short.
    byte[] bytes() throws Unreadable {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        decode(new Out() {
            @Override
            public void write(byte[] source, int offset, int length) {
                bytes.write(source, offset, length);
            }

            @Override
            public void hole(long length) {
                bytes.writeBytes(new byte[(int) length]);
            }
        });
        return bytes.toByteArray();
    }

    /// The block with this index, of which the one before ends at `before`.
    private Block block(int index, long before) throws Malformed {
        long at = inode.offset() + (long) POINTER * index;
        long pointer = image.u32(at, superblock.order(), "block pointer");
        if (!superblock.extended()) {
            return checked(at, new Block(before, pointer - before, true));
        }
        boolean compressed = (pointer & UNCOMPRESSED) == 0;
        long value = pointer & DIRECT - 1;
        if ((pointer & DIRECT) == 0) {
            return checked(at, new Block(before, value - before, compressed));
        }
        long start = value << 2;
        if (compressed) {
            return checked(at, new Block(start + 2, image.u16(start, superblock.order(), "block length"), true));
        }
        return checked(at, new Block(start, Math.min(BLOCK, inode.size() - index * BLOCK), false));
    }

    private Block checked(long at, Block block) throws Malformed {
        if (block.length() < 0 || block.length() > 2 * BLOCK || !image.holds(block.start(), block.length())) {
            throw new Malformed(at, "block pointer", block.length() + " bytes from " + block.start());
        }
        return block;
    }

    private int decode(Inflater inflater, Block block, byte[] decoded, int expected) throws Malformed {
        int length = (int) block.length();
        byte[] stored = image.array(block.start(), length, "block");
        int done = 0;
        if (!block.compressed()) {
            done = Math.min(length, expected);
            System.arraycopy(stored, 0, decoded, 0, done);
        } else {
            inflater.reset();
            inflater.setInput(stored);
            try {
                for (int step = 1; step > 0 && !inflater.finished(); done += step) {
                    step = inflater.inflate(decoded, done, BLOCK - done);
                }
            } catch (DataFormatException e) {
                throw new Malformed(block.start() + inflater.getBytesRead(), "block", "can't be inflated");
            }
            if (!inflater.finished()) {
                throw new Malformed(block.start(), "block", "ends early, or decodes to more than " + BLOCK + " bytes");
            }
        }
        if (done != expected) {
            throw new Malformed(block.start(), "block", "must decode to " + expected + " bytes but gave " + done);
        }
        return done;
    }
}
