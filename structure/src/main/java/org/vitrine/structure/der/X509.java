package org.vitrine.structure.der;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// An X.509 certificate as its bytes give it (RFC 5280 section 4.1). Nothing is verified: not its signature,
/// not its validity. Read by the basic rules, since certificates that break the distinguished ones are in
/// use.
///
/// @param encoded the whole certificate
/// @param signed the part that the signature is over, tbsCertificate
/// @param version 1, 2 or 3
/// @param serial the serial number
/// @param signatureAlgorithm object identifier of the signature's algorithm
/// @param signature the signature's octets
/// @param issuer the encoded Name of the issuer
/// @param subject the encoded Name of the subject
/// @param notBefore start of validity, seconds since 1970-01-01 UTC
/// @param notAfter end of validity, likewise
/// @param publicKey the subject's public key
/// @param extensions in the order they stand in
public record X509(
        Bytes encoded,
        Bytes signed,
        int version,
        BigInteger serial,
        String signatureAlgorithm,
        Bytes signature,
        Bytes issuer,
        Bytes subject,
        long notBefore,
        long notAfter,
        PublicKeyInfo publicKey,
        List<Extension> extensions) {
    /// Copies the list.
    public X509 {
        extensions = List.copyOf(extensions);
    }

    /// An extension: what it is, whether it must be understood, and its value, which is an encoded element.
    public record Extension(String oid, boolean critical, Bytes value) {}

    /// Reads a certificate.
    ///
    /// @throws Malformed when it is none
    public static X509 of(Der certificate) throws Malformed {
        List<Der> outer = certificate.sequence(3, "Certificate");
        List<Der> parts = outer.get(0).sequence(6, "tbsCertificate");
        int at = 0;
        int version = 1;
        if (parts.get(0).isContext(0)) {
            List<Der> explicit = parts.get(0).children();
            if (explicit.size() != 1) {
                throw new Malformed(parts.get(0).offset(), "version", explicit.size() + " elements, 1 expected");
            }
            BigInteger number = explicit.get(0).integer("version");
            if (number.bitLength() > 8 || number.signum() < 0) {
                throw new Malformed(parts.get(0).offset(), "version", "is " + number.bitLength() + " bits long");
            }
            version = number.intValue() + 1;
            at = 1;
        }
        if (parts.size() < at + 6) {
            throw new Malformed(outer.get(0).offset(), "tbsCertificate", parts.size() + " elements");
        }
        BigInteger serial = parts.get(at).integer("serialNumber");
        parts.get(at + 1).sequence(1, "signature");
        List<Der> validity = parts.get(at + 3).sequence(2, "validity");
        List<Extension> extensions = new ArrayList<>();
        for (Der part : parts.subList(at + 6, parts.size())) {
            if (part.isContext(3) && part.constructed()) {
                readExtensions(part, extensions);
            }
        }
        return new X509(
                certificate.encoded(),
                outer.get(0).encoded(),
                version,
                serial,
                outer.get(1).sequence(1, "signatureAlgorithm").get(0).oid("signatureAlgorithm"),
                outer.get(2).bits("signatureValue"),
                parts.get(at + 2).expect(Der.SEQUENCE, "issuer").encoded(),
                parts.get(at + 4).expect(Der.SEQUENCE, "subject").encoded(),
                time(validity.get(0), "notBefore"),
                time(validity.get(1), "notAfter"),
                PublicKeyInfo.of(parts.get(at + 5)),
                extensions);
    }

    private static void readExtensions(Der explicit, List<Extension> into) throws Malformed {
        for (Der list : explicit.children()) {
            for (Der extension : list.sequence(0, "extensions")) {
                List<Der> parts = extension.sequence(2, "Extension");
                boolean critical = parts.get(1).is(Der.BOOLEAN) && parts.get(1).bool("critical");
                into.add(new Extension(
                        parts.get(0).oid("extnID"), critical, parts.getLast().octets("extnValue")));
            }
        }
    }

    /// Seconds since 1970-01-01 UTC of a UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5); seconds and
    /// zone may be as old encoders left them.
    private static long time(Der element, String field) throws Malformed {
        boolean generalized = element.is(0x18);
        if (!generalized && !element.is(0x17)) {
            throw new Malformed(element.offset(), field, "neither UTCTime nor GeneralizedTime");
        }
        Bytes content = element.content();
        if (content.size() > 32) {
            throw new Malformed(element.offset(), field, "a time of " + content.size() + " characters");
        }
        String text = new String(content.array(0, content.size(), field), StandardCharsets.ISO_8859_1);
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        int year = generalized ? 4 : 2;
        if (digits < year + 8 || digits > year + 10 || digits % 2 != 0) {
            throw new Malformed(element.offset(), field, "not a time");
        }
        int[] fields = new int[6];
        fields[0] = Integer.parseInt(text, 0, year, 10);
        for (int i = 1; i < 6 && year + 2 * i <= digits; i++) {
            fields[i] = Integer.parseInt(text, year + 2 * i - 2, year + 2 * i, 10);
        }
        if (!generalized) {
            fields[0] += fields[0] < 50 ? 2000 : 1900;
        }
        try {
            long seconds = LocalDateTime.of(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5])
                    .toEpochSecond(ZoneOffset.UTC);
            return seconds - zone(text.substring(digits));
        } catch (DateTimeException e) {
            throw new Malformed(element.offset(), field, "no day or hour of the calendar");
        }
    }

    private static long zone(String rest) {
        if (rest.length() == 5 && rest.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
            long seconds = Integer.parseInt(rest, 1, 3, 10) * 3600L + Integer.parseInt(rest, 3, 5, 10) * 60L;
            return rest.charAt(0) == '-' ? -seconds : seconds;
        }
        return 0;
    }

    /// Whether subject and issuer are the same, byte for byte.
    public boolean selfIssued() {
        if (subject.size() != issuer.size() || issuer.size() > Integer.MAX_VALUE - 8) {
            return false;
        }
        byte[] name = new byte[(int) issuer.size()];
        issuer.copyAvailable(0, name, 0, name.length);
        return subject.matches(0, name);
    }

    /// The value of an extension.
    public Optional<Extension> extension(String oid) {
        return extensions.stream().filter(e -> e.oid().equals(oid)).findFirst();
    }

    /// Whether basicConstraints says that it is an authority.
    public boolean authority() {
        Optional<Extension> constraints = extension(Oid.BASIC_CONSTRAINTS);
        if (constraints.isEmpty()) {
            return false;
        }
        try {
            List<Der> parts =
                    Der.whole(constraints.get().value(), Der.Rules.BASIC).sequence(0, "BasicConstraints");
            return !parts.isEmpty()
                    && parts.get(0).is(Der.BOOLEAN)
                    && parts.get(0).bool("cA");
        } catch (Malformed e) {
            // A constraint nobody can read makes no authority.
            return false;
        }
    }
}
