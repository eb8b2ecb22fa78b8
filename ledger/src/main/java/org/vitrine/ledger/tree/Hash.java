package org.vitrine.ledger.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A SHA-256 in a Merkle tree (RFC 6962, section 2.1; RFC 9162, section 2.1.1): a leaf's, a node's or a root.
/// It never changes; its text is 64 lower-case hex digits.
public final class Hash {
    /// How many bytes it has.
    public static final int SIZE = 32;

    /// The root of the tree without leaves: SHA-256 of nothing.
    public static final Hash EMPTY_ROOT = new Hash(sha256().digest());

    /// Looking an algorithm up takes about as long as a node's hash; a digest is as new after each use.
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Hash::sha256);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The hash whose 32 bytes these are.
    ///
    /// @throws IllegalArgumentException when there are more or fewer
    public static Hash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /// The hash whose 32 bytes stand here, for readers of tiles.
    ///
    /// @throws IllegalArgumentException when `length` is not 32
    public static Hash of(byte[] bytes, int offset, int length) {
        if (length != SIZE) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + length);
        }
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + SIZE));
    }

    /// The hash of a leaf: SHA-256(0x00 ‖ entry).
    public static Hash ofLeaf(byte[] entry) {
        MessageDigest sha256 = DIGEST.get();
        sha256.update((byte) 0);
        return new Hash(sha256.digest(entry));
    }

    /// The hash of a node: SHA-256(0x01 ‖ left ‖ right).
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest sha256 = DIGEST.get();
        sha256.update((byte) 1);
        sha256.update(left.bytes);
        return new Hash(sha256.digest(right.bytes));
    }

    /// The digest of some bytes, as statements are named by.
    public static Hash ofContent(byte[] content) {
        return new Hash(sha256().digest(content));
    }

    /// A fresh SHA-256, which every Java platform has.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /// A copy of its 32 bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Puts its 32 bytes into an array, for writers of tiles.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, SIZE);
    }

    /// Its standard base64 with padding, as checkpoints and proofs write it.
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
