package org.vitrine.inspect.key;

import org.vitrine.inspect.key.PrivateKey.Guard;
import org.vitrine.structure.der.PublicKeyInfo;

/// What a private key's bytes say of it, however they are encoded.
///
/// @param algorithm `rsa`, `dsa`, `ec`, …; `unknown` where it can't be told
/// @param bits of the modulus, the prime or the curve; 0 where it can't be told
/// @param guard whether a passphrase guards it
/// @param fingerprint of the public part as SubjectPublicKeyInfo, hex; empty where it can't be told
/// @param length how many bytes it takes
record KeyMaterial(String algorithm, int bits, Guard guard, String fingerprint, long length) {
    static KeyMaterial open(PublicKeyInfo info, long length) {
        return new KeyMaterial(info.algorithm(), info.bits(), Guard.NONE, info.fingerprint(), length);
    }

    static KeyMaterial open(String algorithm, int bits, long length) {
        return new KeyMaterial(algorithm, bits, Guard.NONE, "", length);
    }

    static KeyMaterial guarded(String algorithm, long length) {
        return new KeyMaterial(algorithm, 0, Guard.PASSPHRASE, "", length);
    }
}
