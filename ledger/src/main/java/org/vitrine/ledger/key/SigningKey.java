package org.vitrine.ledger.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.vitrine.ledger.Refused;

/// A key that signs, with the public key that checks what it signed.
public final class SigningKey {
    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    private SigningKey(PublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /// A pair of Java's.
    ///
    /// @throws Refused when its algorithm is none of ours, or its halves don't fit together
    public static SigningKey of(KeyPair pair) throws Refused {
        SigningKey key = new SigningKey(PublicKey.of(pair.getPublic()), pair.getPrivate());
        byte[] probe = {1};
        if (!key.publicKey.verifies(probe, key.sign(probe))) {
            throw new Refused("the private key is not the public key's");
        }
        return key;
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
    public PrivateKey privateKey() {
        return privateKey;
    }

    /// The signature over these bytes.
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(publicKey.algorithm().signatureName());
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of ours does not sign", e);
        }
    }
}
