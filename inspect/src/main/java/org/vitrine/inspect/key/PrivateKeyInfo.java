package org.vitrine.inspect.key;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.structure.der.Der;
import org.vitrine.structure.der.Oid;
import org.vitrine.structure.der.PublicKeyInfo;

/// Reads private keys in ASN.1: RSA (RFC 8017 appendix A.1.2), DSA as OpenSSL writes it, EC (RFC 5915), PKCS
/// #8 plain and encrypted (RFC 5958). Which of them it is, the structure tells; labels are not asked.
final class PrivateKeyInfo {
    /// Public parts are computed only for primes no larger than any standard's.
    private static final int MAXIMUM_PRIME = 8192;

    private static final int MAXIMUM_EXPONENT = 512;

    private PrivateKeyInfo() {}

    /// The key that an element is. Its numbers need not fit each other: there are published keys whose
    /// modulus is not the product of their primes, and they work.
    ///
    /// @throws Malformed when it is none
    static KeyMaterial of(Der element) throws Malformed {
        List<Der> parts = element.sequence(2, "PrivateKey");
        long length = element.end() - element.offset();
        if (parts.get(0).is(Der.SEQUENCE)) {
            return encrypted(parts, length);
        }
        BigInteger version = parts.get(0).integer("version");
        if (version.signum() < 0 || version.bitLength() > 1) {
            throw new Malformed(parts.get(0).offset(), "version", "neither 0 nor 1");
        }
        boolean second = version.signum() != 0;
        if (parts.get(1).is(Der.OCTET_STRING) && second) {
            return ec(parts, Optional.empty(), length);
        }
        if (parts.get(1).is(Der.SEQUENCE) && parts.size() >= 3) {
            return wrapped(parts, length);
        }
        if (parts.size() == 6 && !second) {
            return dsa(parts, length);
        }
        if (parts.size() == (second ? 10 : 9)) {
            return rsa(parts, length);
        }
        throw new Malformed(element.offset(), "PrivateKey", parts.size() + " elements fit no kind of key");
    }

    /// Whether an element is surely a key and not by chance five numbers in a row: for bytes that nothing
    /// labels.
    static boolean isConsistent(Der element) throws Malformed {
        List<Der> parts = element.sequence(2, "PrivateKey");
        if (parts.size() == 9 && parts.get(0).is(Der.INTEGER) && parts.get(4).is(Der.INTEGER)) {
            BigInteger product =
                    parts.get(4).integer("prime1").multiply(parts.get(5).integer("prime2"));
            return product.equals(parts.get(1).integer("modulus"));
        }
        return true;
    }

    private static BigInteger positive(Der element, String field) throws Malformed {
        BigInteger value = element.integer(field);
        if (value.signum() <= 0) {
            throw new Malformed(element.offset(), field, "not above zero");
        }
        return value;
    }

    private static KeyMaterial rsa(List<Der> parts, long length) throws Malformed {
        BigInteger modulus = positive(parts.get(1), "modulus");
        BigInteger exponent = positive(parts.get(2), "publicExponent");
        positive(parts.get(3), "privateExponent");
        for (Der number : parts.subList(4, 9)) {
            positive(number, "prime");
        }
        return KeyMaterial.open(PublicKeyInfo.rsa(modulus, exponent), length);
    }

    private static KeyMaterial dsa(List<Der> parts, long length) throws Malformed {
        BigInteger p = positive(parts.get(1), "p");
        BigInteger q = positive(parts.get(2), "q");
        BigInteger g = positive(parts.get(3), "g");
        BigInteger y = positive(parts.get(4), "y");
        BigInteger x = positive(parts.get(5), "x");
        // An x above q is no good style, but keys in products have it and work.
        boolean fit = q.compareTo(p) < 0 && g.compareTo(p) < 0 && y.compareTo(p) < 0 && x.bitLength() <= q.bitLength();
        if (!fit) {
            throw new Malformed(parts.get(1).offset(), "p", "the numbers don't fit each other");
        }
        return KeyMaterial.open(PublicKeyInfo.dsa(p, q, g, y), length);
    }

    /// @param outer the curve that is named around it, where one is
    private static KeyMaterial ec(List<Der> parts, Optional<Der> outer, long length) throws Malformed {
        Bytes secret = parts.get(1).octets("privateKey");
        Optional<Der> curve = outer;
        Optional<Der> point = Optional.empty();
        for (Der part : parts.subList(2, parts.size())) {
            List<Der> inner = part.children();
            if (inner.size() == 1 && part.isContext(0)) {
                curve = Optional.of(inner.get(0));
            } else if (inner.size() == 1 && part.isContext(1)) {
                point = Optional.of(inner.get(0));
            } else {
                throw new Malformed(part.offset(), "ECPrivateKey", "neither parameters nor publicKey");
            }
        }
        if (curve.isEmpty()) {
            throw new Malformed(parts.get(0).offset(), "parameters", "no curve is named");
        }
        int bits = PublicKeyInfo.curveBits(curve.get());
        if (secret.size() == 0 || bits > 0 && secret.size() > (bits + 7) / 8 + 1) {
            throw new Malformed(parts.get(1).offset(), "privateKey", secret.size() + " bytes for " + bits + " bits");
        }
        return point.isEmpty()
                ? KeyMaterial.open("ec", bits, length)
                : KeyMaterial.open(
                        PublicKeyInfo.ec(curve.get().encoded(), point.get().bits("publicKey")), length);
    }

    private static KeyMaterial wrapped(List<Der> parts, long length) throws Malformed {
        List<Der> identifier = parts.get(1).sequence(1, "privateKeyAlgorithm");
        String algorithm = Oid.keyAlgorithm(identifier.get(0).oid("privateKeyAlgorithm"));
        Bytes inside = parts.get(2).octets("privateKey");
        return switch (algorithm) {
            case "rsa" -> ofKind(inside, 9, length);
            case "ec" ->
                ec(
                        Der.whole(inside, Der.Rules.BASIC).sequence(2, "ECPrivateKey"),
                        identifier.size() > 1 ? Optional.of(identifier.get(1)) : Optional.empty(),
                        length);
            case "dsa" -> wrappedDsa(identifier, inside, length);
            case "ed25519", "ed448", "x25519", "x448" -> {
                Bytes secret = Der.whole(inside, Der.Rules.BASIC).octets("CurvePrivateKey");
                int bits = PublicKeyInfo.fixedBits(algorithm);
                if (secret.size() != (algorithm.equals("ed448") ? 57 : bits / 8 - (bits == 456 ? 1 : 0))) {
                    throw new Malformed(parts.get(2).offset(), "CurvePrivateKey", secret.size() + " bytes");
                }
                if (algorithm.equals("ed25519")) {
                    byte[] seed = secret.array(0, secret.size(), "CurvePrivateKey");
                    yield KeyMaterial.open(PublicKeyInfo.ed25519(Ed25519.publicKey(seed)), length);
                }
                yield KeyMaterial.open(algorithm, bits, length);
            }
            case "" -> throw new Malformed(identifier.get(0).offset(), "privateKeyAlgorithm", "no known kind of key");
            default -> KeyMaterial.open(algorithm, 0, length);
        };
    }

    private static KeyMaterial ofKind(Bytes inside, int elements, long length) throws Malformed {
        Der element = Der.whole(inside, Der.Rules.BASIC);
        List<Der> parts = element.sequence(elements, "RSAPrivateKey");
        return rsa(parts, length);
    }

    private static KeyMaterial wrappedDsa(List<Der> identifier, Bytes inside, long length) throws Malformed {
        if (identifier.size() < 2) {
            return KeyMaterial.open("dsa", 0, length);
        }
        List<Der> parameters = identifier.get(1).sequence(3, "Dss-Parms");
        BigInteger p = positive(parameters.get(0), "p");
        BigInteger q = positive(parameters.get(1), "q");
        BigInteger g = positive(parameters.get(2), "g");
        BigInteger x = positive(Der.whole(inside, Der.Rules.BASIC), "x");
        if (p.bitLength() > MAXIMUM_PRIME || x.bitLength() > MAXIMUM_EXPONENT) {
            return KeyMaterial.open("dsa", p.bitLength(), length);
        }
        return KeyMaterial.open(PublicKeyInfo.dsa(p, q, g, g.modPow(x, p)), length);
    }

    /// EncryptedPrivateKeyInfo: a scheme of PKCS #5 or PKCS #12, and octets.
    private static KeyMaterial encrypted(List<Der> parts, long length) throws Malformed {
        String scheme = parts.get(0).sequence(1, "encryptionAlgorithm").get(0).oid("encryptionAlgorithm");
        if (parts.size() != 2
                || !scheme.startsWith("1.2.840.113549.1.5.") && !scheme.startsWith("1.2.840.113549.1.12.1.")) {
            throw new Malformed(parts.get(0).offset(), "encryptionAlgorithm", "none that guards a key");
        }
        if (parts.get(1).octets("encryptedData").size() < 8) {
            throw new Malformed(parts.get(1).offset(), "encryptedData", "too short");
        }
        return KeyMaterial.guarded("unknown", length);
    }
}
