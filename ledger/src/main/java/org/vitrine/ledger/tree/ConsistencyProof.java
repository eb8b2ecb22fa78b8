package org.vitrine.ledger.tree;

import java.io.IOException;
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
    /// @throws IndexOutOfBoundsException when the old size is less than 1 or larger than the new one
    /// @throws IOException when a node can't be read
    public static ConsistencyProof of(long oldSize, long newSize, Nodes nodes) throws IOException {
        if (oldSize < 1 || oldSize > newSize) {
            throw new IndexOutOfBoundsException("nothing shows that " + oldSize + " leaves grew to " + newSize);
        }
        Subtree old = new Subtree(0, oldSize);
        return new ConsistencyProof(
                oldSize, newSize, SubtreeProof.of(old, newSize, nodes).path());
    }

    /// Checks that the tree with the new root continues the tree with the old root.
    ///
    /// @throws Refused when that is not proven; the message says whether the shape, the old or the new
    ///     root is wrong
    public void check(Hash oldRoot, Hash newRoot) throws Refused {
        if (oldSize < 0 || oldSize > newSize) {
            throw refused("no tree of " + oldSize + " leaves grows to " + newSize);
        }
        if (oldSize == newSize) {
            checkEqual(oldRoot, newRoot);
        } else if (oldSize == 0) {
            throw refused("there is none from the empty tree, which every tree grew out of");
        } else {
            new SubtreeProof(new Subtree(0, oldSize), newSize, path).check(oldRoot, newRoot);
        }
    }

    /// The root of the tree that continues the one with the old root, for those that have it from
    /// nowhere else: receipts leave it out.
    ///
    /// @throws Refused when the new size is not larger, the old one 0, or the path leads to another old
    ///     root
    public Hash newRoot(Hash oldRoot) throws Refused {
        if (oldSize < 1 || oldSize >= newSize) {
            throw refused("no tree of " + oldSize + " leaves is proven to grow to " + newSize);
        }
        return new SubtreeProof(new Subtree(0, oldSize), newSize, path).root(oldRoot);
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
