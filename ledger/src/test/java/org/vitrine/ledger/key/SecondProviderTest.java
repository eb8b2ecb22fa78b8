package org.vitrine.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;

/// Java's Ed25519 and Bouncy Castle's accept what the other one signed, and refuse it with a bit flipped.
final class SecondProviderTest {
    private final Random random = new Random(25519);

    @Test
    void bothAcceptWhatTheOtherSigned() throws Exception {
        for (int length = 0; length < 100; length += 7) {
            byte[] message = new byte[length];
            random.nextBytes(message);

            SigningKey ours = SigningKey.generate(Algorithm.ED25519);
            byte[] signature = ours.sign(message);
            var theirs = new Ed25519PublicKeyParameters(ours.publicKey().raw());
            assertThat(accepts(theirs, message, signature)).isTrue();
            signature[random.nextInt(signature.length)] ^= 1;
            assertThat(accepts(theirs, message, signature)).isFalse();

            byte[] seed = new byte[32];
            random.nextBytes(seed);
            var secret = new Ed25519PrivateKeyParameters(seed);
            byte[] other = signed(secret, message);
            PublicKey key =
                    PublicKey.of(Algorithm.ED25519, secret.generatePublicKey().getEncoded());
            assertThat(key.verifies(message, other)).isTrue();
            other[random.nextInt(other.length)] ^= 1;
            assertThat(key.verifies(message, other)).isFalse();
        }
    }

    @Test
    void aKeyMayBeKeptElsewhere() throws Exception {
        var secret = new Ed25519PrivateKeyParameters(new byte[32]);
        PublicKey key =
                PublicKey.of(Algorithm.ED25519, secret.generatePublicKey().getEncoded());
        SigningKey elsewhere = SigningKey.elsewhere(key, message -> signed(secret, message));
        assertThat(key.verifies(new byte[3], elsewhere.sign(new byte[3]))).isTrue();
        assertThatIllegalStateException().isThrownBy(elsewhere::privateKey);

        var other = new Ed25519PrivateKeyParameters(HexFormat.of().parseHex("01".repeat(32)));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> SigningKey.elsewhere(key, message -> signed(other, message)));
    }

    private static byte[] signed(Ed25519PrivateKeyParameters secret, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    private static boolean accepts(Ed25519PublicKeyParameters key, byte[] message, byte[] signature) {
        Ed25519Signer check = new Ed25519Signer();
        check.init(false, key);
        check.update(message, 0, message.length);
        return check.verifySignature(signature);
    }
}
