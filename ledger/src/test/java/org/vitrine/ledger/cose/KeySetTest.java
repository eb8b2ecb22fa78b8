package org.vitrine.ledger.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrine.ledger.cose.Vectors.hex;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;

/// Keys, their sets and their thumbprints.
final class KeySetTest {
    private static final String X = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d";
    private static final String Y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c";
    private static final String ED = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    /// RFC 9679, section 6.
    @Test
    void theThumbprintOfTheSpecificationsExample() throws Exception {
        PublicKey key = PublicKey.of(Algorithm.ES256, hex("04" + X + Y));
        assertThat(CoseKey.required(key).encode())
                .isEqualTo(hex("a40102200121582065eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
                        + "2258201e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"));
        assertThat(KeyThumbprint.of(key))
                .hasToString("496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec");
        // The key as the example gives it, with a kid that the thumbprint passes over, and y as its sign alone.
        byte[] kid = KeyThumbprint.of(key).bytes();
        Cbor.Map named = CoseKey.required(key).with(2, Cbor.of(kid));
        assertThat(CoseKey.of(named)).isEqualTo(CoseKey.of(key));
        assertThat(CoseKey.of(named.with(-3, Cbor.FALSE))).isEqualTo(CoseKey.of(key));
        assertThat(CoseKey.of(named.with(-3, Cbor.TRUE))).isNotEqualTo(CoseKey.of(key));
    }

    /// The point with an x that many y of many keys give back from their signs alone.
    @Test
    void signsOfPointsGiveThePoints() throws Exception {
        for (int i = 0; i < 50; i++) {
            byte[] raw = SigningKey.generate(Algorithm.ES256).publicKey().raw();
            byte[] x = Arrays.copyOfRange(raw, 1, 33);
            Cbor odd = (raw[64] & 1) == 1 ? Cbor.TRUE : Cbor.FALSE;
            Cbor.Map map = Cbor.map(
                    Cbor.of(1), Cbor.of(2), Cbor.of(-1), Cbor.of(1), Cbor.of(-2), Cbor.of(x), Cbor.of(-3), odd);
            assertThat(CoseKey.of(map).key().raw()).isEqualTo(raw);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysComeBack(Algorithm algorithm) throws Exception {
        CoseKey key = CoseKey.of(SigningKey.generate(algorithm).publicKey());
        byte[] bytes = key.map().encode();
        assertThat(CoseKey.decode(bytes)).isEqualTo(key);
        assertThat(Cbor.decode(bytes).encode()).isEqualTo(bytes);
        KeySet set = new KeySet(List.of(
                key,
                CoseKey.of(SigningKey.generate(Algorithm.ED25519).publicKey()),
                new CoseKey(SigningKey.generate(Algorithm.ED25519).publicKey(), Cbor.of(new byte[0]))));
        assertThat(KeySet.decode(set.encode())).isEqualTo(set);
        assertThat(set.find(KeyThumbprint.of(key.key()).bytes())).hasValue(key);
        CoseKey nameless = set.keys().getLast();
        assertThat(set.find(KeyThumbprint.of(nameless.key()).bytes())).hasValue(nameless);
        assertThat(set.find(new byte[0])).isEmpty();
        assertThat(set.find(new byte[32])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "no-kty, a12006, COSE_Key: kty (label 1) is missing",
        "kty-symmetric, a201042041aa, COSE_Key: the key type 4 is not understood here",
        "kty-rsa, a2010320 41aa, COSE_Key: the key type 3 is not understood here",
        "curve-x25519, a301012004215820" + ED + ", COSE_Key: the curve 4 is not understood here",
        "x-short, a30101200621 41aa, 'Ed25519 keys have 32 bytes, not 1'",
        "alg-of-another, a40101 0326 2006 215820" + ED + ", COSE_Key: alg is not the key's",
        "only-signs, a40101 048101 2006 215820" + ED + ", COSE_Key: key_ops don't let it verify",
        "private, a40101 2006 215820" + ED + " 2341aa, COSE_Key: it holds the private key",
        "not-on-the-curve, a40102 2001 215820" + X + " 225820" + X + ", this is no point of the curve P-256",
        "point-at-infinity, a40102 2001 2140 2240, COSE_Key: x and y of P-256 have 32 bytes each",
        "y-without-point, a40102 2001 215820ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff 22f5, 'an x of P-256 has 32 bytes and is below its prime'",
        "ml-dsa-without-alg, a201072041aa, COSE_Key: alg (label 3) is missing",
        "ml-dsa-65, a3010703383020 41aa, COSE_Key: keys of the algorithm -49 are not understood here",
        "ml-dsa-private, a4010703382f2041aa2141aa, COSE_Key: it holds the private key",
    })
    void whatIsNoKeyOfOursIsRefused(String defect, String bytes, String reason) {
        assertThatThrownBy(() -> CoseKey.decode(hex(bytes)))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessage(reason);
    }

    @Test
    void setsLeaveOutKeysOfOtherTypesAndRefusePrivateOnes() throws Exception {
        String good = "a30101 2006 215820" + ED;
        assertThat(KeySet.decode(hex("83 a10104 a20103 2041aa" + good)).keys()).hasSize(1);
        assertThatThrownBy(() -> KeySet.decode(hex("81 a40101 2006 215820" + ED + " 2341aa")))
                .hasMessage("COSE_KeySet: a member holds a private key");
        assertThatThrownBy(() -> KeySet.decode(hex("80"))).hasMessage("COSE_KeySet: it has 0 keys, not 1 to 256");
        assertThatThrownBy(() -> KeySet.decode(hex("8101"))).hasMessage("COSE_KeySet: a key is not a map");
        String es = "a50102 024101 2001 215820" + X + " 225820" + Y;
        String ed = "a40101 024101 2006 215820" + ED;
        assertThat(KeySet.decode(hex("82" + ed + ed)).find(new byte[] {1})).isPresent();
        assertThatThrownBy(() -> KeySet.decode(hex("82" + es + ed))).hasMessage("COSE_KeySet: two keys have one name");
    }
}
