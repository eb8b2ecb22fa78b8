package org.vitrine.ledger.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.Refused;

/// What shows that a tree grew out of a smaller one, and nothing in it was changed or removed (RFC
/// 9162, section 2.1.4).
///
/// @param oldSize how many leaves the smaller tree has
/// @param newSize how many leaves the larger tree has
/// @param path hashes of subtrees, the lowest first
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
    /// What somebody claims to be a proof; [#check] judges it.
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /// The proof between two sizes of one tree; it is empty where they are equal. From the empty tree
    /// there is none, since every tree grew out of it.
    ///
    /// @throws IndexOutOfBoundsException when the old size is negative, 0 before another one, or larger
    ///     than that
    /// @throws IOException when a node can't be read
    public static ConsistencyProof of(long oldSize, long newSize, Nodes nodes) throws IOException {
        if (oldSize < 0 || oldSize > newSize || oldSize == 0 && newSize > 0) {
            throw new IndexOutOfBoundsException("nothing shows that " + oldSize + " leaves grew to " + newSize);
        }
        List<Hash> path = new ArrayList<>();
        Subtree around = new Subtree(0, newSize);
        while (around.end() > oldSize) {
            Subtree left = new Subtree(around.start(), around.split());
            Subtree right = new Subtree(around.split(), around.end());
            boolean goesLeft = oldSize <= left.end();
            path.add((goesLeft ? right : left).root(nodes));
            around = goesLeft ? left : right;
        }
        // Where only left turns were taken this is the old tree itself, whose root the verifier has.
        if (around.start() > 0) {
            path.add(around.root(nodes));
        }
        return new ConsistencyProof(oldSize, newSize, path.reversed());
    }

    /// Checks that the tree with the new root continues the tree with the old root.
    ///
    /// @throws Refused when that is not proven; the message says whether the shape, the old or the new
    ///     root is wrong
    public void check(Hash oldRoot, Hash newRoot) throws Refused {
        if (oldSize >= 0 && oldSize == newSize) {
            checkEqual(oldRoot, newRoot);
        } else if (!newRoot(oldRoot).equals(newRoot)) {
            throw refused("it leads to another new root");
        }
    }

    /// The root of the tree that continues the one with the old root, for those that have it from
    /// nowhere else (COSE receipts).
    ///
    /// @throws Refused when the new size is not larger, the old one 0, or the path leads to another old root
    public Hash newRoot(Hash oldRoot) throws Refused {
        if (oldSize < 0 || oldSize >= newSize) {
            throw refused("no tree of " + oldSize + " leaves grows to " + newSize);
        }
        if (oldSize == 0) {
            throw refused("there is none from the empty tree, which every tree grew out of");
        }
        long place = oldSize - 1;
        long last = newSize - 1;
        while ((place & 1) == 1) {
            place >>>= 1;
            last >>>= 1;
        }
        // A full old tree is a node of the new one, and proofs leave it out.
        int at = place == 0 ? 0 : 1;
        if (path.size() < at) {
            throw refused("it is empty");
        }
        Hash old = place == 0 ? oldRoot : path.getFirst();
        Hash grown = old;
        for (; at < path.size(); at++) {
            Hash sibling = path.get(at);
            if (last == 0) {
                throw refused("its " + path.size() + " hashes lead beyond the root");
            }
            if ((place & 1) == 1 || place == last) {
                old = Hash.ofNode(sibling, old);
                grown = Hash.ofNode(sibling, grown);
                while ((place & 1) == 0 && place != 0) {
                    place >>>= 1;
                    last >>>= 1;
                }
            } else {
                grown = Hash.ofNode(grown, sibling);
            }
            place >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw refused("its " + path.size() + " hashes don't lead up to the root");
        }
        if (!old.equals(oldRoot)) {
            throw refused("it leads to another old root");
        }
        return grown;
    }

    private void checkEqual(Hash oldRoot, Hash newRoot) throws Refused {
        if (!path.isEmpty()) {
            throw refused("between equal sizes it must be empty");
        }
        if (!oldRoot.equals(newRoot)) {
            throw refused("two roots are claimed for size " + newSize);
        }
        if (newSize == 0 && !newRoot.equals(Hash.EMPTY_ROOT)) {
            throw refused("the root is not the empty tree's");
        }
    }

    private static Refused refused(String reason) {
        return new Refused("consistency proof: " + reason);
    }
}
