package org.vitrine.unpack.format.ubifs;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.flash.Folders;
import org.vitrine.unpack.spi.Sink;

/// A file system that is being read: its bytes, and what of them is in use.
public final class Volume {
    private static final int MOST_PROBLEMS = 100;
    private static final int MOST_CHANGES = 2_000_000;
    private static final int DATA_AT = 48;

    /// The number of the root folder.
    private static final int ROOT = 1;

    private final Bytes image;
    private final Superblock superblock;
    private final Sink out;
    private long problems;
    private long usedNodes;
    private long usedBytes;

    /// A file system whose superblock is at the first byte of `image`.
    public Volume(Bytes image, Superblock superblock, Sink out) {
        this.image = image;
        this.superblock = superblock;
        this.out = out;
    }

    /// Gives all files and the rows about the whole.
    ///
    /// @throws Unreadable when there is no master node, or something is more than can be held
    public void give() throws Unreadable {
        out.uses(Extent.Kind.STRUCTURE, 0, Superblock.SIZE);
        superblock.headers(image, out);
        if (superblock.encrypted()) {
            out.problem(new Problem.Unsupported(28, "flags", "encrypted: names and contents stay as they are"));
        }
        if (superblock.authenticated()) {
            out.problem(new Problem.Unsupported(28, "flags", "authenticated: the hashes are not verified"));
        }
        Master master = Master.newest(image, superblock, out);
        out.header("mst_node.cmt_no", Long.toUnsignedString(master.commit()), master.at() + 32, 8);
        out.header("mst_node.flags", "0x%02x".formatted(master.flags()), master.at() + 40, 4);
        Files files = new Files(image);
        new Index(this, files).walk(master);
        int replayed = new Journal(this, master).replay(files);
        out.header("replayed_nodes", Integer.toString(replayed), -1, 0);
        new Folders(new Names(this, files, (master.flags() & 1) != 0), out).walk(ROOT, true);
        leftOvers();
        if (problems > MOST_PROBLEMS) {
            out.problem(new Problem.LimitReached("problems told", MOST_PROBLEMS, problems));
        }
    }

    Bytes image() {
        return image;
    }

    Superblock superblock() {
        return superblock;
    }

    /// Offset of a place in an erase block.
    ///
    /// @param field offset of the field that names it
    /// @throws Malformed when there is no such place
    long place(long block, long offset, long field) throws Malformed {
        if (block >= superblock.blocks() || offset >= superblock.blockSize() || offset % 8 != 0) {
            throw new Malformed(field, "lnum", "block " + block + ", offset " + offset + " is no place for a node");
        }
        return block * superblock.blockSize() + offset;
    }

    /// Offset behind the erase block that a place is in.
    long blockEnd(long at) {
        return (at / superblock.blockSize() + 1) * superblock.blockSize();
    }

    /// The node at a place.
    ///
    /// @throws Malformed when there is none of this type
    Node node(long at, int type) throws Malformed {
        Optional<Node> node = Node.at(image, at, blockEnd(at)).filter(found -> found.type() == type);
        return node.orElseThrow(() -> new Malformed(at, "node_type", "there is no node of type " + type));
    }

    void room(int changes) throws LimitReached {
        if (changes > MOST_CHANGES) {
            throw new LimitReached("nodes of the journal", MOST_CHANGES, changes);
        }
    }

    void problem(Unreadable met) {
        problems++;
        if (problems <= MOST_PROBLEMS) {
            out.problem(met.problem());
        }
    }

    /// A node is in use.
    void uses(Node node) {
        count(node);
        if (node.type() == Node.DATA) {
            out.uses(Extent.Kind.STRUCTURE, node.at(), DATA_AT);
            out.uses(Extent.Kind.DATA, node.at() + DATA_AT, node.length() - DATA_AT);
        } else {
            out.uses(Extent.Kind.STRUCTURE, node.at(), node.length());
        }
        long end = node.at() + node.length();
        if (end < node.next() && Padding.isBlank(image, end, node.next())) {
            out.uses(Extent.Kind.STRUCTURE, end, node.next() - end);
        }
    }

    private void count(Node node) {
        if (node.at() >= superblock.mainBlock() * superblock.blockSize()) {
            usedNodes++;
            usedBytes += node.length();
        }
    }

    /// Counts the nodes that stand among the files and belong to none any more.
    private void leftOvers() {
        long nodes = 0;
        long bytes = 0;
        long at = superblock.mainBlock() * superblock.blockSize();
        long whole = Math.min(image.size(), superblock.length());
        while (at <= whole - Node.HEADER) {
            Optional<Node> found = Optional.empty();
            try {
                found = Node.at(image, at, Math.min(whole, blockEnd(at)));
                if (found.isPresent() && found.get().type() != Node.PADDING) {
                    nodes++;
                    bytes += found.get().length();
                }
                if (found.isPresent() && found.get().type() == Node.PADDING) {
                    out.uses(Extent.Kind.STRUCTURE, at, found.get().length());
                }
                at = found.isPresent() ? Padding.behind(image, found.get()) : at + 8;
            } catch (Malformed e) {
                at += 8;
            }
        }
        String text = nodes - usedNodes + " nodes, " + (bytes - usedBytes) + " bytes";
        out.header("obsolete_nodes", text, -1, 0);
    }
}
