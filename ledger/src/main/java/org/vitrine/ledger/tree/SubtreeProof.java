package org.vitrine.ledger.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.Refused;

/// What shows that a span of leaves with one root is part of a tree with another
/// (draft-ietf-plants-merkle-tree-certs, "Subtree Consistency Proofs"). Where the span starts at 0 it
/// is the consistency proof of RFC 9162, section 2.1.4.
///
/// @param subtree the span
/// @param size how many leaves the tree has
/// @param path hashes of subtrees, the lowest first
public record SubtreeProof(Subtree subtree, long size, List<Hash> path) {
    /// What somebody claims to be a proof; [#check] judges it.
    public SubtreeProof {
        path = List.copyOf(path);
    }

    /// The proof that a tree has a subtree.
    ///
    /// @throws IndexOutOfBoundsException when the subtree is empty, not aligned, or ends beyond the
    ///     tree
    /// @throws IOException when a node can't be read
    public static SubtreeProof of(Subtree subtree, long size, Nodes nodes) throws IOException {
        if (subtree.size() == 0 || !subtree.isAligned() || subtree.end() > size) {
            throw new IndexOutOfBoundsException("a tree of " + size + " leaves doesn't have the " + subtree);
        }
        List<Hash> path = new ArrayList<>();
        Subtree sought = subtree;
        Subtree around = new Subtree(0, size);
        while (!around.equals(sought)) {
            Subtree left = new Subtree(around.start(), around.split());
            Subtree right = new Subtree(around.split(), around.end());
            if (sought.end() <= left.end()) {
                path.add(right.root(nodes));
                around = left;
            } else {
                path.add(left.root(nodes));
                around = right;
                // What spans both sides begins with the whole left one.
                sought = new Subtree(Math.max(sought.start(), right.start()), sought.end());
            }
        }
        // A subtree that is a node of the tree is known to the verifier.
        if (!sought.equals(subtree)) {
            path.add(sought.root(nodes));
        }
        return new SubtreeProof(subtree, size, path.reversed());
    }

    /// Checks that the tree with this root has this subtree. An empty one is in every tree that reaches
    /// it.
    ///
    /// @throws Refused when that is not proven; the message says whether the shape or which root is
    ///     wrong
    public void check(Hash subtreeRoot, Hash root) throws Refused {
        if (subtree.end() > size || !subtree.isAligned()) {
            throw refused("a tree of " + size + " leaves has none from " + subtree.start() + " to " + subtree.end());
        }
        if (subtree.size() == 0) {
            checkEmpty(subtreeRoot);
            return;
        }
        long first = subtree.start();
        long last = subtree.end() - 1;
        long top = size - 1;
        // Up to the node that proofs begin with: the subtree's lowest full one, or the subtree itself.
        int up = last == top ? Long.SIZE - Long.numberOfLeadingZeros(first ^ last) : lowest(first, last);
        first >>>= up;
        last >>>= up;
        top >>>= up;
        int at = first == last ? 0 : 1;
        if (path.size() < at) {
            throw refused("it is empty");
        }
        Hash inside = first == last ? subtreeRoot : path.getFirst();
        Hash outside = inside;
        for (; at < path.size(); at++) {
            Hash sibling = path.get(at);
            if (top == 0) {
                throw refused("its " + path.size() + " hashes lead beyond the root");
            }
            if ((last & 1) == 1 || last == top) {
                if (first < last) {
                    inside = Hash.ofNode(sibling, inside);
                }
                outside = Hash.ofNode(sibling, outside);
                // On the right edge the levels without a sibling are no nodes.
                up = Long.numberOfTrailingZeros(last);
                first >>>= up;
                last >>>= up;
                top >>>= up;
            } else {
                outside = Hash.ofNode(outside, sibling);
            }
            first >>>= 1;
            last >>>= 1;
            top >>>= 1;
        }
        if (top != 0) {
            throw refused("its " + path.size() + " hashes don't lead up to the root");
        }
        if (!inside.equals(subtreeRoot)) {
            throw refused("it leads to another root of the smaller tree");
        }
        if (!outside.equals(root)) {
            throw refused("it leads to another root of the larger tree");
        }
    }

    /// How many levels up the two meet, or the last is a left child.
    private static int lowest(long first, long last) {
        int meet = Long.SIZE - Long.numberOfLeadingZeros(first ^ last);
        return Math.min(meet, Long.numberOfTrailingZeros(~last));
    }

    private void checkEmpty(Hash subtreeRoot) throws Refused {
        if (!path.isEmpty() || !subtreeRoot.equals(Hash.EMPTY_ROOT)) {
            throw refused("of no leaves the root is SHA-256 of nothing, and the path is empty");
        }
    }

    private static Refused refused(String reason) {
        return new Refused("consistency proof: " + reason);
    }
}
