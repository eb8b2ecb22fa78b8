package org.vitrine.ledger.key;

import java.math.BigInteger;
import java.util.Arrays;
import org.vitrine.ledger.Refused;

/// The curve P-256 (FIPS 186-5; SP 800-186, section 3.2.1.3): whether a point is on it, and the
/// point that an x has. Only public points pass here, so nothing has to take constant time.
public final class P256 {
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private P256() {}

    /// Checks that these 65 bytes, 0x04 ‖ x ‖ y, are a point of the curve: a signature is worth
    /// nothing otherwise.
    static void checkPoint(byte[] point) throws Refused {
        BigInteger x = new BigInteger(1, point, 1, 32);
        BigInteger y = new BigInteger(1, point, 33, 32);
        if (point[0] != 4
                || x.compareTo(P) >= 0
                || y.compareTo(P) >= 0
                || !y.modPow(BigInteger.TWO, P).equals(right(x))) {
            throw new Refused("this is no point of the curve P-256");
        }
    }

    /// The point of one x and the lowest bit of its y, as 0x04 ‖ x ‖ y (SEC 1, section 2.3.4).
    ///
    /// @throws Refused when no point has this x
    public static byte[] point(byte[] x, boolean odd) throws Refused {
        BigInteger left = new BigInteger(1, x);
        if (x.length != 32 || left.compareTo(P) >= 0) {
            throw new Refused("an x of P-256 has 32 bytes and is below its prime");
        }
        BigInteger square = right(left);
        // p is 3 modulo 4, so this power is a root where there is one.
        BigInteger y = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        if (!y.modPow(BigInteger.TWO, P).equals(square)) {
            throw new Refused("no point of P-256 has this x");
        }
        if (y.testBit(0) != odd) {
            y = P.subtract(y);
        }
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(x, 0, point, 1, 32);
        byte[] digits = y.toByteArray();
        int length = Math.min(digits.length, 32);
        System.arraycopy(
                Arrays.copyOfRange(digits, digits.length - length, digits.length), 0, point, 65 - length, length);
        return point;
    }

    private static BigInteger right(BigInteger x) {
        return x.modPow(THREE, P).subtract(x.multiply(THREE)).add(B).mod(P);
    }
}
