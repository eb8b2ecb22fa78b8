package org.vitrine.tables;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;

/// The key that hides confidential values in a public edition while the edition still verifies.
///
/// It must be the same for the same release, and unknown to whoever has only the public edition. So it is a
/// SHA-256 over the release's bytes behind a prefix of its own, which nobody can compute from the published
/// SHA-256: who can compute it holds the release, and who holds the release can read the values in it anyway.
///
/// @param key 32 bytes, as a digest
public record Salt(Digest key) {
    private static final byte[] PREFIX = "Vitrine salt v1\0".getBytes(StandardCharsets.US_ASCII);

    /// The salt of a release: SHA-256 over the prefix and then, for each supplied file in the canonical
    /// order, its length (8 bytes, big-endian) and its bytes.
    public static Salt of(List<Bytes> files) {
        MessageDigest sha256 = start();
        byte[] buffer = new byte[1 << 16];
        for (Bytes file : files) {
            sha256.update(RowEncoding.number(file.size()));
            for (long at = 0; at < file.size(); ) {
                int count = file.copyAvailable(at, buffer, 0, buffer.length);
                sha256.update(buffer, 0, count);
                at += count;
            }
        }
        return new Salt(Digest.of(sha256.digest()));
    }

    /// A salt made of rows alone, for facts that came from no release: as hard to guess as all the
    /// confidential values together, and no harder. The rows are taken in the order given.
    static Salt ofRows(Iterable<byte[]> rows) {
        MessageDigest sha256 = start();
        for (byte[] row : rows) {
            sha256.update(RowEncoding.number(row.length));
            sha256.update(row);
        }
        return new Salt(Digest.of(sha256.digest()));
    }

    /// A SHA-256 that has read the prefix.
    private static MessageDigest start() {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(PREFIX);
        return sha256;
    }

    /// An HMAC-SHA-256 (RFC 2104) with this key.
    Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }
}
