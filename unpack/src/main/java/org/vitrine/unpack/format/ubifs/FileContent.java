package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.format.flash.Pieces;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Out;

/// The content of a regular file: a node for each block of 4096 bytes that isn't a hole.
///
/// @param number of the inode
/// @param size of the file in bytes
record FileContent(Volume volume, int number, Files.Inode inode, long size) implements Decoder {
    private static final int DATA_AT = 48;

    /// Files of more blocks are decoded even where they needn't be: their pieces would fill the memory.
    private static final int PLAIN_BLOCKS = 1 << 16;

    /// A data node, looked at.
    private record Block(Node node, long start, int length, int compression) {}

    private Block block(Map.Entry<Integer, Long> each) throws Malformed {
        Node node = volume.node(each.getValue(), Node.DATA);
        Bytes image = volume.image();
        long at = node.at();
        if (image.i32(at + 24, LITTLE_ENDIAN, "key") != number) {
            throw new Malformed(at + 24, "data_node.key", "is that of another inode than " + number);
        }
        long length = image.u32(at + 40, LITTLE_ENDIAN, "size");
        if (length > Files.BLOCK) {
            throw new Malformed(at + 40, "data_node.size", "must be at most " + Files.BLOCK + " but was " + length);
        }
        return new Block(
                node,
                (long) each.getKey() * Files.BLOCK,
                (int) length,
                image.u16(at + 44, LITTLE_ENDIAN, "compr_type"));
    }

    /// Names all blocks that are read.
    void use() {
        for (Map.Entry<Integer, Long> each : inode.blocks().entrySet()) {
            if ((long) each.getKey() * Files.BLOCK < size) {
                try {
                    volume.uses(volume.node(each.getValue(), Node.DATA));
                } catch (Malformed e) {
                    volume.problem(e);
                }
            }
        }
    }

    @Override
    public void decode(Out out) throws Unreadable {
        byte[] decoded = new byte[Files.BLOCK];
        long at = 0;
        for (Map.Entry<Integer, Long> each : inode.blocks().entrySet()) {
            long start = (long) each.getKey() * Files.BLOCK;
            if (start >= size) {
                break;
            }
            out.hole(start - at);
            at = start;
            Block block = block(each);
            int length = decoded(block, decoded);
            int wanted = (int) Math.min(length, size - start);
            out.write(decoded, 0, wanted);
            at += wanted;
        }
        out.hole(size - at);
    }

    private int decoded(Block block, byte[] decoded) throws Unreadable {
        long at = block.node().at() + DATA_AT;
        byte[] stored = volume.image().array(at, block.node().length() - DATA_AT, "data");
        try {
            int length = Compression.decode(block.compression(), stored, stored.length, decoded);
            if (length != block.length()) {
                throw new Malformed(0, "data_node.size", block.length() + " bytes named, " + length + " decoded");
            }
            return length;
        } catch (Malformed e) {
            throw new Malformed(at, e.problem().field(), e.problem().reason());
        } catch (Unsupported e) {
            throw new Unsupported(at, e.problem().field(), e.problem().reason());
        }
    }

    /// The content where all of it lies in the image as it is, save holes; empty where something has to be decoded.
    Optional<Bytes> plain() {
        if (inode.blocks().size() > PLAIN_BLOCKS) {
            return Optional.empty();
        }
        Pieces pieces = new Pieces();
        for (Map.Entry<Integer, Long> each : inode.blocks().entrySet()) {
            long start = (long) each.getKey() * Files.BLOCK;
            if (start >= size) {
                break;
            }
            try {
                Block block = block(each);
                if (block.compression() != Compression.NONE || block.node().length() - DATA_AT != block.length()) {
                    return Optional.empty();
                }
                int length = (int) Math.min(block.length(), size - start);
                pieces.add(start, volume.image().slice(block.node().at() + DATA_AT, length, "data"));
            } catch (Malformed e) {
                return Optional.empty();
            }
        }
        return pieces.content(size);
    }
}
