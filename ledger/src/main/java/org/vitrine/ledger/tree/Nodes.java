package org.vitrine.ledger.tree;

import java.io.IOException;

/// Where the hashes of a tree's full subtrees are read: tiles on a disk, on a web server, or memory. Proofs
/// are made from it.
@FunctionalInterface
public interface Nodes {
    /// The hash of one full subtree.
    ///
    /// @param level its height: 0 is a leaf, a subtree has 2^level leaves, at most 63
    /// @param index its place among the subtrees of that height, from the left; it holds the leaves
    ///     index·2^level to (index + 1)·2^level − 1
    /// @throws IOException when it can't be read
    Hash node(int level, long index) throws IOException;
}
