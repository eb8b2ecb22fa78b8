package org.vitrine.ledger.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrine.ledger.cose.Vectors.hex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;

/// Messages with one signature against those of the COSE working group.
final class CoseSign1Test {
    private static final byte[] PAYLOAD = "This is the content.".getBytes(StandardCharsets.UTF_8);

    @Test
    void theWorkingGroupsExamplesAreVerifiedOrRefused() throws Exception {
        List<String[]> examples = Vectors.of("cose-wg-sign1.txt");
        assertThat(examples).hasSize(10);
        for (String[] example : examples) {
            PublicKey key = PublicKey.of(Algorithm.valueOf(example[2]), hex(example[3]));
            byte[] external = example[4].equals("-") ? new byte[0] : hex(example[4]);
            byte[] bytes = hex(example[5]);
            if (example[1].equals("pass")) {
                verify(example[0], bytes, key, external);
            } else {
                assertThatThrownBy(() -> verify(example[0], bytes, key, external))
                        .as(example[0])
                        .isInstanceOf(Refused.class);
            }
        }
    }

    private static void verify(String name, byte[] bytes, PublicKey key, byte[] external) throws Refused {
        // sign-pass-03 is the one without its tag.
        CoseSign1 message =
                name.equals("sign-pass-03") ? CoseSign1.decodeUntagged(bytes) : CoseSign1.decode(bytes);
        message.verifyDetached(key, PAYLOAD, external);
        if (external.length == 0) {
            message.verify(key);
        } else {
            assertThatThrownBy(() -> message.verify(key)).isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sign-fail-01, COSE_Sign1: the item has not the tag 18",
        "sign-fail-02, COSE_Sign1: the signature is not this key's over these bytes",
        "sign-fail-03, COSE_Sign1: the algorithm -999 is not understood here",
        "sign-fail-04, COSE_Sign1: alg is not an integer",
        "sign-fail-06, COSE_Sign1: the signature is not this key's over these bytes",
        "sign-fail-07, COSE_Sign1: the signature is not this key's over these bytes",
    })
    void refusalsSayWhy(String name, String reason) throws Exception {
        String[] example = Vectors.of("cose-wg-sign1.txt").stream()
                .filter(each -> each[0].equals(name))
                .findFirst()
                .orElseThrow();
        PublicKey key = PublicKey.of(Algorithm.ES256, hex(example[3]));
        assertThatThrownBy(() -> CoseSign1.decode(hex(example[5])).verify(key))
                .isInstanceOf(Refused.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @EnumSource
    void messagesComeBack(Algorithm algorithm) throws Exception {
        SigningKey key = SigningKey.generate(algorithm);
        CoseSign1 signed = CoseSign1.sign(Cbor.map(Cbor.of(4), Cbor.of(new byte[] {1})), PAYLOAD, key);
        CoseSign1 read = CoseSign1.decode(signed.encode());
        assertThat(read.encode()).isEqualTo(signed.encode());
        assertThat(Cbor.decode(signed.encode()).encode()).isEqualTo(signed.encode());
        assertThat(read.algorithm()).isEqualTo(algorithm);
        assertThat(read.payload()).hasValue(PAYLOAD);
        read.verify(key.publicKey());
        CoseSign1 detached = CoseSign1.decode(
                CoseSign1.signDetached(Cbor.Map.EMPTY, PAYLOAD, key).encode());
        detached.verifyDetached(key.publicKey(), PAYLOAD);
        assertThat(detached.payload()).isEmpty();
        assertThatThrownBy(() -> detached.verify(key.publicKey())).hasMessageContaining("detached");
        assertThatThrownBy(() -> detached.verifyDetached(key.publicKey(), new byte[20]))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> read.verifyDetached(key.publicKey(), new byte[20]))
                .hasMessage("COSE_Sign1: the message carries another payload");
        for (Algorithm other : Algorithm.values()) {
            PublicKey stranger = SigningKey.generate(other).publicKey();
            assertThatThrownBy(() -> read.verify(stranger)).isInstanceOf(Refused.class);
        }
    }

    /// The protected header of the working group's receipts stands in the order 4, 1, 395, 15; others write
    /// longer heads. The signature is over what they wrote.
    @Test
    void protectedBytesAreKeptAsTheyCame() throws Exception {
        SigningKey key = SigningKey.generate(Algorithm.ED25519);
        for (String header : List.of("a2 0441aa 0132", "bf 180132 0441aa ff", "a2 0132 045f41aaff", "a2 013900 12 0441aa")) {
            byte[] bytes = hex(header);
            byte[] signature = key.sign(Cbor.array(
                            Cbor.of("Signature1"), Cbor.of(bytes), Cbor.of(new byte[0]), Cbor.of(PAYLOAD))
                    .encode());
            byte[] message = new Cbor.Tagged(
                            18, Cbor.array(Cbor.of(bytes), Cbor.Map.EMPTY, Cbor.of(PAYLOAD), Cbor.of(signature)))
                    .encode();
            CoseSign1 read = CoseSign1.decode(message);
            read.verify(key.publicKey());
            assertThat(read.protectedBytes()).isEqualTo(bytes);
            assertThat(read.encode()).isEqualTo(message);
            assertThat(read.withUnprotected(Cbor.map(Cbor.of("x"), Cbor.TRUE)).protectedBytes())
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "not-an-array, d2a0, COSE_Sign1 is not an array",
        "three-items, d283 40 a0 40, 'COSE_Sign1: the array has 3 items, not 4'",
        "five-items, d285 40 a0 40 40 40, 'COSE_Sign1: the array has 5 items, not 4'",
        "protected-is-a-map, d284 a0 a0 40 40, COSE_Sign1: the protected header is not a byte string",
        "protected-holds-an-array, d284 4180 a0 40 40, COSE_Sign1: the protected header is not a map",
        "protected-holds-two, d284 42a0a0 a0 40 40, 'CBOR, byte 1: bytes follow the item'",
        "unprotected-is-bytes, d284 40 40 40 40, COSE_Sign1: the unprotected header is not a map",
        "payload-is-text, d284 40 a0 60 40, COSE_Sign1: the payload is not a byte string",
        "payload-is-undefined, d284 40 a0 f7 40, COSE_Sign1: the payload is not a byte string",
        "signature-is-null, d284 40 a0 40 f6, COSE_Sign1: the signature is not a byte string",
        "label-is-bytes, d284 43a14000 a0 40 40, COSE_Sign1: a label is neither an integer nor a text",
        "label-in-both, d284 43a10132 a10126 40 40, COSE_Sign1: a label stands in both headers",
        "label-twice, d284 45a201320126 a0 40 40, 'CBOR, byte 0: a key of the map stands twice'",
        "crit-unprotected, d284 40 a1028101 40 40, COSE_Sign1: crit stands in the unprotected header",
        "crit-empty, d284 43a10280 a0 40 40, COSE_Sign1: crit is empty",
        "crit-not-understood, d284 48a202811863186300 a0 40 40, COSE_Sign1: crit names a parameter that is not understood here",
        "crit-missing, d284 44a1028103 a0 40 40, COSE_Sign1: crit names a parameter that is not in the protected header",
        "tag-17, d184 40 a0 40 40, COSE_Sign1: the item has not the tag 18",
        "tag-twice, d2d284 40 a0 40 40, COSE_Sign1 is not an array",
    })
    void whatIsNoMessageIsRefused(String defect, String bytes, String reason) {
        assertThatThrownBy(() -> CoseSign1.decode(hex(bytes)))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessage(reason);
    }

    @Test
    void anyChangedBitOfASignedPartIsSeen() throws Exception {
        SigningKey key = SigningKey.generate(Algorithm.ED25519);
        byte[] good = CoseSign1.sign(Cbor.map(Cbor.of(4), Cbor.of(new byte[] {1, 2})), PAYLOAD, key)
                .encode();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] changed = good.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> CoseSign1.decode(changed).verify(key.publicKey()))
                    .as("bit " + bit)
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void anyBytesAreAMessageOrRefused() throws Exception {
        byte[] good = CoseSign1.sign(
                        Cbor.map(Cbor.of(2), Cbor.array(Cbor.of(4)), Cbor.of(4), Cbor.of(new byte[] {1})),
                        PAYLOAD,
                        SigningKey.generate(Algorithm.ED25519))
                .encode();
        Random random = new Random(3);
        int read = 0;
        for (int i = 0; i < 8_000; i++) {
            byte[] changed = Arrays.copyOf(good, random.nextInt(10) > 0 ? good.length : random.nextInt(good.length));
            for (int j = 0; j < 3 && changed.length > 0; j++) {
                changed[random.nextInt(Math.min(changed.length, 24))] = (byte) random.nextInt();
            }
            try {
                CoseSign1 message = CoseSign1.decode(changed);
                assertThat(CoseSign1.decode(message.encode()).encode()).isEqualTo(message.encode());
                read++;
            } catch (Refused e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
        assertThat(read).isBetween(10, 7_900);
    }
}
