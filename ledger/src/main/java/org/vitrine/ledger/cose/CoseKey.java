package org.vitrine.ledger.cose;

import java.util.Arrays;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.P256;
import org.vitrine.ledger.key.PublicKey;

/// A public key and its name (COSE_Key; RFC 9052, section 7).
///
/// ```text
/// { 1: 1 OKP, 2: kid, 3: alg, -1: 6 Ed25519, -2: x }            RFC 9053, section 7.2
/// { 1: 2 EC2, 2: kid, 3: alg, -1: 1 P-256, -2: x, -3: y }       RFC 9053, section 7.1
/// { 1: 7 AKP, 2: kid, 3: alg -48, -1: pub }                     RFC 9964
/// ```
///
/// @param key what signatures are checked with
/// @param keyId `kid`, which may be empty: then it has none
public record CoseKey(PublicKey key, Cbor.Bytes keyId) {
    private static final int KEY_TYPE = 1;
    private static final int KEY_ID = 2;
    private static final int ALGORITHM = 3;
    private static final int OPERATIONS = 4;
    private static final int OKP = 1;
    private static final int EC2 = 2;
    private static final int AKP = 7;
    private static final int ED25519 = 6;
    private static final int P_256 = 1;
    private static final int VERIFY = 2;

    /// A key named by its thumbprint, as receipts and statements of ours name it.
    public static CoseKey of(PublicKey key) {
        return new CoseKey(key, Cbor.of(KeyThumbprint.of(key).bytes()));
    }

    /// The key that a map describes. Parameters that say nothing of the key are ignored.
    ///
    /// @throws Refused when it describes none of ours, a private one, or one that is not for verifying
    public static CoseKey of(Cbor.Map map) throws Refused {
        PublicKey key = publicKey(map);
        Optional<Cbor> alg = map.get(ALGORITHM);
        if (alg.isPresent()
                && Algorithm.ofCose(alg.get().integer("COSE_Key: alg"))
                        .filter(key.algorithm()::equals)
                        .isEmpty()) {
            throw new Refused("COSE_Key: alg is not the key's");
        }
        Optional<Cbor> operations = map.get(OPERATIONS);
        if (operations.isPresent()
                && !operations.get().items("COSE_Key: key_ops").contains(Cbor.of(VERIFY))) {
            throw new Refused("COSE_Key: key_ops don't let it verify");
        }
        Optional<Cbor> keyId = map.get(KEY_ID);
        return new CoseKey(key, Cbor.of(keyId.isPresent() ? keyId.get().bytes("COSE_Key: kid") : new byte[0]));
    }

    /// The key that these bytes encode.
    ///
    /// @throws Refused as [#of(Cbor.Map)] does
    public static CoseKey decode(byte[] bytes) throws Refused {
        return of(Cbor.decodeForeign(bytes).asMap("COSE_Key"));
    }

    /// Whether a map holds what only the owner of a key may have: −2 of an AKP key, −4 of the others.
    static boolean isPrivate(Cbor.Map map) {
        boolean akp = map.get(KEY_TYPE).equals(Optional.of(Cbor.of(AKP)));
        return map.get(akp ? -2 : -4).isPresent();
    }

    private static PublicKey publicKey(Cbor.Map map) throws Refused {
        long type = map.require(KEY_TYPE, "COSE_Key: kty").integer("COSE_Key: kty");
        if (isPrivate(map)) {
            throw new Refused("COSE_Key: it holds the private key");
        }
        if (type == AKP) {
            long alg = map.require(ALGORITHM, "COSE_Key: alg").integer("COSE_Key: alg");
            if (alg != Algorithm.ML_DSA_44.coseNumber()) {
                throw new Refused("COSE_Key: keys of the algorithm " + alg + " are not understood here");
            }
            return PublicKey.of(
                    Algorithm.ML_DSA_44, map.require(-1, "COSE_Key: pub").bytes("COSE_Key: pub"));
        }
        if (type != OKP && type != EC2) {
            throw new Refused("COSE_Key: the key type " + type + " is not understood here");
        }
        long curve = map.require(-1, "COSE_Key: crv").integer("COSE_Key: crv");
        if (curve != (type == OKP ? ED25519 : P_256)) {
            throw new Refused("COSE_Key: the curve " + curve + " is not understood here");
        }
        byte[] x = map.require(-2, "COSE_Key: x").bytes("COSE_Key: x");
        if (type == OKP) {
            return PublicKey.of(Algorithm.ED25519, x);
        }
        Cbor y = map.require(-3, "COSE_Key: y");
        if (y.equals(Cbor.Simple.TRUE) || y.equals(Cbor.Simple.FALSE)) {
            return PublicKey.of(Algorithm.ES256, P256.point(x, y.equals(Cbor.Simple.TRUE)));
        }
        byte[] bytes = y.bytes("COSE_Key: y");
        if (x.length != 32 || bytes.length != 32) {
            throw new Refused("COSE_Key: x and y of P-256 have 32 bytes each");
        }
        byte[] point = Arrays.copyOf(new byte[] {4}, 65);
        System.arraycopy(x, 0, point, 1, 32);
        System.arraycopy(bytes, 0, point, 33, 32);
        return PublicKey.of(Algorithm.ES256, point);
    }

    /// The parameters that make the key what it is, and no others (RFC 9679, section 4).
    static Cbor.Map required(PublicKey key) {
        byte[] raw = key.raw();
        return switch (key.algorithm()) {
            case ED25519 -> Cbor.map(label(KEY_TYPE), label(OKP), label(-1), label(ED25519), label(-2), Cbor.of(raw));
            case ES256 ->
                Cbor.map(
                        label(KEY_TYPE),
                        label(EC2),
                        label(-1),
                        label(P_256),
                        label(-2),
                        Cbor.of(Arrays.copyOfRange(raw, 1, 33)),
                        label(-3),
                        Cbor.of(Arrays.copyOfRange(raw, 33, 65)));
            case ML_DSA_44 ->
                Cbor.map(
                        label(KEY_TYPE),
                        label(AKP),
                        label(ALGORITHM),
                        label(key.algorithm().coseNumber()),
                        label(-1),
                        Cbor.of(raw));
        };
    }

    private static Cbor label(long number) {
        return Cbor.of(number);
    }

    /// The map that describes it, with `kid` where it has one, and `alg`.
    public Cbor.Map map() {
        Cbor.Map map = required(key).with(ALGORITHM, Cbor.of(key.algorithm().coseNumber()));
        return keyId.length() == 0 ? map : map.with(KEY_ID, keyId);
    }
}
