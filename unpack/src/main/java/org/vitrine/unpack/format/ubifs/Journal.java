package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;

/// What was written since the last commit: the log names the erase blocks that took it, its buds, and a mount would
/// replay the nodes in them. A tail that a loss of power left incomplete is not replayed.
final class Journal {
    private final Volume volume;
    private final Master master;
    private final List<Node> changes = new ArrayList<>();
    private final Set<Long> buds = new HashSet<>();
    private long commitStart;
    private boolean started;

    Journal(Volume volume, Master master) {
        this.volume = volume;
        this.master = master;
    }

    /// Makes all changes to `files`, in the order in which they were written.
    ///
    /// @return how many nodes were replayed
    /// @throws LimitReached when there are more than can be held
    int replay(Files files) throws LimitReached {
        Superblock superblock = volume.superblock();
        long block = master.log();
        for (long i = 0; i < superblock.logBlocks(); i++) {
            try {
                if (!logBlock(block)) {
                    break;
                }
            } catch (Malformed e) {
                volume.problem(e);
                break;
            }
            block = block + 1 == Superblock.LOG + superblock.logBlocks() ? Superblock.LOG : block + 1;
        }
        if (!started) {
            volume.problem(new Malformed(master.at() + 44, "log_lnum", "there is no log where it should start"));
        }
        changes.sort(Comparator.comparing(Node::sequence, Long::compareUnsigned));
        for (Node node : changes) {
            try {
                files.take(node, true);
            } catch (Malformed e) {
                volume.problem(e);
            }
        }
        return changes.size();
    }

    /// False when the log ends before this block.
    private boolean logBlock(long block) throws Malformed, LimitReached {
        Bytes image = volume.image();
        long start = volume.place(block, 0, master.at() + 44);
        long end = volume.blockEnd(start);
        long at = start;
        Optional<Node> next = Node.at(image, at, end);
        while (next.isPresent()) {
            Node node = next.get();
            if (!started) {
                if (node.type() != Node.COMMIT_START
                        || image.i64(at + 24, LITTLE_ENDIAN, "cmt_no") != master.commit()) {
                    throw new Malformed(at, "cs_node", "the log doesn't start with that of the last commit");
                }
                commitStart = node.sequence();
                started = true;
            }
            // Padding has no number.
            if (node.type() != Node.PADDING && Long.compareUnsigned(node.sequence(), commitStart) < 0) {
                return false;
            }
            if (node.type() == Node.REFERENCE) {
                bud(at);
            }
            volume.uses(node);
            at = Padding.behind(image, node);
            next = Node.at(image, at, end);
        }
        return at > start;
    }

    private void bud(long reference) throws Malformed, LimitReached {
        long block = volume.image().u32(reference + 24, LITTLE_ENDIAN, "lnum");
        long offset = volume.image().u32(reference + 28, LITTLE_ENDIAN, "offs");
        long at = volume.place(block, offset, reference + 24);
        if (!buds.add(block)) {
            return;
        }
        long end = volume.blockEnd(at);
        int whole = changes.size();
        try {
            Optional<Node> next = Node.at(volume.image(), at, end);
            while (next.isPresent()) {
                Node node = next.get();
                switch (node.type()) {
                    case Node.INODE, Node.DATA, Node.DIRENT, Node.XENTRY, Node.TRUNCATION -> {
                        changes.add(node);
                        whole = node.group() == Node.IN_GROUP ? whole : changes.size();
                    }
                    default -> {
                        // Padding and the like change nothing.
                    }
                }
                volume.room(changes.size());
                at = Padding.behind(volume.image(), node);
                next = Node.at(volume.image(), at, end);
            }
        } catch (Malformed e) {
            volume.problem(e);
        }
        changes.subList(whole, changes.size()).clear();
    }
}
