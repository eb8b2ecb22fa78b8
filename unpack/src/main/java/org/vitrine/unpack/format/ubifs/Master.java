package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.spi.Sink;

/// The node that says where the index and the log start (`struct ubifs_mst_node`). It is written to the second and to
/// the third erase block, each time behind the one before; the last counts.
///
/// @param at offset of the node
/// @param commit number of the last commit
/// @param flags 1: wasn't unmounted
/// @param log erase block in which the log starts
/// @param root erase block of the index's root
/// @param rootOffset of the root in its erase block
record Master(long at, long sequence, long commit, int flags, long log, long root, long rootOffset) {
    /// Bytes of the fields that count here.
    private static final int NEEDED = 60;

    /// The newest master node of both blocks, of which one may be damaged.
    ///
    /// @throws Malformed when there is none
    static Master newest(Bytes image, Superblock superblock, Sink out) throws Malformed {
        Optional<Master> first = last(image, superblock, 1, out);
        Optional<Master> second = last(image, superblock, 2, out);
        if (first.isEmpty() && second.isEmpty()) {
            throw new Malformed(superblock.blockSize(), "mst_node", "there is none that can be read");
        }
        if (first.isPresent() && second.isPresent()) {
            return Long.compareUnsigned(first.get().commit(), second.get().commit()) >= 0 ? first.get() : second.get();
        }
        return first.or(() -> second).get();
    }

    private static Optional<Master> last(Bytes image, Superblock superblock, long block, Sink out) {
        Optional<Master> last = Optional.empty();
        long at = block * superblock.blockSize();
        long end = at + superblock.blockSize();
        try {
            Optional<Node> node = Node.at(image, at, end);
            while (node.isPresent()) {
                if (node.get().type() == Node.MASTER && node.get().length() >= NEEDED) {
                    last = Optional.of(of(image, node.get()));
                    out.uses(Extent.Kind.STRUCTURE, node.get().at(), node.get().length());
                } else if (node.get().type() == Node.PADDING) {
                    out.uses(Extent.Kind.STRUCTURE, node.get().at(), node.get().length());
                }
                at = Padding.behind(image, node.get());
                node = Node.at(image, at, end);
            }
        } catch (Malformed e) {
            out.problem(e.problem());
        }
        return last;
    }

    private static Master of(Bytes image, Node node) throws Malformed {
        long at = node.at();
        return new Master(
                at,
                node.sequence(),
                image.i64(at + 32, LITTLE_ENDIAN, "cmt_no"),
                image.i32(at + 40, LITTLE_ENDIAN, "flags"),
                image.u32(at + 44, LITTLE_ENDIAN, "log_lnum"),
                image.u32(at + 48, LITTLE_ENDIAN, "root_lnum"),
                image.u32(at + 52, LITTLE_ENDIAN, "root_offs"));
    }
}
