package org.vitrine.ledger.tree;

import java.util.ArrayList;
import java.util.List;

/// The right edge of a tree that grows: the roots of its largest full subtrees, one for each bit of its size.
/// It is all that appending needs (RFC 9162, section 2.1.2).
public final class Frontier {
    private final List<Hash> full = new ArrayList<>();
    private long size;

    /// The edge of the empty tree.
    public Frontier() {}

    /// The edge of a tree whose nodes are known.
    ///
    /// @throws java.io.IOException when a node can't be read
    public static Frontier of(long size, Nodes nodes) throws java.io.IOException {
        Frontier frontier = new Frontier();
        frontier.size = size;
        for (int level = 63 - Long.numberOfLeadingZeros(size); level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                frontier.full.add(nodes.node(level, (size >>> level) - 1));
            }
        }
        return frontier;
    }

    /// How many leaves the tree has.
    public long size() {
        return size;
    }

    /// Adds one leaf, and tells of each full subtree that it completes, the leaf itself first.
    ///
    /// @param leaf its hash
    /// @param completed told of each
    public void add(Hash leaf, Completed completed) {
        Hash hash = leaf;
        completed.subtree(0, size, hash);
        int level = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = Hash.ofNode(full.removeLast(), hash);
            level++;
            completed.subtree(level, size >>> level, hash);
        }
        full.add(hash);
        size++;
    }

    /// Adds one leaf.
    public void add(Hash leaf) {
        add(leaf, (level, index, hash) -> {});
    }

    /// The tree's root.
    public Hash root() {
        if (full.isEmpty()) {
            return Hash.EMPTY_ROOT;
        }
        Hash root = full.getLast();
        for (int i = full.size() - 2; i >= 0; i--) {
            root = Hash.ofNode(full.get(i), root);
        }
        return root;
    }

    /// Is told of full subtrees, lower ones before those that hold them.
    @FunctionalInterface
    public interface Completed {
        /// One full subtree.
        ///
        /// @param level its height
        /// @param index its place among those of that height
        /// @param hash its root
        void subtree(int level, long index, Hash hash);
    }
}
