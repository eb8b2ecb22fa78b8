package org.vitrine.inspect.account;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the passwords of a root file system's accounts against a short list of well-known ones. The work is
/// bounded: by the number of hashes, by the rounds of one hash, and by the rounds of all.
final class KnownPasswords {
    /// Different hashes that are tried in one root file system.
    static final int MAXIMUM_HASHES = 200;
    /// A hash with more rounds is not tried.
    static final int MAXIMUM_ROUNDS = 100_000;
    /// Rounds for all hashes of one root file system.
    static final long MAXIMUM_WORK = 8_000_000;

    /// Printed in manuals, or found in published lists of default passwords, of what is built into network
    /// products.
    private static final List<String> LIST = List.of(
            "",
            "admin",
            "root",
            "password",
            "1234",
            "12345",
            "123456",
            "1234567",
            "12345678",
            "123456789",
            "1111",
            "0000",
            "000000",
            "admin123",
            "admin1234",
            "administrator",
            "user",
            "guest",
            "support",
            "default",
            "toor",
            "test",
            "changeme",
            "system",
            "service",
            "operator",
            "manager",
            "supervisor",
            "public",
            "private",
            "secret",
            "pass",
            "passw0rd",
            "linux",
            "alpine",
            "ubnt",
            "sohoadmin",
            "5up",
            "oelinux123",
            "zte",
            "Zte521",
            "cisco",
            "huawei",
            "admin@huawei",
            "ericsson",
            "nokia",
            "motorola",
            "dlink",
            "netgear",
            "technicolor",
            "realtek",
            "xc3511",
            "vizxv",
            "hi3518",
            "7ujMko0admin",
            "tech",
            "superuser",
            "calvin");

    private final Map<String, Optional<String>> tried = new HashMap<>();
    private long work;
    private int skipped;

    /// The password that gives a hash, when it is on the list or is the login's own name.
    Optional<String> of(String login, PasswordField field) {
        long rounds = rounds(field);
        if (rounds == 0 || rounds > MAXIMUM_ROUNDS) {
            return Optional.empty();
        }
        String key = login + ':' + field.text();
        Optional<String> before = tried.get(key);
        if (before != null) {
            return before;
        }
        List<String> candidates = candidates(login);
        long cost = rounds * candidates.size();
        if (tried.size() >= MAXIMUM_HASHES || work + cost > MAXIMUM_WORK) {
            skipped++;
            return Optional.empty();
        }
        work += cost;
        Optional<String> found = candidates.stream()
                .filter(candidate ->
                        hash(candidate.getBytes(StandardCharsets.UTF_8), field).equals(field.hash()))
                .findFirst();
        tried.put(key, found);
        return found;
    }

    /// How many hashes were not tried because a bound was met.
    int skipped() {
        return skipped;
    }

    static List<String> list() {
        return LIST;
    }

    private static List<String> candidates(String login) {
        List<String> candidates = new ArrayList<>(LIST);
        if (!LIST.contains(login) && login.length() <= 32) {
            candidates.add(login);
        }
        return candidates;
    }

    /// The work for one password, in digest computations; 0 for what is not tried.
    private static long rounds(PasswordField field) {
        if (field.kind() != PasswordField.Kind.HASH) {
            return 0;
        }
        return switch (field.scheme()) {
            // Both steps of DES cost about four of a digest.
            case DES -> 4L * DesCrypt.COUNT;
            case BSDI -> 4L * Math.max(1, field.rounds());
            case MD5 -> Md5Crypt.ROUNDS;
            case SHA256, SHA512 -> shaRounds(field);
            case NONE, BCRYPT, SCRYPT, YESCRYPT, GOST_YESCRYPT, UNKNOWN -> 0;
        };
    }

    private static long shaRounds(PasswordField field) {
        return field.rounds() == 0 ? ShaCrypt.STANDARD_ROUNDS : Math.max(ShaCrypt.MINIMUM_ROUNDS, field.rounds());
    }

    private static String hash(byte[] password, PasswordField field) {
        byte[] salt = field.salt().getBytes(StandardCharsets.ISO_8859_1);
        return switch (field.scheme()) {
            case DES -> DesCrypt.traditional(password, field.salt());
            case BSDI -> DesCrypt.extended(password, (int) field.rounds(), field.salt());
            case MD5 -> Md5Crypt.hash(password, salt);
            case SHA256 -> ShaCrypt.SHA256.hash(password, salt, (int) shaRounds(field));
            case SHA512 -> ShaCrypt.SHA512.hash(password, salt, (int) shaRounds(field));
            case NONE, BCRYPT, SCRYPT, YESCRYPT, GOST_YESCRYPT, UNKNOWN ->
                throw new IllegalArgumentException(field.scheme() + " is not tried");
        };
    }
}
