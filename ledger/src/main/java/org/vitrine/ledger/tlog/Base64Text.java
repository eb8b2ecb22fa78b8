package org.vitrine.ledger.tlog;

import java.util.Base64;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;

/// Standard base64 with padding (RFC 4648, section 4) in the one spelling that each sequence of bytes
/// has, so that what was read is written again byte for byte.
final class Base64Text {
    private Base64Text() {}

    static String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// @param what what the text should be, for the refusal
    static byte[] decode(String text, String what) throws Refused {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(what + " is not base64", e);
        }
        // Java takes missing padding and stray bits behind the last byte.
        if (!of(bytes).equals(text)) {
            throw new Refused(what + " is not base64 as RFC 4648 writes it");
        }
        return bytes;
    }

    /// @param what what the text should be, for the refusal
    static Hash hash(String text, String what) throws Refused {
        byte[] bytes = decode(text, what);
        if (bytes.length != Hash.SIZE) {
            throw new Refused(what + " has " + bytes.length + " bytes, a SHA-256 has " + Hash.SIZE);
        }
        return Hash.of(bytes);
    }
}
