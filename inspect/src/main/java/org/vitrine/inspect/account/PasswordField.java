package org.vitrine.inspect.account;

import org.vitrine.inspect.account.Account.Scheme;

/// The password field of a passwd or shadow line, taken apart by the prefixes of crypt(5).
///
/// @param text as it stands
/// @param kind what it means for logging in
/// @param scheme how the password is kept; also for a hash behind a lock
/// @param salt the salt, as it stands
/// @param rounds rounds or count, where the scheme names them; else 0
/// @param hash the characters behind the salt; empty when they aren't of the scheme's length and alphabet
record PasswordField(String text, Kind kind, Scheme scheme, String salt, long rounds, String hash) {
    /// What a password field means.
    enum Kind {
        EMPTY,
        LOCKED,
        /// `x`: the shadow file has it.
        ELSEWHERE,
        HASH,
        UNREADABLE
    }

    private static final String LOCK_WORD = "*LK*";

    /// Takes a field apart; never fails.
    static PasswordField of(String text) {
        if (text.isEmpty()) {
            return plain(text, Kind.EMPTY);
        }
        if (text.equals("x")) {
            return plain(text, Kind.ELSEWHERE);
        }
        if (text.startsWith(LOCK_WORD)) {
            return locked(text, text.substring(LOCK_WORD.length()));
        }
        char first = text.charAt(0);
        if (first == '!' || first == '*') {
            int at = 0;
            while (at < text.length() && (text.charAt(at) == '!' || text.charAt(at) == '*')) {
                at++;
            }
            return locked(text, text.substring(at));
        }
        if (text.equals("NP")) {
            return plain(text, Kind.LOCKED);
        }
        return hash(text);
    }

    private static PasswordField plain(String text, Kind kind) {
        return new PasswordField(text, kind, Scheme.NONE, "", 0, "");
    }

    private static PasswordField locked(String text, String behind) {
        PasswordField inner = hash(behind);
        Scheme scheme = inner.kind == Kind.HASH ? inner.scheme : Scheme.NONE;
        return new PasswordField(text, Kind.LOCKED, scheme, inner.salt, inner.rounds, inner.hash);
    }

    private static PasswordField hash(String text) {
        if (text.startsWith("$1$")) {
            return salted(text, Scheme.MD5, 3, 22);
        }
        if (text.startsWith("$5$")) {
            return sha(text, Scheme.SHA256, ShaCrypt.SHA256.length());
        }
        if (text.startsWith("$6$")) {
            return sha(text, Scheme.SHA512, ShaCrypt.SHA512.length());
        }
        if (text.length() > 4 && text.startsWith("$2") && "abxy".indexOf(text.charAt(2)) >= 0 && text.charAt(3) == '$'
                || text.startsWith("$2$")) {
            return bcrypt(text);
        }
        if (text.startsWith("$7$")) {
            int end = text.indexOf('$', 3);
            return end < 14
                    ? unreadable(text, Scheme.SCRYPT)
                    : whole(text, Scheme.SCRYPT, text.substring(14, end), text.substring(end + 1), 43);
        }
        if (text.startsWith("$y$")) {
            return yescrypt(text, Scheme.YESCRYPT, 3);
        }
        if (text.startsWith("$gy$")) {
            return yescrypt(text, Scheme.GOST_YESCRYPT, 4);
        }
        if (text.length() == 20 && text.startsWith("_") && CryptAlphabet.spells(text.substring(1))) {
            int count = DesCrypt.number(text.substring(1, 5));
            return new PasswordField(text, Kind.HASH, Scheme.BSDI, text.substring(5, 9), count, text.substring(9));
        }
        if (text.length() == 13 && CryptAlphabet.spells(text)) {
            return new PasswordField(text, Kind.HASH, Scheme.DES, text.substring(0, 2), 0, text.substring(2));
        }
        return unreadable(text, Scheme.UNKNOWN);
    }

    private static PasswordField unreadable(String text, Scheme scheme) {
        return new PasswordField(text, Kind.UNREADABLE, scheme, "", 0, "");
    }

    private static PasswordField whole(String text, Scheme scheme, String salt, String hash, int length) {
        return hash.length() == length && CryptAlphabet.spells(hash)
                ? new PasswordField(text, Kind.HASH, scheme, salt, 0, hash)
                : new PasswordField(text, Kind.UNREADABLE, scheme, salt, 0, "");
    }

    private static PasswordField salted(String text, Scheme scheme, int from, int length) {
        int end = text.indexOf('$', from);
        return end < 0
                ? unreadable(text, scheme)
                : whole(text, scheme, text.substring(from, end), text.substring(end + 1), length);
    }

    private static PasswordField sha(String text, Scheme scheme, int length) {
        String named = "rounds=";
        if (!text.startsWith(named, 3)) {
            return salted(text, scheme, 3, length);
        }
        int end = text.indexOf('$', 3);
        String digits = end < 0 ? "" : text.substring(3 + named.length(), end);
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return unreadable(text, scheme);
        }
        PasswordField field = salted(text, scheme, end + 1, length);
        return new PasswordField(text, field.kind, scheme, field.salt, Math.max(1, Long.parseLong(digits)), field.hash);
    }

    /// `$2b$10$`, then 22 characters of salt and 31 of hash.
    private static PasswordField bcrypt(String text) {
        int end = text.indexOf('$', text.indexOf('$', 1) + 1);
        String rest = text.substring(end + 1);
        return end < 0 || rest.length() != 53
                ? unreadable(text, Scheme.BCRYPT)
                : whole(text, Scheme.BCRYPT, rest.substring(0, 22), rest.substring(22), 31);
    }

    /// Parameters, salt and hash, each before a dollar.
    private static PasswordField yescrypt(String text, Scheme scheme, int from) {
        int parameters = text.indexOf('$', from);
        return parameters < 0 ? unreadable(text, scheme) : salted(text, scheme, parameters + 1, 43);
    }
}
