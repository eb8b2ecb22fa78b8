package org.vitrine.structure.der;

import java.util.Map;

/// Object identifiers that certificates and keys use, by the names people know them by.
public final class Oid {
    /// rsaEncryption, RFC 8017.
    public static final String RSA = "1.2.840.113549.1.1.1";
    /// id-dsa, RFC 3279.
    public static final String DSA = "1.2.840.10040.4.1";
    /// id-ecPublicKey, RFC 5480.
    public static final String EC = "1.2.840.10045.2.1";
    /// id-Ed25519, RFC 8410.
    public static final String ED25519 = "1.3.101.112";
    /// basicConstraints, RFC 5280 section 4.2.1.9.
    public static final String BASIC_CONSTRAINTS = "2.5.29.19";

    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry(RSA, "rsa"),
            Map.entry("1.2.840.113549.1.1.10", "rsa"),
            Map.entry("1.2.840.113549.1.1.7", "rsa"),
            Map.entry("2.5.8.1.1", "rsa"),
            Map.entry(DSA, "dsa"),
            Map.entry("1.3.14.3.2.12", "dsa"),
            Map.entry(EC, "ec"),
            Map.entry("1.3.132.1.12", "ec"),
            Map.entry("1.2.840.113549.1.3.1", "dh"),
            Map.entry("1.2.840.10046.2.1", "dh"),
            Map.entry(ED25519, "ed25519"),
            Map.entry("1.3.101.113", "ed448"),
            Map.entry("1.3.101.110", "x25519"),
            Map.entry("1.3.101.111", "x448"),
            Map.entry("1.2.643.2.2.19", "gost"),
            Map.entry("1.2.643.7.1.1.1.1", "gost"),
            Map.entry("1.2.643.7.1.1.1.2", "gost"),
            Map.entry("2.16.840.1.101.3.4.3.17", "ml-dsa-44"),
            Map.entry("2.16.840.1.101.3.4.3.18", "ml-dsa-65"),
            Map.entry("2.16.840.1.101.3.4.3.19", "ml-dsa-87"));

    /// Bits of the field that a named curve is over.
    private static final Map<String, Integer> CURVES = Map.ofEntries(
            Map.entry("1.2.840.10045.3.1.1", 192),
            Map.entry("1.2.840.10045.3.1.7", 256),
            Map.entry("1.3.132.0.33", 224),
            Map.entry("1.3.132.0.34", 384),
            Map.entry("1.3.132.0.35", 521),
            Map.entry("1.3.132.0.8", 160),
            Map.entry("1.3.132.0.9", 160),
            Map.entry("1.3.132.0.30", 160),
            Map.entry("1.3.132.0.31", 192),
            Map.entry("1.3.132.0.32", 224),
            Map.entry("1.3.132.0.10", 256),
            Map.entry("1.3.132.0.1", 163),
            Map.entry("1.3.132.0.15", 163),
            Map.entry("1.3.132.0.26", 233),
            Map.entry("1.3.132.0.27", 233),
            Map.entry("1.3.132.0.3", 239),
            Map.entry("1.3.132.0.16", 283),
            Map.entry("1.3.132.0.17", 283),
            Map.entry("1.3.132.0.36", 409),
            Map.entry("1.3.132.0.37", 409),
            Map.entry("1.3.132.0.38", 571),
            Map.entry("1.3.132.0.39", 571),
            Map.entry("1.3.36.3.3.2.8.1.1.1", 160),
            Map.entry("1.3.36.3.3.2.8.1.1.3", 192),
            Map.entry("1.3.36.3.3.2.8.1.1.5", 224),
            Map.entry("1.3.36.3.3.2.8.1.1.7", 256),
            Map.entry("1.3.36.3.3.2.8.1.1.9", 320),
            Map.entry("1.3.36.3.3.2.8.1.1.11", 384),
            Map.entry("1.3.36.3.3.2.8.1.1.13", 512),
            Map.entry("1.2.156.10197.1.301", 256));

    private static final Map<String, String> SIGNATURES = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.2", "md2WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.4", "md5WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
            Map.entry("1.3.14.3.2.29", "sha1WithRSA"),
            Map.entry("1.2.840.113549.1.1.10", "rsassaPss"),
            Map.entry("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.14", "sha224WithRSAEncryption"),
            Map.entry("1.2.840.10040.4.3", "dsa_with_SHA1"),
            Map.entry("2.16.840.1.101.3.4.3.1", "dsa_with_SHA224"),
            Map.entry("2.16.840.1.101.3.4.3.2", "dsa_with_SHA256"),
            Map.entry("1.2.840.10045.4.1", "ecdsa-with-SHA1"),
            Map.entry("1.2.840.10045.4.3.1", "ecdsa-with-SHA224"),
            Map.entry("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
            Map.entry("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
            Map.entry("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
            Map.entry(ED25519, "ED25519"),
            Map.entry("1.3.101.113", "ED448"),
            Map.entry("1.2.156.10197.1.501", "SM2-with-SM3"));

    /// RFC 2253 section 2.3, and further ones that RFC 4519 and RFC 2985 name.
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.9", "STREET"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.13", "description"),
            Map.entry("2.5.4.17", "postalCode"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("2.5.4.97", "organizationIdentifier"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
            Map.entry("1.2.840.113549.1.9.2", "unstructuredName"),
            Map.entry("0.9.2342.19200300.100.1.1", "UID"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"));

    private Oid() {}

    /// The kind of key that an algorithm identifier stands for: `rsa`, `ec`, …; empty when it is not known.
    public static String keyAlgorithm(String oid) {
        return KEYS.getOrDefault(oid, "");
    }

    /// Bits of the field of a named curve; 0 when it is not known.
    public static int curveBits(String oid) {
        return CURVES.getOrDefault(oid, 0);
    }

    /// The usual name of a signature algorithm, or the identifier itself.
    public static String signature(String oid) {
        return SIGNATURES.getOrDefault(oid, oid);
    }

    /// The keyword of an attribute type in a name; empty when it has none.
    public static String attribute(String oid) {
        return ATTRIBUTES.getOrDefault(oid, "");
    }
}
