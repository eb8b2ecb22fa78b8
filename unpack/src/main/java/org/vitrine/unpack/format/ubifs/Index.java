package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;

/// The index as the last commit left it: a tree of nodes whose leaves are the nodes of the files.
final class Index {
    private static final int BRANCHES = 28;
    private static final int BRANCH = 20;
    private static final int ANY_LEVEL = -1;

    /// A node of the tree that is still to be read.
    ///
    /// @param level it must have; the leaves' parents have 0
    private record Step(long at, int level) {}

    private final Volume volume;
    private final Files files;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Set<Long> visited = new HashSet<>();

    Index(Volume volume, Files files) {
        this.volume = volume;
        this.files = files;
    }

    /// Takes all leaves, from left to right. What can't be read is reported, and the rest is read on.
    ///
    /// @throws LimitReached when they are more than can be held
    void walk(Master master) throws LimitReached {
        try {
            steps.addLast(new Step(volume.place(master.root(), master.rootOffset(), master.at() + 48), ANY_LEVEL));
        } catch (Malformed e) {
            volume.problem(e);
        }
        while (!steps.isEmpty()) {
            Step step = steps.removeLast();
            try {
                node(step);
            } catch (Malformed e) {
                volume.problem(e);
            }
        }
    }

    private void node(Step step) throws Malformed, LimitReached {
        long at = step.at();
        if (!visited.add(at)) {
            throw new Malformed(at, "idx_node", "a second branch leads here: a loop");
        }
        Node node = volume.node(at, Node.INDEX);
        volume.uses(node);
        int children = volume.image().u16(at + 24, LITTLE_ENDIAN, "child_cnt");
        int level = volume.image().u16(at + 26, LITTLE_ENDIAN, "level");
        int size = BRANCH + volume.superblock().hashLength();
        if (step.level() != ANY_LEVEL && level != step.level()) {
            throw new Malformed(at + 26, "idx_node.level", "must be " + step.level() + " but was " + level);
        }
        if (children > (node.length() - BRANCHES) / size) {
            throw new Malformed(at + 24, "idx_node.child_cnt", children + " branches, the node is too short for them");
        }
        for (int i = 0; i < children; i++) {
            // The stack turns the order round.
            long branch = at + BRANCHES + (long) (level == 0 ? i : children - 1 - i) * size;
            try {
                branch(branch, level);
            } catch (Malformed e) {
                volume.problem(e);
            }
        }
    }

    private void branch(long branch, int level) throws Malformed, LimitReached {
        long at = volume.place(
                volume.image().u32(branch, LITTLE_ENDIAN, "branch.lnum"),
                volume.image().u32(branch + 4, LITTLE_ENDIAN, "branch.offs"),
                branch);
        if (level > 0) {
            steps.addLast(new Step(at, level - 1));
            return;
        }
        Optional<Node> node = Node.at(volume.image(), at, volume.blockEnd(at));
        if (node.isEmpty()) {
            throw new Malformed(branch, "branch", "leads to " + at + ", where there is no node");
        }
        files.take(node.get(), false);
    }
}
