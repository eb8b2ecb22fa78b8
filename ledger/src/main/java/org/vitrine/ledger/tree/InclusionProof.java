package org.vitrine.ledger.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.Refused;

/// What leads from one leaf to a tree's root (RFC 9162, section 2.1.3).
///
/// @param index the leaf's place, from 0
/// @param size how many leaves the tree has
/// @param path the siblings on the way, the leaf's own first and the root's child last
public record InclusionProof(long index, long size, List<Hash> path) {
    /// What somebody claims to be a proof; [#root] judges it.
    public InclusionProof {
        path = List.copyOf(path);
    }

    /// The proof for one leaf. Reads as many nodes as the tree has levels, at most twice that.
    ///
    /// @throws IndexOutOfBoundsException when the tree has no such leaf
    /// @throws IOException when a node can't be read
    public static InclusionProof of(long index, long size, Nodes nodes) throws IOException {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("a tree of " + size + " leaves has none at " + index);
        }
        List<Hash> path = new ArrayList<>();
        Subtree around = new Subtree(0, size);
        while (around.size() > 1) {
            Subtree left = new Subtree(around.start(), around.split());
            Subtree right = new Subtree(around.split(), around.end());
            boolean goesLeft = index < left.end();
            path.add((goesLeft ? right : left).root(nodes));
            around = goesLeft ? left : right;
        }
        return new InclusionProof(index, size, path.reversed());
    }

    /// The root of the tree that holds this leaf at this place.
    ///
    /// @param leaf its hash
    /// @throws Refused when the tree has no such place, or the path is not as long as the way to it
    public Hash root(Hash leaf) throws Refused {
        if (index < 0 || index >= size) {
            throw new Refused("inclusion proof: a tree of " + size + " leaves has none at " + index);
        }
        long place = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                throw new Refused("inclusion proof: its " + path.size() + " hashes lead beyond the root");
            }
            if ((place & 1) == 1 || place == last) {
                hash = Hash.ofNode(sibling, hash);
                // On the right edge the levels without a sibling are no nodes.
                while ((place & 1) == 0) {
                    place >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = Hash.ofNode(hash, sibling);
            }
            place >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new Refused("inclusion proof: its " + path.size() + " hashes don't lead up to the root");
        }
        return hash;
    }

    /// Checks that the leaf is in the tree with this root.
    ///
    /// @throws Refused when it is not proven
    public void check(Hash leaf, Hash root) throws Refused {
        if (!root(leaf).equals(root)) {
            throw new Refused("inclusion proof: it leads from the leaf to another root");
        }
    }
}
