package org.vitrine.inspect.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A line of an authorized_keys file, taken apart (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
///
/// @param options what stands before the key
/// @param type the key's type as it stands
/// @param blob the decoded key
/// @param key what the decoded key says
/// @param comment what stands behind the key
record AuthorizedLine(String options, String type, Bytes blob, SshPublicKey key, String comment) {
    /// Reads a line that is neither blank nor a comment; each byte a character.
    ///
    /// @throws Malformed when it holds no key; offsets count from its first character
    static AuthorizedLine of(String line) throws Malformed {
        String text = line.strip();
        int at = 0;
        if (!isType(word(text, 0))) {
            at = endOfOptions(text);
        }
        String options = text.substring(0, at).strip();
        String rest = text.substring(at).strip();
        String type = word(rest, 0);
        String coded = word(rest, type.length());
        if (!isType(type) || coded.isEmpty()) {
            throw new Malformed(0, "key", "no type and key in the line");
        }
        Bytes blob;
        try {
            blob = Bytes.of(Base64.getDecoder().decode(coded.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            throw new Malformed(rest.indexOf(coded), "key", "not Base64");
        }
        SshPublicKey key = SshPublicKey.of(blob);
        if (!key.type().equals(type)) {
            throw new Malformed(0, "type", "not that of the key behind it");
        }
        int end = rest.indexOf(coded, type.length()) + coded.length();
        return new AuthorizedLine(options, type, blob, key, rest.substring(end).strip());
    }

    private static boolean isType(String word) {
        return word.startsWith("ssh-") || word.startsWith("ecdsa-sha2-") || word.startsWith("sk-");
    }

    /// The word that starts at or behind `from`, up to the next blank.
    private static String word(String text, int from) {
        int start = from;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /// Options end at the first blank outside of quotes.
    private static int endOfOptions(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (isBlank(c) && !quoted) {
                return i;
            }
        }
        return text.length();
    }
}
