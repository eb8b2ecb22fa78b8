package org.vitrine.change.text;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What must not be told of a text: hashes of passwords, passwords and other secrets by the name of their key, and the
/// bodies of private keys. In doubt more is left out.
public final class Secrets {
    /// What stands in the place of a secret.
    static final String REDACTED = "<redacted>";

    private static final String NAMES =
            "passw(?:or)?d|passphrase|passwrd|pwd|psk|secret|private_?key|priv_?key|api_?key|auth_?key|wpa_?key|"
                    + "wep_?key|shared_?key|preshared_?key|network_?key|access_?token|auth_?token|community|_pw|_pass";

    private static final Pattern NAME = Pattern.compile("(?i)(?:" + NAMES + ")");

    /// Hashes as crypt(3) and LDAP (RFC 3112) write them.
    private static final Pattern HASH = Pattern.compile(
            "(\\$(?:1|2[abxy]?|5|6|7|y|gy|sha1|md5|apr1|P|H|argon2[a-z]{1,2}|pbkdf2[a-z0-9-]{0,8})\\$)[^\\s:'\",;<>]{4,}"
                    + "|(\\{(?:S?SHA\\d{0,3}|S?MD5|CRYPT)\\})[^\\s:'\",;<>]{4,}");

    /// The second field of a line of passwd or shadow, where it is as long as a hash.
    private static final Pattern FIELD = Pattern.compile("([^:\\s/]{1,64}:)([^:\\s]{13,200})((?::[^:]{0,200}){4,9})");

    private static final String WORD = "['\"]?[\\w.-]{0,40}(?:" + NAMES + ")[\\w.-]{0,40}['\"]?";

    private static final String HELD = "(?:'[^'$]{1,4000}'|\"[^\"$][^\"]{0,4000}\"|[^\\s'\"$%(<>,;&|][^'\"<>,;\\s]*)";

    /// A key, by its name a secret's, with its value behind a sign.
    private static final Pattern VALUE = Pattern.compile("(?i)(" + WORD + "[ \\t]{0,20}[=:][ \\t]{0,20})" + HELD);

    /// The same with its value behind a blank, where the line starts with it.
    private static final Pattern OPTION =
            Pattern.compile("(?i)^(\\s{0,40}(?:(?:option|list|set)\\s{1,20})?" + WORD + "[ \\t]{1,20})" + HELD);

    private static final Pattern TAG = Pattern.compile("(?i)(<[\\w:.-]{0,60}(?:" + NAMES + ")[^<>]{0,200}>)([^<]+)");

    /// What stands before a host's name in an address (RFC 3986, section 3.2.1).
    private static final Pattern USER = Pattern.compile("(://[^\\s/@:'\"]{0,100}:)[^\\s/@'\"]{1,200}(?=@)");

    private static final Pattern BEGIN =
            Pattern.compile("-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|Static key)[A-Za-z0-9 ]{0,12}-----");
    private static final Pattern BODY = Pattern.compile("\\s*(?:[A-Za-z0-9+/=]{1,120}|[A-Za-z-]{1,30}: .{0,100}|)\\s*");

    private Secrets() {}

    /// Which lines are the body of a private key.
    static BitSet bodies(Lines lines) {
        BitSet bodies = new BitSet();
        boolean inside = false;
        for (int i = 0; i < lines.count(); i++) {
            String line = lines.line(i);
            if (inside && BODY.matcher(line).matches()) {
                bodies.set(i);
            } else {
                inside = line.length() < 200 && BEGIN.matcher(line).find() && !line.contains("-----END");
            }
        }
        return bodies;
    }

    /// Whether a key's name is one of secrets.
    public static boolean isNamed(String key) {
        return NAME.matcher(key).find();
    }

    /// A value without what must not be told.
    static String value(String key, String value) {
        if (value.isEmpty()) {
            return value;
        }
        String told = isNamed(key) ? "" : line(key + ":" + value);
        return told.startsWith(key + ":") ? told.substring(key.length() + 1) : REDACTED;
    }

    /// Whether something in a line must not be told.
    public static boolean isIn(String line) {
        return !line(line).equals(line);
    }

    /// A line without what must not be told.
    static String line(String line) {
        String told = line;
        Matcher begin = BEGIN.matcher(told);
        if (begin.find() && begin.end() < told.length()) {
            told = told.substring(0, begin.end()) + REDACTED;
        }
        told = HASH.matcher(told).replaceAll(found -> {
            String kind = found.group(1) == null ? found.group(2) : found.group(1);
            return Matcher.quoteReplacement(kind + REDACTED);
        });
        Matcher field = FIELD.matcher(told);
        if (field.matches() && !field.group(2).contains(REDACTED)) {
            told = field.group(1) + REDACTED + field.group(3);
        }
        told = USER.matcher(told).replaceAll("$1" + REDACTED);
        told = VALUE.matcher(told).replaceAll("$1" + REDACTED);
        told = OPTION.matcher(told).replaceAll("$1" + REDACTED);
        return TAG.matcher(told).replaceAll("$1" + REDACTED);
    }
}
