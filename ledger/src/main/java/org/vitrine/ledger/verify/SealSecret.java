package org.vitrine.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;

/// The 32 random bytes behind a seal, from which every salt of it is made. It stays with the dossier and
/// is never published: who has it and the statement can guess the rows of a small table.
///
/// A salt is HMAC-SHA-256(secret, `Vitrine seal v1` ‖ 0x00 ‖ *use* ‖ 0x00 ‖ *name* ‖ 0x00 ‖ *index*),
/// words in ASCII, the index 8 bytes big-endian. So each salt can be shown alone, and opens what it
/// hides and nothing else. What is hidden is a leaf of RFC 6962: SHA-256(0x00 ‖ salt ‖ bytes).
///
/// | use | name | index | bytes |
/// |---|---|---|---|
/// | `head` | a table | 0 | its columns, name, number of rows and version, as one line of JSON |
/// | `row` | a table | the row's, from 1 | the row's canonical encoding |
/// | `dossier` | empty | 0 | the dossier's identity, 32 bytes |
/// | `listing` | empty | 0 | the file `SHA256SUMS` of the sealed folder |
public final class SealSecret {
    /// How many bytes it has.
    public static final int SIZE = 32;

    /// Its file's name in a sealed folder.
    public static final String FILE = "seal.secret";

    private static final byte[] PREFIX = "Vitrine seal v1\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private SealSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A fresh one.
    public static SealSecret generate() {
        byte[] bytes = new byte[SIZE];
        new SecureRandom().nextBytes(bytes);
        return new SealSecret(bytes);
    }

    /// The one that a file holds: 64 lower-case hex digits and a LF.
    ///
    /// @throws Refused when it holds anything else
    public static SealSecret parse(String text) throws Refused {
        if (!text.matches("[0-9a-f]{64}\n")) {
            throw new Refused(FILE + " is not 64 hex digits and a line's end");
        }
        return new SealSecret(HexFormat.of().parseHex(text.strip()));
    }

    /// Its file's text.
    public String text() {
        return HexFormat.of().formatHex(bytes) + "\n";
    }

    /// What a salt is for.
    public enum Use {
        HEAD,
        ROW,
        DOSSIER,
        LISTING;

        private final byte[] word =
                (name().toLowerCase(java.util.Locale.ROOT) + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /// One salt, 32 bytes.
    ///
    /// @param name a table's, in ASCII; else empty
    /// @param index a row's, from 1; else 0
    public byte[] salt(Use use, String name, long index) {
        return salts(use, name).at(index);
    }

    /// The salts of one table's rows, for whoever wants many.
    public Salts salts(Use use, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return new Salts(mac, use.word, (name + "\0").getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    /// What hides one thing.
    public Hash hide(Use use, byte[] content) {
        return hidden(salt(use, "", 0), content);
    }

    /// What some bytes look like behind a salt: SHA-256(0x00 ‖ salt ‖ bytes).
    public static Hash hidden(byte[] salt, byte[] content) {
        return Hash.ofLeaf(ByteBuffer.allocate(salt.length + content.length)
                .put(salt)
                .put(content)
                .array());
    }

    /// The salts of one use and name.
    public static final class Salts {
        private final Mac mac;
        private final byte[] use;
        private final byte[] name;

        private Salts(Mac mac, byte[] use, byte[] name) {
            this.mac = mac;
            this.use = use;
            this.name = name;
        }

        /// The salt at an index.
        public byte[] at(long index) {
            mac.update(PREFIX);
            mac.update(use);
            mac.update(name);
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
        }
    }
}
