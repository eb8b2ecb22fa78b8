package org.vitrine.inspect.account;

/// The 64 characters of crypt(3), and how its hashes spell bytes with them: lowest six bits first.
final class CryptAlphabet {
    private static final String DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private CryptAlphabet() {}

    /// The value of a character; -1 when it isn't one of the 64.
    static int value(char digit) {
        return DIGITS.indexOf(digit);
    }

    static char digit(int value) {
        return DIGITS.charAt(value & 0x3f);
    }

    /// Whether a text is made of these characters only.
    static boolean spells(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (value(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Appends `count` characters for up to three bytes.
    static void append(StringBuilder text, int high, int middle, int low, int count) {
        int bits = (high & 0xff) << 16 | (middle & 0xff) << 8 | low & 0xff;
        for (int i = 0; i < count; i++) {
            text.append(digit(bits));
            bits >>>= 6;
        }
    }
}
