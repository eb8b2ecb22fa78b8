package org.vitrine.inspect.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.structure.der.PublicKeyInfo;

/// Dropbear's form of a private key: the public key as SSH sends it, and the secret numbers behind it in the
/// same way. Known from what dropbearkey writes; no document describes it. Bytes behind the key are passed
/// over, as dropbear does.
final class DropbearKey {
    private static final List<String> TYPES = List.of(
            "ssh-rsa", "ssh-dss", "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");

    private DropbearKey() {}

    /// Whether the bytes start as such a key does; a public key alone starts so, too.
    static boolean startsIn(Bytes bytes) {
        for (String type : TYPES) {
            byte[] name = type.getBytes(StandardCharsets.US_ASCII);
            byte[] start = new byte[4 + name.length];
            start[3] = (byte) name.length;
            System.arraycopy(name, 0, start, 4, name.length);
            if (bytes.matches(0, start)) {
                return true;
            }
        }
        return false;
    }

    /// The key these bytes start with; empty when it is a public one.
    ///
    /// @throws Malformed when it starts as a key and is none
    static Optional<KeyMaterial> of(Bytes bytes) throws Malformed {
        SshWire wire = new SshWire(bytes, 0);
        String type = wire.name("key type");
        return switch (type) {
            case "ssh-rsa" -> rsa(wire);
            case "ssh-dss" -> dss(wire);
            case "ssh-ed25519" -> {
                byte[] key = wire.octets("key");
                if (key.length == 32) {
                    yield Optional.empty();
                }
                if (key.length != 64) {
                    throw new Malformed(0, "key", key.length + " bytes, 64 expected");
                }
                byte[] last = Arrays.copyOfRange(key, 32, 64);
                yield Optional.of(KeyMaterial.open(PublicKeyInfo.ed25519(last), wire.position()));
            }
            default -> {
                PublicKeyInfo info = SshPublicKey.ecdsa(wire);
                if (wire.atEnd()) {
                    yield Optional.empty();
                }
                wire.mpint("d");
                yield Optional.of(KeyMaterial.open(info, wire.position()));
            }
        };
    }

    private static Optional<KeyMaterial> rsa(SshWire wire) throws Malformed {
        BigInteger e = wire.mpint("e");
        BigInteger n = wire.mpint("n");
        if (wire.atEnd()) {
            return Optional.empty();
        }
        wire.mpint("d");
        long end = wire.position();
        // Versions before 0.46 wrote no primes.
        try {
            wire.mpint("p");
            wire.mpint("q");
            end = wire.position();
        } catch (Malformed absent) {
            // Then the key ends before them.
        }
        return Optional.of(KeyMaterial.open(PublicKeyInfo.rsa(n, e), end));
    }

    private static Optional<KeyMaterial> dss(SshWire wire) throws Malformed {
        BigInteger p = wire.mpint("p");
        BigInteger q = wire.mpint("q");
        BigInteger g = wire.mpint("g");
        BigInteger y = wire.mpint("y");
        if (wire.atEnd()) {
            return Optional.empty();
        }
        if (wire.mpint("x").bitLength() > q.bitLength()) {
            throw new Malformed(0, "x", "longer than q");
        }
        return Optional.of(KeyMaterial.open(PublicKeyInfo.dsa(p, q, g, y), wire.position()));
    }
}
