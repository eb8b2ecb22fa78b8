package org.vitrine.inspect.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The MD5 scheme of crypt(5), `$1$`: a thousand rounds of MD5 over password and salt.
final class Md5Crypt {
    /// MD5 computations for one password.
    static final int ROUNDS = 1000;

    private static final byte[] PREFIX = "$1$".getBytes(StandardCharsets.US_ASCII);
    private static final int MAXIMUM_SALT = 8;

    private Md5Crypt() {}

    /// The 22 characters behind the salt.
    static String hash(byte[] password, byte[] wholeSalt) {
        byte[] salt = Arrays.copyOf(wholeSalt, Math.min(MAXIMUM_SALT, wholeSalt.length));
        MessageDigest md5 = md5();
        md5.update(password);
        md5.update(salt);
        byte[] alternate = md5.digest(password);

        md5.update(password);
        md5.update(PREFIX);
        md5.update(salt);
        for (int left = password.length; left > 0; left -= 16) {
            md5.update(alternate, 0, Math.min(16, left));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            md5.update((bits & 1) != 0 ? 0 : password[0]);
        }
        byte[] state = md5.digest();
        for (int round = 0; round < ROUNDS; round++) {
            md5.update((round & 1) != 0 ? password : state);
            if (round % 3 != 0) {
                md5.update(salt);
            }
            if (round % 7 != 0) {
                md5.update(password);
            }
            state = md5.digest((round & 1) != 0 ? state : password);
        }
        StringBuilder text = new StringBuilder(22);
        for (int i = 0; i < 4; i++) {
            CryptAlphabet.append(text, state[i], state[i + 6], state[i + 12], 4);
        }
        CryptAlphabet.append(text, state[4], state[10], state[5], 4);
        CryptAlphabet.append(text, 0, 0, state[11], 2);
        return text.toString();
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }
}
