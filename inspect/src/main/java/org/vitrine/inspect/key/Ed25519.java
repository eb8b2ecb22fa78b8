package org.vitrine.inspect.key;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The public key of an Ed25519 seed (RFC 8032 section 5.1.5), so that a key which carries no public part can
/// be matched with its certificate. For keys that lie open in a release only: it takes no care to hide the
/// seed.
final class Ed25519 {
    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger X =
            new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202");
    private static final BigInteger Y =
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);

    private Ed25519() {}

    /// A point in extended coordinates, section 5.1.4.
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        Point plus(Point other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.multiply(other.t).multiply(D).shiftLeft(1).mod(P);
            BigInteger d = z.multiply(other.z).shiftLeft(1).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }
    }

    /// The 32 bytes of the public key of a 32-byte seed.
    static byte[] publicKey(byte[] seed) {
        byte[] scalar = Arrays.copyOf(sha512(seed), 32);
        scalar[0] &= (byte) 0xf8;
        scalar[31] = (byte) (scalar[31] & 0x7f | 0x40);
        Point sum = new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);
        Point power = new Point(X, Y, BigInteger.ONE, X.multiply(Y).mod(P));
        for (int i = 0; i < 255; i++) {
            if ((scalar[i / 8] >> i % 8 & 1) != 0) {
                sum = sum.plus(power);
            }
            power = power.plus(power);
        }
        BigInteger inverse = sum.z.modInverse(P);
        BigInteger x = sum.x.multiply(inverse).mod(P);
        BigInteger y = sum.y.multiply(inverse).mod(P);
        byte[] big = y.toByteArray();
        byte[] encoded = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            encoded[i] = big[big.length - 1 - i];
        }
        encoded[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
        return encoded;
    }

    private static byte[] sha512(byte[] seed) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(seed);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-512", e);
        }
    }
}
