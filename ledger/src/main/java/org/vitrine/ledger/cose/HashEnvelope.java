package org.vitrine.ledger.cose;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.Hash;

/// A digest in place of what is said, for statements too large for a log, or of which the log shall
/// not hold the content (COSE Hash Envelope, RFC 9995).
///
/// ```text
/// protected 258: the algorithm, -16 for SHA-256 / 259: the content type of what was digested
///           260: where it may be had            / 3: never             payload: the digest
/// ```
///
/// @param algorithm the digest's number in COSE
/// @param digest the digest
/// @param contentType the media type of what was digested, or the number of its CoAP content format
///     in digits
/// @param location where what was digested may be had: a hint
public record HashEnvelope(long algorithm, Cbor.Bytes digest, Optional<String> contentType, Optional<String> location) {
    /// SHA-256's number in COSE (RFC 9054), the one that every reader knows.
    public static final int SHA_256 = -16;

    private static final int SHA_384 = -43;
    private static final int SHA_512 = -44;

    /// The envelope that a message is.
    ///
    /// @throws Refused when it is none, or its digest has another length than its algorithm's
    public static HashEnvelope of(CoseSign1 message) throws Refused {
        check(message);
        Cbor.Map header = message.protectedHeader();
        long algorithm = header.require(Label.PAYLOAD_HASH_ALGORITHM, "hash envelope: payload-hash-alg")
                .integer("hash envelope: payload-hash-alg");
        Optional<Cbor> type = header.get(Label.PREIMAGE_CONTENT_TYPE);
        Optional<Cbor> location = header.get(Label.PAYLOAD_LOCATION);
        byte[] digest = message.payload().orElseThrow(() -> new Refused("hash envelope: the payload is detached"));
        if (digest.length != digest(algorithm).getDigestLength()) {
            throw new Refused("hash envelope: its digest has " + digest.length + " bytes, not "
                    + digest(algorithm).getDigestLength());
        }
        return new HashEnvelope(
                algorithm,
                Cbor.of(digest),
                type.isEmpty()
                        ? Optional.empty()
                        : Optional.of(SignedStatement.contentType(type.get(), "hash envelope: the content type")),
                location.isEmpty()
                        ? Optional.empty()
                        : Optional.of(location.get().text("hash envelope: payload-location")));
    }

    /// Checks where the labels stand: none of them unprotected, none of the others without the
    /// algorithm, and the payload's own content type only where there is no envelope.
    static void check(CoseSign1 message) throws Refused {
        Cbor.Map header = message.protectedHeader();
        boolean isEnvelope = header.get(Label.PAYLOAD_HASH_ALGORITHM).isPresent();
        for (int label = Label.PAYLOAD_HASH_ALGORITHM; label <= Label.PAYLOAD_LOCATION; label++) {
            if (message.unprotectedHeader().get(label).isPresent()) {
                throw new Refused("hash envelope: label " + label + " stands in the unprotected header");
            }
            if (!isEnvelope && header.get(label).isPresent()) {
                throw new Refused("hash envelope: label " + label + " stands without payload-hash-alg (258)");
            }
        }
        boolean typed = header.get(Label.CONTENT_TYPE).isPresent()
                || message.unprotectedHeader().get(Label.CONTENT_TYPE).isPresent();
        if (isEnvelope && typed) {
            throw new Refused("hash envelope: content type (label 3) must not stand beside payload-hash-alg (258)");
        }
    }

    /// Signs a statement that carries the SHA-256 of what is said.
    ///
    /// @param contentType the media type of what is said
    /// @param location where it may be had, or nothing
    /// @param content the SHA-256 of what is said
    /// @throws Refused when the issuer or the subject is empty or too long
    public static SignedStatement sign(
            SigningKey key, String issuer, String subject, String contentType, Optional<String> location, Hash content)
            throws Refused {
        Cbor.Map header = SignedStatement.header(key.publicKey(), issuer, subject)
                .with(Label.PAYLOAD_HASH_ALGORITHM, Cbor.of(SHA_256))
                .with(Label.PREIMAGE_CONTENT_TYPE, Cbor.of(contentType));
        if (location.isPresent()) {
            header = header.with(Label.PAYLOAD_LOCATION, Cbor.of(location.get()));
        }
        return SignedStatement.sign(key, header, content.bytes());
    }

    /// Whether this is what was digested.
    ///
    /// @throws Refused when the algorithm is not understood here
    public boolean matches(byte[] content) throws Refused {
        return MessageDigest.isEqual(digest(algorithm).digest(content), digest.value());
    }

    private static MessageDigest digest(long algorithm) throws Refused {
        String name = switch (Math.clamp(algorithm, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            case SHA_256 -> "SHA-256";
            case SHA_384 -> "SHA-384";
            case SHA_512 -> "SHA-512";
            default -> throw new Refused("hash envelope: the algorithm " + algorithm + " is not understood here");
        };
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + name, e);
        }
    }
}
