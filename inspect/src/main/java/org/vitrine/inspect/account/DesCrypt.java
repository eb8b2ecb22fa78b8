package org.vitrine.inspect.account;

/// The traditional scheme of crypt(5): 25 times DES (FIPS 46-3) over zeros, the password's first eight
/// characters as key, and twelve bits of salt that swap bits of the expansion. And its extension by BSDi,
/// `_`: a longer password is folded into the key, 24 bits of salt, and a count of its own.
final class DesCrypt {
    /// How often the traditional scheme encrypts.
    static final int COUNT = 25;

    private static final int[] KEY_PERMUTATION = {
        57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63,
        55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4
    };
    private static final int[] KEY_CHOICE = {
        14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55,
        30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32
    };
    private static final int[] KEY_SHIFTS = {1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1};
    private static final int[] FINAL_PERMUTATION = {
        40, 8, 48, 16, 56, 24, 64, 32, 39, 7, 47, 15, 55, 23, 63, 31, 38, 6, 46, 14, 54, 22, 62, 30, 37, 5, 45, 13, 53,
        21, 61, 29, 36, 4, 44, 12, 52, 20, 60, 28, 35, 3, 43, 11, 51, 19, 59, 27, 34, 2, 42, 10, 50, 18, 58, 26, 33, 1,
        41, 9, 49, 17, 57, 25
    };
    private static final int[] PERMUTATION = {
        16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11,
        4, 25
    };
    /// The eight selection functions, row by row, a hex digit each.
    private static final String[] SELECTIONS = {
        "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
        "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
        "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
        "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
        "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
        "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
        "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
        "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b"
    };
    /// Selection and permutation in one: by function and by its six bits of input.
    private static final int[][] SELECTED = selected();

    private DesCrypt() {}

    private static int[][] selected() {
        int[][] table = new int[8][64];
        for (int box = 0; box < 8; box++) {
            for (int input = 0; input < 64; input++) {
                int row = input >> 4 & 2 | input & 1;
                int value = Character.digit(SELECTIONS[box].charAt(16 * row + (input >> 1 & 15)), 16);
                long bits = (long) value << 28 - 4 * box;
                table[box][input] = (int) permute(bits, 32, PERMUTATION);
            }
        }
        return table;
    }

    /// Picks bits by their place, counted from 1 at the most significant of `width`.
    private static long permute(long bits, int width, int[] places) {
        long picked = 0;
        for (int place : places) {
            picked = picked << 1 | bits >>> width - place & 1;
        }
        return picked;
    }

    /// The eleven characters behind a salt of two.
    static String traditional(byte[] password, String salt) {
        int bits = CryptAlphabet.value(salt.charAt(0)) | CryptAlphabet.value(salt.charAt(1)) << 6;
        return spell(encrypt(0, keys(keyBits(password, 0)), mask(bits), COUNT));
    }

    /// The eleven characters behind `_`, four of count and four of salt.
    static String extended(byte[] password, int count, String salt) {
        long key = keyBits(password, 0);
        for (int from = 8; from < password.length; from += 8) {
            key = encrypt(key, keys(key), 0, 1) ^ keyBits(password, from);
        }
        return spell(encrypt(0, keys(key), mask(number(salt)), count));
    }

    /// Four characters as a number, the lowest first.
    static int number(String four) {
        int number = 0;
        for (int i = 0; i < 4; i++) {
            number |= CryptAlphabet.value(four.charAt(i)) << 6 * i;
        }
        return number;
    }

    private static long keyBits(byte[] password, int from) {
        long key = 0;
        for (int i = from; i < from + 8; i++) {
            key = key << 8 | (i < password.length ? password[i] << 1 & 0xff : 0);
        }
        return key;
    }

    /// Salt bits name places from the front of the expansion.
    private static int mask(int salt) {
        return Integer.reverse(salt) >>> 8;
    }

    private static long[] keys(long key) {
        long chosen = permute(key, 64, KEY_PERMUTATION);
        int left = (int) (chosen >>> 28);
        int right = (int) chosen & 0xfffffff;
        long[] keys = new long[16];
        for (int round = 0; round < 16; round++) {
            int shift = KEY_SHIFTS[round];
            left = (left << shift | left >>> 28 - shift) & 0xfffffff;
            right = (right << shift | right >>> 28 - shift) & 0xfffffff;
            keys[round] = permute((long) left << 28 | right, 56, KEY_CHOICE);
        }
        return keys;
    }

    /// Encrypts `count` times. Between two encryptions the final and the initial permutation cancel out.
    private static long encrypt(long block, long[] keys, int mask, int count) {
        long start = inverse(block);
        int left = (int) (start >>> 32);
        int right = (int) start;
        for (int i = 0; i < count; i++) {
            for (long key : keys) {
                int next = left ^ scramble(right, key, mask);
                left = right;
                right = next;
            }
            int swapped = left;
            left = right;
            right = swapped;
        }
        return permute(Integer.toUnsignedLong(left) << 32 | Integer.toUnsignedLong(right), 64, FINAL_PERMUTATION);
    }

    /// The initial permutation: the final one turned round.
    private static long inverse(long block) {
        long start = 0;
        for (int i = 0; i < 64; i++) {
            start |= (block >>> 63 - i & 1) << 64 - FINAL_PERMUTATION[i];
        }
        return start;
    }

    private static int scramble(int half, long key, int mask) {
        int high = 0;
        int low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 6 | Integer.rotateLeft(half, 4 * i + 5) & 0x3f;
            low = low << 6 | Integer.rotateLeft(half, 4 * i + 21) & 0x3f;
        }
        int swap = (high ^ low) & mask;
        high ^= swap ^ (int) (key >>> 24);
        low ^= swap ^ (int) key & 0xffffff;
        int out = 0;
        for (int i = 0; i < 4; i++) {
            out |= SELECTED[i][high >>> 18 - 6 * i & 0x3f] | SELECTED[i + 4][low >>> 18 - 6 * i & 0x3f];
        }
        return out;
    }

    /// Eleven characters, the highest bits first; two zero bits fill the last.
    private static String spell(long block) {
        StringBuilder text = new StringBuilder(11);
        for (int shift = 58; shift > -6; shift -= 6) {
            text.append(CryptAlphabet.digit((int) (shift >= 0 ? block >>> shift : block << -shift) & 0x3f));
        }
        return text.toString();
    }
}
