package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;

/// Which nodes make up each inode: first as the index names them, then as the journal has changed it.
final class Files {
    /// Bytes of content that a data node holds.
    static final int BLOCK = 4096;

    /// More nodes than the memory holds: 8 GiB of content.
    private static final int MOST = 2_000_000;

    private static final int NAME_AT = 56;

    /// A name's node.
    ///
    /// @param inode what it names
    /// @param type `UBIFS_ITYPE_`
    record Link(long at, int length, int inode, int type) {}

    /// What belongs to an inode.
    static final class Inode {
        /// Offset of the inode's own node; -1 where none was met.
        private long at = -1;
        /// Offset in the file behind the last byte of content that the journal brought.
        private long written;

        private final Map<Name, Link> names = new HashMap<>();
        private final Map<Name, Link> attributes = new TreeMap<>();
        /// Offsets of data nodes by the number of their block.
        private final TreeMap<Integer, Long> blocks = new TreeMap<>();

        long at() {
            return at;
        }

        long written() {
            return written;
        }

        Map<Name, Link> names() {
            return names;
        }

        Map<Name, Link> attributes() {
            return attributes;
        }

        NavigableMap<Integer, Long> blocks() {
            return blocks;
        }
    }

    private final Bytes image;
    private final Map<Integer, Inode> inodes = new HashMap<>();
    private long nodes;

    Files(Bytes image) {
        this.image = image;
    }

    /// What belongs to an inode, be it nothing.
    Inode inode(int number) {
        return inodes.getOrDefault(number, new Inode());
    }

    private Inode known(int number) throws LimitReached {
        if (++nodes > MOST) {
            throw new LimitReached("nodes", MOST, nodes);
        }
        return inodes.computeIfAbsent(number, _ -> new Inode());
    }

    private int keyInode(long at) throws Malformed {
        return image.i32(at + 24, LITTLE_ENDIAN, "key");
    }

    private int keyBlock(long at) throws Malformed {
        return image.i32(at + 28, LITTLE_ENDIAN, "key") & 0x1fffffff;
    }

    /// Takes a node that the index or the journal names.
    ///
    /// @param journal whether it comes from the journal, where a node can also say that something is gone
    void take(Node node, boolean journal) throws Malformed, LimitReached {
        switch (node.type()) {
            case Node.INODE -> inode(node, journal);
            case Node.DATA -> data(node, journal);
            case Node.DIRENT, Node.XENTRY -> name(node);
            case Node.TRUNCATION -> truncation(node.at());
            default -> throw new Malformed(node.at() + 20, "ch.node_type", "is no leaf: " + node.type());
        }
    }

    private void inode(Node node, boolean journal) throws Malformed, LimitReached {
        require(node, 160);
        int number = keyInode(node.at());
        if (journal && image.i32(node.at() + 92, LITTLE_ENDIAN, "nlink") == 0) {
            inodes.remove(number);
        } else {
            known(number).at = node.at();
        }
    }

    private void data(Node node, boolean journal) throws Malformed, LimitReached {
        require(node, 48);
        int block = keyBlock(node.at());
        Inode inode = known(keyInode(node.at()));
        inode.blocks.put(block, node.at());
        if (journal) {
            long end = (long) block * BLOCK + image.u32(node.at() + 40, LITTLE_ENDIAN, "size");
            inode.written = Math.max(inode.written, end);
        }
    }

    private void name(Node node) throws Malformed, LimitReached {
        require(node, NAME_AT);
        long at = node.at();
        int length = image.u16(at + 50, LITTLE_ENDIAN, "nlen");
        if (length > node.length() - NAME_AT) {
            throw new Malformed(at + 50, "nlen", length + " bytes, the node is too short for them");
        }
        Name name = Name.of(image.array(at + NAME_AT, length, "name"));
        long number = image.i64(at + 40, LITTLE_ENDIAN, "inum");
        Inode folder = known(keyInode(at));
        Map<Name, Link> names = node.type() == Node.DIRENT ? folder.names : folder.attributes;
        if (number == 0) {
            names.remove(name);
        } else if (number >>> 32 != 0) {
            throw new Malformed(at + 40, "inum", "must have 32 bits but is " + Long.toUnsignedString(number));
        } else {
            names.put(name, new Link(at, node.length(), (int) number, image.u8(at + 49, "type")));
        }
    }

    private void truncation(long at) throws Malformed, LimitReached {
        long before = image.u63(at + 40, LITTLE_ENDIAN, "old_size");
        long after = image.u63(at + 48, LITTLE_ENDIAN, "new_size");
        Inode inode = known(image.i32(at + 24, LITTLE_ENDIAN, "inum"));
        int from = (int) Math.min(Integer.MAX_VALUE, (after + BLOCK - 1) / BLOCK);
        int to = (int) Math.min(Integer.MAX_VALUE, (before + BLOCK - 1) / BLOCK);
        if (from < to) {
            inode.blocks.subMap(from, to).clear();
        }
        inode.written = after;
    }

    private static void require(Node node, int size) throws Malformed {
        if (node.length() < size) {
            throw new Malformed(node.at() + 16, "ch.len", "must be at least " + size + " but was " + node.length());
        }
    }
}
