package org.vitrine.structure.der;

import java.math.BigInteger;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Malformed;

/// A public key as SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7): the one form in which the public part of
/// a private key, of a certificate and of an SSH key can be compared.
///
/// @param encoded the whole structure in its encoding
/// @param algorithm `rsa`, `dsa`, `ec`, `ed25519`, …; the object identifier when it has no name here
/// @param bits of the modulus, the prime or the curve; 0 where it can't be told
public record PublicKeyInfo(Bytes encoded, String algorithm, int bits) {
    /// Reads one.
    ///
    /// @throws Malformed when it is none
    public static PublicKeyInfo of(Der element) throws Malformed {
        List<Der> parts = element.sequence(2, "SubjectPublicKeyInfo");
        List<Der> identifier = parts.get(0).sequence(1, "algorithm");
        String oid = identifier.get(0).oid("algorithm");
        String name = Oid.keyAlgorithm(oid);
        parts.get(1).expect(Der.BIT_STRING, "subjectPublicKey");
        int bits = switch (name) {
            case "rsa" -> modulus(parts.get(1)).bitLength();
            case "dsa", "dh" -> identifier.size() < 2 ? 0 : primeBits(identifier.get(1));
            case "ec" -> identifier.size() < 2 ? 0 : curveBits(identifier.get(1));
            default -> fixedBits(name);
        };
        return new PublicKeyInfo(element.encoded(), name.isEmpty() ? oid : name, bits);
    }

    private static BigInteger modulus(Der bits) throws Malformed {
        Der key = Der.whole(bits.bits("subjectPublicKey"), Der.Rules.BASIC);
        return key.sequence(2, "RSAPublicKey").get(0).integer("modulus");
    }

    private static int primeBits(Der parameters) throws Malformed {
        return parameters.is(Der.SEQUENCE)
                ? parameters.sequence(2, "parameters").get(0).integer("p").bitLength()
                : 0;
    }

    /// Bits of the field of a curve given by its name or, in the old way, by all its parameters (RFC 3279
    /// section 2.3.5).
    ///
    /// @throws Malformed when it is neither
    public static int curveBits(Der parameters) throws Malformed {
        if (parameters.is(Der.OBJECT_IDENTIFIER)) {
            return Oid.curveBits(parameters.oid("namedCurve"));
        }
        if (!parameters.is(Der.SEQUENCE)) {
            return 0;
        }
        List<Der> field = parameters.sequence(4, "ECParameters").get(1).sequence(2, "fieldID");
        return field.get(1).is(Der.INTEGER) ? field.get(1).integer("prime").bitLength() : 0;
    }

    /// Bits of the kinds of key that have one size only; 0 for the others.
    public static int fixedBits(String algorithm) {
        return switch (algorithm) {
            case "ed25519", "x25519" -> 256;
            case "ed448", "x448" -> 456;
            default -> 0;
        };
    }

    /// An RSA key of modulus and exponent.
    public static PublicKeyInfo rsa(BigInteger modulus, BigInteger exponent) {
        byte[] key = DerWriter.element(Der.SEQUENCE, DerWriter.integer(modulus), DerWriter.integer(exponent));
        byte[] identifier = DerWriter.element(Der.SEQUENCE, DerWriter.oid(Oid.RSA), DerWriter.element(Der.NULL));
        return info(identifier, key, "rsa", modulus.bitLength());
    }

    /// A DSA key of its parameters and y.
    public static PublicKeyInfo dsa(BigInteger p, BigInteger q, BigInteger g, BigInteger y) {
        byte[] parameters =
                DerWriter.element(Der.SEQUENCE, DerWriter.integer(p), DerWriter.integer(q), DerWriter.integer(g));
        byte[] identifier = DerWriter.element(Der.SEQUENCE, DerWriter.oid(Oid.DSA), parameters);
        return info(identifier, DerWriter.integer(y), "dsa", p.bitLength());
    }

    /// A key on an elliptic curve.
    ///
    /// @param parameters the curve as it is encoded: a name, or all its parameters
    /// @param point the public point as it is encoded in octets
    /// @throws Malformed when the parameters are none
    public static PublicKeyInfo ec(Bytes parameters, Bytes point) throws Malformed {
        byte[] identifier = DerWriter.element(
                Der.SEQUENCE, DerWriter.oid(Oid.EC), parameters.array(0, parameters.size(), "parameters"));
        return info(
                identifier,
                point.array(0, point.size(), "publicKey"),
                "ec",
                curveBits(Der.whole(parameters, Der.Rules.BASIC)));
    }

    /// A key on the curve of this object identifier.
    ///
    /// @throws Malformed when the point can't be read
    public static PublicKeyInfo ec(String curve, Bytes point) throws Malformed {
        return ec(Bytes.of(DerWriter.oid(curve)), point);
    }

    /// An Ed25519 key of 32 bytes, RFC 8410.
    public static PublicKeyInfo ed25519(byte[] key) {
        return info(DerWriter.element(Der.SEQUENCE, DerWriter.oid(Oid.ED25519)), key, "ed25519", 256);
    }

    private static PublicKeyInfo info(byte[] identifier, byte[] key, String algorithm, int bits) {
        byte[] encoded = DerWriter.element(Der.SEQUENCE, identifier, DerWriter.bits(key));
        return new PublicKeyInfo(Bytes.of(encoded), algorithm, bits);
    }

    /// SHA-256 of the structure, hex.
    public String fingerprint() {
        return Digest.ofContent(encoded).toString();
    }
}
