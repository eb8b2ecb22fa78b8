package org.vitrine.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A UUID made of names (RFC 9562, section 5.5, version 5): the same names give the same.
final class NameUuid {
    private static final byte[] VITRINE = HexFormat.of().parseHex("5f0c2d1e9b5a4c37a9d1f6e2783b40cd");

    private NameUuid() {}

    /// The UUID of these names; no two lists of names are taken for each other.
    static String of(String... names) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
        sha1.update(VITRINE);
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            sha1.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            sha1.update(bytes);
        }
        byte[] uuid = Arrays.copyOf(sha1.digest(), 16);
        uuid[6] = (byte) (uuid[6] & 0x0f | 0x50);
        uuid[8] = (byte) (uuid[8] & 0x3f | 0x80);
        String hex = HexFormat.of().formatHex(uuid);
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }
}
