package org.vitrine.unpack.format.jffs2;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// All nodes of a file system in the order in which they stand, sorted by what they are about.
public final class Log {
    /// More nodes than the memory holds; 2 GiB of flash full of usual files have half as many.
    private static final int MOST_NODES = 2_000_000;

    /// So many problems are told one by one.
    private static final int MOST_PROBLEMS = 100;

    private static final int SUMMARY_SIZE = 32;

    private final Bytes image;
    private final ByteOrder order;
    private final Sink out;
    private final Map<Integer, List<InodeNode>> inodes = new HashMap<>();
    private final Map<Integer, List<Dirent>> folders = new HashMap<>();
    private final Xattrs xattrs;
    private long nodes;
    private long bytes;
    private long usedNodes;
    private long usedBytes;
    private long marked;
    private long cleanMarkers;
    private long summaries;
    private long damaged;

    /// Reads the nodes of a file system that is `image` from its first to its last byte.
    ///
    /// @throws LimitReached when they are more than can be held
    public Log(Bytes image, ByteOrder order, Sink out) throws LimitReached {
        this.image = image;
        this.order = order;
        this.out = out;
        this.xattrs = new Xattrs(image, order);
        Scan scan = new Scan(image, order);
        Optional<NodeHeader> next = scan.next();
        while (next.isPresent()) {
            if (++nodes > MOST_NODES) {
                throw new LimitReached("nodes", MOST_NODES, nodes);
            }
            bytes += next.get().length();
            take(next.get());
            next = scan.next();
        }
    }

    Bytes image() {
        return image;
    }

    ByteOrder order() {
        return order;
    }

    /// The nodes of an inode in the order of the flash; empty when there are none.
    List<InodeNode> inode(int ino) {
        return inodes.getOrDefault(ino, List.of());
    }

    /// The nodes of a folder's names in the order of the flash; empty when there are none.
    List<Dirent> folder(int ino) {
        return folders.getOrDefault(ino, List.of());
    }

    Xattrs xattrs() {
        return xattrs;
    }

    private void take(NodeHeader header) {
        if (!image.holds(header.at(), header.length())) {
            problem(new Problem.Malformed(
                    header.at() + 4, "totlen", header.length() + " bytes named, the image ends before"));
            return;
        }
        if (header.obsolete()) {
            marked++;
            return;
        }
        try {
            switch (header.type()) {
                case NodeHeader.INODE -> inode(header);
                case NodeHeader.DIRENT -> dirent(header);
                case NodeHeader.XATTR -> xattrs.datum(header);
                case NodeHeader.XREF -> xattrs.reference(header);
                case NodeHeader.CLEAN_MARKER -> {
                    cleanMarkers++;
                    uses(header, header.length());
                }
                case NodeHeader.PADDING -> uses(header, NodeHeader.SIZE);
                case NodeHeader.SUMMARY -> summary(header);
                default ->
                    problem(new Problem.Unsupported(
                            header.at() + 2, "nodetype", "0x%04x is not known".formatted(header.type())));
            }
        } catch (Malformed e) {
            problem(e.problem());
        }
    }

    private void inode(NodeHeader header) throws Malformed {
        long at = header.at();
        check(header, InodeNode.SIZE, InodeNode.CHECKED, 64);
        InodeNode node = InodeNode.of(image, header, order);
        if (node.damaged()) {
            problem(new Problem.Malformed(at + 60, "data_crc", "is not that of the data"));
        }
        inodes.computeIfAbsent(InodeNode.ino(image, at, order), _ -> new ArrayList<>(2))
                .add(node);
    }

    private void dirent(NodeHeader header) throws Malformed {
        long at = header.at();
        check(header, Dirent.SIZE, Dirent.CHECKED, 32);
        int length = image.u8(at + 28, "nsize");
        if (length > header.length() - Dirent.SIZE) {
            throw new Malformed(at + 28, "nsize", length + " bytes, the node is too short for them");
        }
        byte[] name = image.array(at + Dirent.SIZE, length, "name");
        if (Crc.of(name, 0, length) != image.i32(at + 36, order, "name_crc")) {
            throw new Malformed(at + 36, "name_crc", "is not that of the name");
        }
        Dirent dirent = new Dirent(
                at,
                (int) header.length(),
                image.i32(at + 16, order, "version"),
                image.i32(at + 20, order, "ino"),
                image.u8(at + 29, "type"),
                Name.of(name));
        folders.computeIfAbsent(image.i32(at + 12, order, "pino"), _ -> new ArrayList<>(2))
                .add(dirent);
    }

    private void summary(NodeHeader header) throws Malformed {
        long at = header.at();
        check(header, SUMMARY_SIZE, 24, 28);
        int sum = Crc.of(image, at + SUMMARY_SIZE, header.length() - SUMMARY_SIZE, "sum");
        if (sum != image.i32(at + 24, order, "sum_crc")) {
            throw new Malformed(at + 24, "sum_crc", "is not that of the summary");
        }
        summaries++;
        uses(header, header.length());
    }

    private void check(NodeHeader header, int size, int checked, int crcAt) throws Malformed {
        if (header.length() < size) {
            throw new Malformed(header.at() + 4, "totlen", "must be at least " + size + " but was " + header.length());
        }
        if (Crc.of(image, header.at(), checked, "node") != image.i32(header.at() + crcAt, order, "node_crc")) {
            throw new Malformed(header.at() + crcAt, "node_crc", "is not that of the node");
        }
    }

    private void problem(Problem problem) {
        damaged++;
        if (damaged <= MOST_PROBLEMS) {
            out.problem(problem);
        }
    }

    private void uses(NodeHeader header, long length) {
        used(header.length());
        out.uses(Extent.Kind.STRUCTURE, header.at(), length);
        if (length == header.length()) {
            filled(header.at() + length);
        }
    }

    private void used(long length) {
        usedNodes++;
        usedBytes += length;
    }

    /// A node without data that says something about a file that is there.
    void uses(long at, long length) {
        used(length);
        out.uses(Extent.Kind.STRUCTURE, at, length);
        filled(at + length);
    }

    /// An inode's node: its header, and its data where any of it is still part of the file.
    void uses(InodeNode node, boolean data) throws Malformed {
        long length = image.u32(node.at() + 4, order, "totlen");
        used(length);
        out.uses(Extent.Kind.STRUCTURE, node.at(), InodeNode.SIZE);
        if (node.stored() == 0) {
            filled(node.at() + InodeNode.SIZE);
        } else if (data) {
            out.uses(Extent.Kind.DATA, node.at() + InodeNode.SIZE, node.stored());
            filled(node.at() + InodeNode.SIZE + node.stored());
        }
    }

    /// The up to three bytes that align the next node, where nothing is hidden in them.
    private void filled(long end) {
        int gap = (int) (-end & 3);
        byte[] fill = new byte[gap];
        if (gap == 0 || image.copyAvailable(end, fill, 0, gap) < gap || fill[0] != 0 && fill[0] != -1) {
            return;
        }
        for (byte each : fill) {
            if (each != fill[0]) {
                return;
            }
        }
        out.uses(Extent.Kind.STRUCTURE, end, gap);
    }

    /// The rows about the file system as a whole, once everything that is in use has been named.
    public void headers() {
        out.header("byte_order", order == ByteOrder.LITTLE_ENDIAN ? "little-endian" : "big-endian", 0, 2);
        out.header("nodes", nodes + " nodes, " + bytes + " bytes", -1, 0);
        out.header("clean_markers", Long.toString(cleanMarkers), -1, 0);
        if (summaries > 0) {
            out.header("summaries", Long.toString(summaries), -1, 0);
        }
        out.header(
                "obsolete_nodes",
                nodes - usedNodes + " nodes, " + (bytes - usedBytes) + " bytes, of which " + marked
                        + " nodes are marked on the flash",
                -1,
                0);
        if (damaged > MOST_PROBLEMS) {
            out.problem(new Problem.LimitReached("damaged nodes told", MOST_PROBLEMS, damaged));
        }
    }
}
