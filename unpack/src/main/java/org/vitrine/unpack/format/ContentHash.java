package org.vitrine.unpack.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// A digest that a header keeps of what follows it.
final class ContentHash {
    private ContentHash() {}

    /// A fresh digest of an algorithm that every Java platform has.
    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    /// The digest of a content.
    static byte[] of(String algorithm, Bytes content) {
        MessageDigest digest = digest(algorithm);
        content.feed(digest::update);
        return digest.digest();
    }

    /// Reports a digest that isn't that of the content.
    ///
    /// @param image where the stored digest stands, at `at`
    /// @return whether it is
    static boolean verify(String algorithm, Bytes content, Bytes image, long at, String field, Sink out)
            throws Malformed {
        byte[] computed = of(algorithm, content);
        byte[] stored = image.array(at, computed.length, field);
        if (Arrays.equals(stored, computed)) {
            return true;
        }
        HexFormat hex = HexFormat.of();
        out.problem(new Problem.Malformed(
                at, field, hex.formatHex(stored) + " stored, " + hex.formatHex(computed) + " computed"));
        return false;
    }
}
