package org.vitrine.inspect.key;

import java.nio.charset.StandardCharsets;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.inspect.key.PrivateKey.Guard;
import org.vitrine.structure.der.PublicKeyInfo;

/// OpenSSH's own form of a private key, openssh-key-v1 (PROTOCOL.key of OpenSSH). The public part is never
/// encrypted.
final class OpenSshKey {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private OpenSshKey() {}

    /// The key in these bytes.
    ///
    /// @throws Malformed when there is none
    static KeyMaterial of(Bytes bytes) throws Malformed {
        if (!bytes.matches(0, MAGIC)) {
            throw new Malformed(0, "AUTH_MAGIC", "not openssh-key-v1");
        }
        SshWire wire = new SshWire(bytes, MAGIC.length);
        String cipher = wire.name("ciphername");
        wire.name("kdfname");
        wire.string("kdfoptions");
        long at = wire.position();
        if (wire.u32("number of keys") != 1) {
            throw new Malformed(at, "number of keys", "must be 1");
        }
        SshPublicKey key = SshPublicKey.of(wire.string("publickey1"));
        at = wire.position();
        Bytes secret = wire.string("private keys");
        boolean open = cipher.equals("none");
        if (open) {
            SshWire inside = new SshWire(secret, 0);
            long check = inside.u32("checkint");
            if (inside.u32("checkint") != check) {
                throw new Malformed(at, "checkint", "the two differ");
            }
            if (!inside.name("key type").equals(key.type())) {
                throw new Malformed(at, "key type", "not that of the public key");
            }
        }
        return new KeyMaterial(
                key.algorithm(),
                key.bits(),
                open ? Guard.NONE : Guard.PASSPHRASE,
                key.info().map(PublicKeyInfo::fingerprint).orElse(""),
                wire.position());
    }
}
