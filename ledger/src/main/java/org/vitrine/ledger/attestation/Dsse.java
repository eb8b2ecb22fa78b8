package org.vitrine.ledger.attestation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;

/// A payload with signatures (Dead Simple Signing Envelope v1).
///
/// ```text
/// { "payloadType": …, "payload": base64, "signatures": [ { "keyid": …, "sig": base64 }, … ] }
/// signed: "DSSEv1" SP length SP payloadType SP length SP payload
/// ```
/// Both alphabets of base64 are read, and the standard one is written. Members that the
/// specification doesn't name are passed over.
public final class Dsse {
    /// How many signatures an envelope may have.
    public static final int MAXIMUM_SIGNATURES = 64;

    private final String payloadType;
    private final byte[] payload;
    private final List<Signed> signatures;

    private Dsse(String payloadType, byte[] payload, List<Signed> signatures) {
        this.payloadType = payloadType;
        this.payload = payload;
        this.signatures = signatures;
    }

    /// One signature: nobody signed which key it names.
    private static final class Signed {
        private final String keyId;
        private final byte[] bytes;

        Signed(String keyId, byte[] bytes) {
            this.keyId = keyId;
            this.bytes = bytes;
        }
    }

    /// The envelope that these bytes are.
    ///
    /// @throws Refused when they are none; nothing is said yet of the signatures
    public static Dsse decode(byte[] bytes) throws Refused {
        return of(Json.decode(bytes));
    }

    /// The envelope that a value is, as bundles hold one.
    ///
    /// @throws Refused when it is none; nothing is said yet of the signatures
    public static Dsse of(Json value) throws Refused {
        Json.Object object = value.asObject("DSSE: the envelope");
        String type = object.require("payloadType", "DSSE: the envelope").text("DSSE: payloadType");
        byte[] payload = base64(object.require("payload", "DSSE: the envelope"), "DSSE: payload");
        List<Json> items = object.require("signatures", "DSSE: the envelope").items("DSSE: signatures");
        if (items.isEmpty() || items.size() > MAXIMUM_SIGNATURES) {
            throw new Refused("DSSE: it has " + items.size() + " signatures, not 1 to " + MAXIMUM_SIGNATURES);
        }
        List<Signed> signatures = new ArrayList<>();
        for (Json item : items) {
            Json.Object each = item.asObject("DSSE: a signature");
            Optional<Json> keyId = each.get("keyid");
            signatures.add(new Signed(
                    keyId.isEmpty() ? "" : keyId.get().text("DSSE: keyid"),
                    base64(each.require("sig", "DSSE: a signature"), "DSSE: sig")));
        }
        return new Dsse(type, payload, signatures);
    }

    private static byte[] base64(Json value, String field) throws Refused {
        String text = value.text(field);
        try {
            boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
            return (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(field + " is not base64", e);
        }
    }

    /// Signs a payload once. `keyid` is left out.
    public static Dsse sign(String payloadType, byte[] payload, SigningKey key) {
        return new Dsse(payloadType, payload.clone(), List.of()).and("", key);
    }

    /// This envelope with one more signature.
    ///
    /// @param keyId a hint which key it is, or empty
    public Dsse and(String keyId, SigningKey key) {
        List<Signed> more = new ArrayList<>(signatures);
        more.add(new Signed(keyId, key.sign(pae(payloadType, payload))));
        return new Dsse(payloadType, payload, List.copyOf(more));
    }

    /// The bytes that are signed (pre-authentication encoding).
    public static byte[] pae(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(type);
        out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /// What the payload is.
    public String payloadType() {
        return payloadType;
    }

    /// A copy of the payload. Whoever verified this envelope takes it from here, and reads no
    /// envelope again.
    public byte[] payload() {
        return payload.clone();
    }

    /// The hints which keys signed, in the signatures' order; one that is missing is empty.
    public List<String> keyIds() {
        return signatures.stream().map(signature -> signature.keyId).toList();
    }

    /// Which of these keys signed it. Every signature is tried with every key, whatever hint it
    /// gives. ECDSA's may be r ‖ s or DER, which is what most programs write.
    public Set<PublicKey> signers(Set<PublicKey> trusted) {
        byte[] signed = pae(payloadType, payload);
        Set<PublicKey> accepted = new LinkedHashSet<>();
        for (Signed signature : signatures) {
            for (PublicKey key : trusted) {
                if (!accepted.contains(key) && verifies(key, signed, signature.bytes)) {
                    accepted.add(key);
                }
            }
        }
        return accepted;
    }

    /// Checks that enough of these keys signed it.
    ///
    /// @param threshold how many, 1 at least
    /// @return those that did
    /// @throws Refused when fewer did
    public Set<PublicKey> verify(Set<PublicKey> trusted, int threshold) throws Refused {
        if (threshold < 1) {
            throw new IllegalArgumentException("without a signature nothing is verified");
        }
        Set<PublicKey> accepted = signers(trusted);
        if (accepted.size() < threshold) {
            throw new Refused("DSSE: " + accepted.size() + " of " + trusted.size() + " trusted keys signed it, and "
                    + threshold + " must");
        }
        return accepted;
    }

    private static boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        return key.verifies(signed, signature)
                || key.algorithm() == Algorithm.ES256
                        && plain(signature)
                                .filter(bytes -> key.verifies(signed, bytes))
                                .isPresent();
    }

    /// r ‖ s of an ECDSA-Sig-Value in DER (RFC 3279, section 2.2.3) with numbers of 32 bytes at most.
    private static Optional<byte[]> plain(byte[] der) {
        if (der.length < 8 || der.length > 72 || der[0] != 0x30 || der[1] != der.length - 2) {
            return Optional.empty();
        }
        byte[] plain = new byte[64];
        int at = 2;
        for (int end = 32; end <= 64; end += 32) {
            if (at + 2 > der.length || der[at] != 2 || der[at + 1] < 1 || at + 2 + der[at + 1] > der.length) {
                return Optional.empty();
            }
            int next = at + 2 + der[at + 1];
            int from = at + 2;
            boolean padded = der[from] == 0;
            if (der[from] < 0 || padded && (next - from == 1 || der[from + 1] >= 0)) {
                return Optional.empty();
            }
            from += padded ? 1 : 0;
            if (next - from > 32) {
                return Optional.empty();
            }
            System.arraycopy(der, from, plain, end - (next - from), next - from);
            at = next;
        }
        return at == der.length ? Optional.of(plain) : Optional.empty();
    }

    /// Its canonical bytes.
    public byte[] encode() {
        Base64.Encoder base64 = Base64.getEncoder();
        List<Json> items = new ArrayList<>();
        for (Signed signature : signatures) {
            List<Json.Member> members = new ArrayList<>();
            if (!signature.keyId.isEmpty()) {
                members.add(Json.member("keyid", Json.of(signature.keyId)));
            }
            members.add(Json.member("sig", Json.of(base64.encodeToString(signature.bytes))));
            items.add(new Json.Object(members));
        }
        return Json.object(
                        Json.member("payloadType", Json.of(payloadType)),
                        Json.member("payload", Json.of(base64.encodeToString(payload))),
                        Json.member("signatures", new Json.Array(items)))
                .encode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dsse that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(payload);
    }
}
