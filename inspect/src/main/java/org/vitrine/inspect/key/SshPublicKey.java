package org.vitrine.inspect.key;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Malformed;
import org.vitrine.structure.der.PublicKeyInfo;

/// A public key as SSH sends it (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4).
///
/// @param type its name on the wire: `ssh-rsa`
/// @param algorithm `rsa`, `dsa`, `ec`, `ed25519`; `unknown` for others
/// @param bits of the modulus, the prime or the curve; 0 where it can't be told
/// @param info the same key as X.509 writes it, where it can
record SshPublicKey(String type, String algorithm, int bits, Optional<PublicKeyInfo> info) {
    /// Reads a key that is all of `blob`.
    static SshPublicKey of(Bytes blob) throws Malformed {
        SshWire wire = new SshWire(blob, 0);
        String type = wire.name("key type");
        return switch (type) {
            case "ssh-rsa" -> {
                BigInteger e = wire.mpint("e");
                yield of(type, PublicKeyInfo.rsa(wire.mpint("n"), e));
            }
            case "ssh-dss" -> {
                BigInteger p = wire.mpint("p");
                BigInteger q = wire.mpint("q");
                BigInteger g = wire.mpint("g");
                yield of(type, PublicKeyInfo.dsa(p, q, g, wire.mpint("y")));
            }
            case "ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp384",
                    "ecdsa-sha2-nistp521",
                    "sk-ecdsa-sha2-nistp256@openssh.com" -> of(type, ecdsa(wire));
            case "ssh-ed25519", "sk-ssh-ed25519@openssh.com" -> {
                long at = wire.position();
                byte[] key = wire.octets("key");
                if (key.length != 32) {
                    throw new Malformed(at, "key", key.length + " bytes, 32 expected");
                }
                yield of(type, PublicKeyInfo.ed25519(key));
            }
            default -> new SshPublicKey(type, "unknown", 0, Optional.empty());
        };
    }

    private static SshPublicKey of(String type, PublicKeyInfo info) {
        return new SshPublicKey(type, info.algorithm(), info.bits(), Optional.of(info));
    }

    /// The curve's name and the point, RFC 5656.
    static PublicKeyInfo ecdsa(SshWire wire) throws Malformed {
        long at = wire.position();
        String curve = wire.name("curve");
        Bytes point = wire.string("Q");
        String oid = switch (curve) {
            case "nistp256" -> "1.2.840.10045.3.1.7";
            case "nistp384" -> "1.3.132.0.34";
            case "nistp521" -> "1.3.132.0.35";
            default -> throw new Malformed(at, "curve", "none of RFC 5656 section 10.1");
        };
        if (point.size() < 33 || point.size() > 133) {
            throw new Malformed(at, "Q", "a point of " + point.size() + " bytes");
        }
        return PublicKeyInfo.ec(oid, point);
    }

    /// OpenSSH's fingerprint of a key as it is sent: `SHA256:` and Base64 without padding.
    static String fingerprint(Bytes blob) {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(Digest.ofContent(blob).bytes());
    }
}
