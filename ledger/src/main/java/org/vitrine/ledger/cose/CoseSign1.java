package org.vitrine.ledger.cose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;

/// A message with one signature (COSE_Sign1; RFC 9052, section 4.2).
///
/// ```text
/// 18([ protected: bstr .cbor map, unprotected: map, payload: bstr / nil, signature: bstr ])
/// ```
/// The signature covers the protected header's bytes as they came: they are kept and never written
/// anew, however their sender encoded them. A label that stands in both headers is refused, and so
/// is a message whose `crit` names a parameter that is not understood here.
public final class CoseSign1 {
    /// The CBOR tag of such a message.
    public static final int TAG = 18;

    private final byte[] protectedBytes;
    private final Cbor.Map protectedHeader;
    private final Cbor.Map unprotectedHeader;
    private final byte @Nullable [] payload;
    private final byte[] signature;

    private CoseSign1(
            byte[] protectedBytes,
            Cbor.Map protectedHeader,
            Cbor.Map unprotectedHeader,
            byte @Nullable [] payload,
            byte[] signature) {
        this.protectedBytes = protectedBytes;
        this.protectedHeader = protectedHeader;
        this.unprotectedHeader = unprotectedHeader;
        this.payload = payload;
        this.signature = signature;
    }

    /// The message that these bytes are, tagged.
    ///
    /// @throws Refused when they are none; nothing is said yet of the signature
    public static CoseSign1 decode(byte[] bytes) throws Refused {
        if (Cbor.decodeForeign(bytes) instanceof Cbor.Tagged(long number, Cbor content) && number == TAG) {
            return of(content);
        }
        throw new Refused("COSE_Sign1: the item has not the tag " + TAG);
    }

    /// The message that these bytes are, where the tag is left out because both sides know what
    /// they exchange.
    ///
    /// @throws Refused when they are none; nothing is said yet of the signature
    public static CoseSign1 decodeUntagged(byte[] bytes) throws Refused {
        return of(Cbor.decodeForeign(bytes));
    }

    private static CoseSign1 of(Cbor message) throws Refused {
        List<Cbor> parts = message.items("COSE_Sign1");
        if (parts.size() != 4) {
            throw new Refused("COSE_Sign1: the array has " + parts.size() + " items, not 4");
        }
        byte[] protectedBytes = parts.getFirst().bytes("COSE_Sign1: the protected header");
        Cbor.Map protectedHeader = protectedBytes.length == 0
                ? Cbor.Map.EMPTY
                : Cbor.decodeForeign(protectedBytes).asMap("COSE_Sign1: the protected header");
        Cbor.Map unprotectedHeader = parts.get(1).asMap("COSE_Sign1: the unprotected header");
        checkLabels(protectedHeader, unprotectedHeader);
        byte[] payload =
                parts.get(2).equals(Cbor.Simple.NULL) ? null : parts.get(2).bytes("COSE_Sign1: the payload");
        byte[] signature = parts.get(3).bytes("COSE_Sign1: the signature");
        return new CoseSign1(protectedBytes, protectedHeader, unprotectedHeader, payload, signature);
    }

    private static void checkLabels(Cbor.Map protectedHeader, Cbor.Map unprotectedHeader) throws Refused {
        for (Cbor.Map header : List.of(protectedHeader, unprotectedHeader)) {
            for (Cbor.Entry entry : header.entries()) {
                if (!(entry.key() instanceof Cbor.Unsigned
                        || entry.key() instanceof Cbor.Negative
                        || entry.key() instanceof Cbor.Text)) {
                    throw new Refused("COSE_Sign1: a label is neither an integer nor a text");
                }
            }
        }
        List<Cbor.Entry> both = new ArrayList<>(protectedHeader.entries());
        both.addAll(unprotectedHeader.entries());
        if (Cbor.Map.sorted(both).isEmpty()) {
            throw new Refused("COSE_Sign1: a label stands in both headers");
        }
        if (unprotectedHeader.get(Label.CRITICAL).isPresent()) {
            throw new Refused("COSE_Sign1: crit stands in the unprotected header");
        }
        Optional<Cbor> critical = protectedHeader.get(Label.CRITICAL);
        if (critical.isPresent()) {
            List<Cbor> labels = critical.get().items("COSE_Sign1: crit");
            if (labels.isEmpty()) {
                throw new Refused("COSE_Sign1: crit is empty");
            }
            for (Cbor label : labels) {
                if (!Label.UNDERSTOOD.contains(label)) {
                    throw new Refused("COSE_Sign1: crit names a parameter that is not understood here");
                }
                if (protectedHeader.get(label).isEmpty()) {
                    throw new Refused("COSE_Sign1: crit names a parameter that is not in the protected header");
                }
            }
        }
    }

    /// Signs a payload and carries it. `alg` is added to the protected header.
    public static CoseSign1 sign(Cbor.Map protectedHeader, byte[] payload, SigningKey key) {
        return signed(protectedHeader, payload.clone(), payload, key);
    }

    /// Signs a payload that whoever verifies has from elsewhere. `alg` is added to the protected header.
    public static CoseSign1 signDetached(Cbor.Map protectedHeader, byte[] payload, SigningKey key) {
        return signed(protectedHeader, null, payload, key);
    }

    private static CoseSign1 signed(Cbor.Map given, byte @Nullable [] carried, byte[] payload, SigningKey key) {
        Cbor.Map header =
                given.with(Label.ALGORITHM, Cbor.of(key.publicKey().algorithm().coseNumber()));
        byte[] bytes = header.encode();
        byte[] signature = key.sign(toBeSigned(bytes, header, payload, new byte[0]));
        return new CoseSign1(bytes, header, Cbor.Map.EMPTY, carried, signature);
    }

    /// The same message with another unprotected header, which no signature covers.
    ///
    /// @throws Refused when a label of it stands in the protected header too
    public CoseSign1 withUnprotected(Cbor.Map header) throws Refused {
        checkLabels(protectedHeader, header);
        return new CoseSign1(protectedBytes, protectedHeader, header, payload, signature);
    }

    /// Its bytes: tagged, the protected header as it came, everything around it deterministic.
    public byte[] encode() {
        Cbor carried = payload == null ? Cbor.Simple.NULL : Cbor.of(payload);
        return new Cbor.Tagged(TAG, Cbor.array(Cbor.of(protectedBytes), unprotectedHeader, carried, Cbor.of(signature)))
                .encode();
    }

    /// What the protected header says.
    public Cbor.Map protectedHeader() {
        return protectedHeader;
    }

    /// A copy of the protected header's bytes as they came.
    public byte[] protectedBytes() {
        return protectedBytes.clone();
    }

    /// What the unprotected header says. Nobody signed it.
    public Cbor.Map unprotectedHeader() {
        return unprotectedHeader;
    }

    /// A copy of the payload, or none where it is detached.
    public Optional<byte[]> payload() {
        return Optional.ofNullable(payload).map(byte[]::clone);
    }

    /// A copy of the signature.
    public byte[] signature() {
        return signature.clone();
    }

    /// The algorithm that `alg` names, in whichever header it stands.
    ///
    /// @throws Refused when there is none, or it is none of ours
    public Algorithm algorithm() throws Refused {
        Optional<Cbor> number = protectedHeader.get(Label.ALGORITHM);
        if (number.isEmpty()) {
            number = unprotectedHeader.get(Label.ALGORITHM);
        }
        long alg = number.orElseThrow(() -> new Refused("COSE_Sign1: alg (label 1) is missing"))
                .integer("COSE_Sign1: alg");
        return Algorithm.ofCose(alg)
                .orElseThrow(() -> new Refused("COSE_Sign1: the algorithm " + alg + " is not understood here"));
    }

    /// Checks the signature over the payload that the message carries.
    ///
    /// @throws Refused when it is not this key's, or the payload is detached
    public void verify(PublicKey key) throws Refused {
        if (payload == null) {
            throw new Refused("COSE_Sign1: the payload is detached");
        }
        check(key, payload, new byte[0]);
    }

    /// Checks the signature over a payload from elsewhere. Where the message carries one too, they
    /// must agree.
    ///
    /// @throws Refused when it is not this key's
    public void verifyDetached(PublicKey key, byte[] detached) throws Refused {
        verifyDetached(key, detached, new byte[0]);
    }

    /// Checks the signature over a payload from elsewhere and data that the application adds (RFC 9052,
    /// section 4.3).
    ///
    /// @throws Refused when it is not this key's
    public void verifyDetached(PublicKey key, byte[] detached, byte[] external) throws Refused {
        if (payload != null && !Arrays.equals(payload, detached)) {
            throw new Refused("COSE_Sign1: the message carries another payload");
        }
        check(key, detached, external);
    }

    private void check(PublicKey key, byte[] signed, byte[] external) throws Refused {
        Algorithm algorithm = algorithm();
        if (algorithm != key.algorithm()) {
            throw new Refused("COSE_Sign1: it is signed with " + algorithm.standardName() + ", and the key is for "
                    + key.algorithm().standardName());
        }
        if (!key.verifies(toBeSigned(protectedBytes, protectedHeader, signed, external), signature)) {
            throw new Refused("COSE_Sign1: the signature is not this key's over these bytes");
        }
    }

    /// The Sig_structure (RFC 9052, section 4.4). An empty protected header counts as no bytes,
    /// however it was written.
    private static byte[] toBeSigned(byte[] bytes, Cbor.Map header, byte[] payload, byte[] external) {
        byte[] signed = header.entries().isEmpty() ? new byte[0] : bytes;
        return Cbor.array(Cbor.of("Signature1"), Cbor.of(signed), Cbor.of(external), Cbor.of(payload))
                .encode();
    }
}
