package org.vitrine.tables;

import java.security.MessageDigest;
import org.vitrine.evidence.Digest;

/// A Merkle tree (RFC 6962, section 2.1) that grows leaf by leaf and keeps only the roots of its full
/// subtrees: 32 bytes for each bit of the count. A leaf's hash is SHA-256(0x00 ‖ leaf), a node's SHA-256(0x01
/// ‖ left ‖ right), the empty tree's SHA-256 of nothing.
final class RowTree {
    private final MessageDigest sha256 = Digest.sha256();
    private final byte[][] full = new byte[64][];
    private long leaves;

    void add(byte[] leaf) {
        sha256.update((byte) 0);
        byte[] hash = sha256.digest(leaf);
        int level = 0;
        for (long rest = leaves; (rest & 1) == 1; rest >>>= 1) {
            hash = node(full[level], hash);
            level++;
        }
        full[level] = hash;
        leaves++;
    }

    long leaves() {
        return leaves;
    }

    Digest root() {
        if (leaves == 0) {
            return Digest.of(sha256.digest());
        }
        int level = Long.numberOfTrailingZeros(leaves);
        byte[] hash = full[level];
        for (long rest = leaves >>> level + 1; rest != 0; rest >>>= 1) {
            level++;
            if ((rest & 1) == 1) {
                hash = node(full[level], hash);
            }
        }
        return Digest.of(hash);
    }

    private byte[] node(byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}
