package org.vitrine.ledger.tree;

import java.io.IOException;
import org.vitrine.ledger.Refused;

/// A span of leaves that has a hash of its own in every tree that reaches beyond it: `start` is a
/// multiple of the smallest power of two that is not less than its length. Every tree is one, and so is
/// every node of a tree (draft-ietf-plants-merkle-tree-certs, "Subtrees").
///
/// @param start its first leaf
/// @param end one behind its last leaf
public record Subtree(long start, long end) {
    /// A span of leaves.
    ///
    /// @throws IllegalArgumentException when `start` is negative, or `end` less than `start`
    public Subtree {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no span of leaves goes from " + start + " to " + end);
        }
    }

    /// The span of leaves that somebody claims to be a subtree.
    ///
    /// @throws Refused when it is empty or not aligned
    public static Subtree of(long start, long end) throws Refused {
        if (start < 0 || end <= start) {
            throw new Refused("no leaves stand from " + start + " to " + end);
        }
        Subtree subtree = new Subtree(start, end);
        if (!subtree.isAligned()) {
            throw new Refused("the leaves from " + start + " to " + end + " are no subtree");
        }
        return subtree;
    }

    /// How many leaves it has.
    public long size() {
        return end - start;
    }

    /// Its root: RFC 9162, section 2.1.1, over its leaves.
    ///
    /// @throws IOException when a node can't be read
    public Hash root(Nodes nodes) throws IOException {
        if (start == end) {
            return Hash.EMPTY_ROOT;
        }
        // The smallest full subtree stands rightmost and deepest.
        long at = end;
        int level = Long.numberOfTrailingZeros(size());
        at -= 1L << level;
        Hash root = nodes.node(level, at >>> level);
        while (at > start) {
            level = Long.numberOfTrailingZeros(at - start);
            at -= 1L << level;
            root = Hash.ofNode(nodes.node(level, at >>> level), root);
        }
        return root;
    }

    /// Where its root's left child ends: the largest power of two less than its size, behind its start.
    long split() {
        return start + Long.highestOneBit(size() - 1);
    }

    /// Whether it starts where a full subtree of at least its size does.
    boolean isAligned() {
        long mask = size() <= 1 ? 0 : Long.highestOneBit(size() - 1) * 2 - 1;
        return (start & mask) == 0;
    }
}
