package org.vitrine.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 (FIPS 180-4), kept as four numbers; 64 lower-case hex digits in text. Ordered as its bytes
/// are.
public record Digest(long first, long second, long third, long fourth) implements Comparable<Digest> {
    /// Stands where there is no content to be digested: a folder, a link. Empty in text, not 64 zeros.
    public static final Digest NONE = new Digest(0, 0, 0, 0);

    /// The digest whose 32 bytes these are.
    public static Digest of(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
        }
        return new Digest(word(bytes, 0), word(bytes, 8), word(bytes, 16), word(bytes, 24));
    }

    /// The digest of some bytes.
    public static Digest ofContent(Bytes content) {
        MessageDigest sha256 = sha256();
        content.feed(sha256::update);
        return of(sha256.digest());
    }

    /// The digest that this text spells.
    ///
    /// @throws IllegalArgumentException when it isn't 64 hex digits or empty
    public static Digest parse(String hex) {
        return hex.isEmpty() ? NONE : of(HexFormat.of().parseHex(hex));
    }

    /// A fresh SHA-256, which every Java platform has.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static long word(byte[] bytes, int at) {
        long word = 0;
        for (int i = at; i < at + 8; i++) {
            word = word << 8 | bytes[i] & 0xff;
        }
        return word;
    }

    /// Its 32 bytes.
    public byte[] bytes() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 8; i++) {
            int shift = 56 - 8 * i;
            bytes[i] = (byte) (first >>> shift);
            bytes[8 + i] = (byte) (second >>> shift);
            bytes[16 + i] = (byte) (third >>> shift);
            bytes[24 + i] = (byte) (fourth >>> shift);
        }
        return bytes;
    }

    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(third, other.third);
        }
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }

    @Override
    public String toString() {
        return equals(NONE) ? "" : HexFormat.of().formatHex(bytes());
    }
}
