package org.vitrine.inspect.account;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The SHA schemes of crypt(5), `$5$` and `$6$`, after Ulrich Drepper's specification "Unix crypt using
/// SHA-256 and SHA-512" (public domain), version 0.6.
enum ShaCrypt {
    SHA256("SHA-256", 32),
    SHA512("SHA-512", 64);

    /// Rounds where the hash names none.
    static final int STANDARD_ROUNDS = 5000;
    /// A smaller number is taken as this one.
    static final int MINIMUM_ROUNDS = 1000;

    private static final int MAXIMUM_SALT = 16;

    private final String algorithm;
    private final int size;

    ShaCrypt(String algorithm, int size) {
        this.algorithm = algorithm;
        this.size = size;
    }

    /// Characters of a hash behind its salt.
    int length() {
        return size == 32 ? 43 : 86;
    }

    /// The characters behind the salt. Steps are numbered as in the specification.
    String hash(byte[] password, byte[] wholeSalt, int rounds) {
        byte[] salt = Arrays.copyOf(wholeSalt, Math.min(MAXIMUM_SALT, wholeSalt.length));
        MessageDigest sha = digest();
        // Steps 4 to 8: digest B.
        sha.update(password);
        sha.update(salt);
        byte[] alternate = sha.digest(password);
        // Steps 1 to 3 and 9 to 12: digest A.
        sha.update(password);
        sha.update(salt);
        for (int left = password.length; left > 0; left -= size) {
            sha.update(alternate, 0, Math.min(size, left));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            sha.update((bits & 1) != 0 ? alternate : password);
        }
        byte[] state = sha.digest();
        // Steps 13 to 16: the sequence P.
        for (int i = 0; i < password.length; i++) {
            sha.update(password);
        }
        byte[] p = repeat(sha.digest(), password.length);
        // Steps 17 to 20: the sequence S.
        for (int i = 0; i < 16 + (state[0] & 0xff); i++) {
            sha.update(salt);
        }
        byte[] s = repeat(sha.digest(), salt.length);
        // Step 21.
        for (int round = 0; round < Math.max(MINIMUM_ROUNDS, rounds); round++) {
            sha.update((round & 1) != 0 ? p : state);
            if (round % 3 != 0) {
                sha.update(s);
            }
            if (round % 7 != 0) {
                sha.update(p);
            }
            state = sha.digest((round & 1) != 0 ? state : p);
        }
        return spell(state);
    }

    private static byte[] repeat(byte[] digest, int length) {
        byte[] sequence = new byte[length];
        for (int i = 0; i < length; i++) {
            sequence[i] = digest[i % digest.length];
        }
        return sequence;
    }

    /// Step 22: three bytes, a third of the digest apart, for four characters; the order turns with each group.
    private String spell(byte[] state) {
        StringBuilder text = new StringBuilder(length());
        int third = size / 3;
        for (int i = 0; i < third; i++) {
            int a = state[i];
            int b = state[i + third];
            int c = state[i + 2 * third];
            // SHA-256 turns the other way round than SHA-512.
            switch (size == 64 ? i % 3 : (3 - i % 3) % 3) {
                case 0 -> CryptAlphabet.append(text, a, b, c, 4);
                case 1 -> CryptAlphabet.append(text, b, c, a, 4);
                default -> CryptAlphabet.append(text, c, a, b, 4);
            }
        }
        if (size == 64) {
            CryptAlphabet.append(text, 0, 0, state[63], 2);
        } else {
            CryptAlphabet.append(text, 0, state[31], state[30], 3);
        }
        return text.toString();
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
