package org.vitrine.ledger.key;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;

/// A key that signs, with the public key that checks what it signed.
public final class SigningKey {
    private final PublicKey publicKey;
    private final @Nullable PrivateKey privateKey;
    private final UnaryOperator<byte[]> signing;

    private SigningKey(PublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.signing = message -> signature(publicKey.algorithm(), privateKey, message);
    }

    private SigningKey(PublicKey publicKey, UnaryOperator<byte[]> signing) {
        this.publicKey = publicKey;
        this.privateKey = null;
        this.signing = signing;
    }

    /// A key that somebody else keeps and signs with: a token, a service, another provider than Java's.
    ///
    /// @param signing makes of a message the raw signature over it; any number of threads call it
    /// @throws Refused when what it signs does not fit the public key
    public static SigningKey elsewhere(PublicKey publicKey, UnaryOperator<byte[]> signing) throws Refused {
        byte[] probe = {1};
        if (!publicKey.verifies(probe, signing.apply(probe.clone()))) {
            throw new Refused("the signatures are not the public key's");
        }
        return new SigningKey(publicKey, signing);
    }

    /// A pair of Java's.
    ///
    /// @throws Refused when its algorithm is none of ours, or its halves don't fit together
    public static SigningKey of(KeyPair pair) throws Refused {
        SigningKey key = new SigningKey(PublicKey.of(pair.getPublic()), pair.getPrivate());
        byte[] probe = {1};
        try {
            if (key.publicKey.verifies(probe, key.sign(probe))) {
                return key;
            }
        } catch (IllegalStateException e) {
            throw new Refused("the private key is of another kind than the public one", e);
        }
        throw new Refused("the private key is not the public key's");
    }

    /// A private key of Java's alone. Of those of ours, Ed25519 alone gives its public key: the
    /// generator takes its 32 bytes where it would take random ones.
    ///
    /// @throws Refused when it is no such key
    static SigningKey of(PrivateKey key) throws Refused {
        if (!(key instanceof EdECPrivateKey edwards) || edwards.getBytes().isEmpty()) {
            throw new Refused("the public key is missing, and " + key.getAlgorithm() + " keys don't give it");
        }
        byte[] seed = edwards.getBytes().get();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(Algorithm.ED25519.keyName());
            generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
            return of(new KeyPair(generator.generateKeyPair().getPublic(), key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// Gives the bytes it was given.
    private static final class Given extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        Given(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
        }
    }

    /// A fresh key.
    public static SigningKey generate(Algorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keyName());
            if (algorithm == Algorithm.ES256) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(PublicKey.of(pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException | Refused e) {
            throw new IllegalStateException("this Java has no " + algorithm.standardName(), e);
        }
    }

    /// The key that checks what this one signs.
    public PublicKey publicKey() {
        return publicKey;
    }

    /// The private half, for those who write it encrypted.
    ///
    /// @throws IllegalStateException when it is kept elsewhere
    public PrivateKey privateKey() {
        if (privateKey == null) {
            throw new IllegalStateException("the private key is kept elsewhere");
        }
        return privateKey;
    }

    /// The signature over these bytes.
    public byte[] sign(byte[] message) {
        return signing.apply(message);
    }

    private static byte[] signature(Algorithm algorithm, PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm.signatureName());
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of ours does not sign", e);
        }
    }
}
