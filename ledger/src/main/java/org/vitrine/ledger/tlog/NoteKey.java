package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.tree.Hash;

/// Whom a signature in a note is from: a name, a type of signature and the key that checks it (C2SP
/// signed-note, "Verifier keys"). Its text is the verifier key, `<name>+<key id>+<base64 of type and
/// key>`.
///
/// @param name not empty, without `+`, white space and control characters
/// @param type how it signs
/// @param key what its signatures are checked with
public record NoteKey(String name, SignatureType type, PublicKey key) {
    /// A key of ours or one that was read.
    ///
    /// @throws IllegalArgumentException when the name can't stand in a note, or the key is of another
    ///     algorithm
    public NoteKey {
        try {
            checkName(name);
        } catch (Refused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (key.algorithm() != type.algorithm()) {
            throw new IllegalArgumentException(type + " signatures have no " + key.algorithm() + " keys");
        }
    }

    /// Reads a verifier key.
    ///
    /// @throws Refused when it is malformed, of a type that is not understood, or its key id is another
    ///     key's
    public static NoteKey parse(String vkey) throws Refused {
        // Base64 has plus signs of its own.
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new Refused("a verifier key has three parts with plus signs between them");
        }
        checkName(parts[0]);
        byte[] typed = Base64Text.decode(parts[2], "the verifier key's last part");
        if (typed.length == 0) {
            throw new Refused("the verifier key of " + Plain.of(parts[0]) + " is empty");
        }
        SignatureType type = SignatureType.of(typed[0]);
        PublicKey key = PublicKey.of(type.algorithm(), Arrays.copyOfRange(typed, 1, typed.length));
        NoteKey read = new NoteKey(parts[0], type, key);
        if (!parts[1].equals(hex(read.id()))) {
            throw new Refused("the verifier key of " + Plain.of(parts[0]) + " has the key id of another key");
        }
        return read;
    }

    /// Its key id: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key), in big-endian order. With
    /// the name it tells which key a signature is from.
    public int id() {
        MessageDigest sha256 = Hash.sha256();
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) '\n');
        sha256.update(type.code());
        return ByteBuffer.wrap(sha256.digest(key.raw())).getInt();
    }

    /// Its verifier key.
    public String vkey() {
        byte[] raw = key.raw();
        byte[] typed = new byte[1 + raw.length];
        typed[0] = type.code();
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return name + "+" + hex(id()) + "+" + Base64Text.of(typed);
    }

    @Override
    public String toString() {
        return vkey();
    }

    static void checkName(String name) throws Refused {
        if (name.isEmpty()) {
            throw new Refused("a key name is empty");
        }
        if (!name.codePoints().allMatch(NoteKey::standsInName)) {
            throw new Refused("a key name holds a plus sign, white space, a control character or half a character");
        }
    }

    /// Unicode's white space is listed here, so that a name's validity doesn't change with the Java
    /// version.
    private static boolean standsInName(int c) {
        boolean isSpace = c <= ' '
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || 0x2000 <= c && c <= 0x200a
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
        boolean isHalf = 0xd800 <= c && c <= 0xdfff;
        return !isSpace && !isHalf && c != '+';
    }

    private static String hex(int id) {
        return HexFormat.of().toHexDigits(id);
    }
}
