package org.vitrine.inspect.key;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.key.PrivateKey.Encoding;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.der.Der;

/// Finds private keys in a content: textual blocks anywhere in it, or a content that is a key as a whole in
/// ASN.1 or in dropbear's form. A header line without a key behind it is none.
public final class PrivateKeyInspector implements ContentInspector {
    /// Larger contents are not looked at as one key.
    private static final long MAXIMUM_WHOLE = 64 << 10;

    private static final Card CARD = new Card(
            "private_key",
            "Private keys: PEM, DER, OpenSSH, dropbear",
            List.of(
                    "RFC 7468 (textual encodings)",
                    "RFC 1421 section 4.6 (headers of encrypted PEM)",
                    "RFC 8017 appendix A.1.2 (RSA)",
                    "RFC 5915 (EC)",
                    "RFC 5958 (PKCS #8)",
                    "RFC 8410 (Ed25519 and others)",
                    "PROTOCOL.key of OpenSSH"),
            List.of(
                    "Key stores (PKCS #12, JKS), PuTTY, SSH version 1 and OpenPGP keys are not read.",
                    "Keys in DER or in dropbear's form are found only where they are the whole content.",
                    "The public part of an EC, Ed448 or X25519 key that does not carry it is not computed.",
                    "Encrypted keys are reported, never opened."));

    /// An inspector that looks for private keys; it keeps nothing.
    public PrivateKeyInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable {
        if (!Pem.each(content, label -> label.endsWith("PRIVATE KEY"), block -> add(sha256, block, facts))) {
            whole(sha256, content, facts);
        }
    }

    private static void add(Digest sha256, Pem block, Facts facts) throws Malformed {
        Bytes bytes = block.decoded();
        boolean openssh = block.label().equals("OPENSSH PRIVATE KEY");
        KeyMaterial key;
        if (!block.encryption().isEmpty()) {
            if (!block.ended() || bytes.size() < 32) {
                throw new Malformed(block.offset(), "DEK-Info", "too few bytes behind it for a key");
            }
            key = KeyMaterial.guarded(named(block.label()), bytes.size());
        } else {
            key = openssh ? OpenSshKey.of(bytes) : PrivateKeyInfo.of(Der.at(bytes, 0, Der.Rules.BASIC));
        }
        Location location = new Location(sha256, block.offset(), block.length());
        facts.add(fact(openssh ? Encoding.OPENSSH : Encoding.PEM, key, location));
    }

    private static String named(String label) {
        return switch (label) {
            case "RSA PRIVATE KEY" -> "rsa";
            case "DSA PRIVATE KEY" -> "dsa";
            case "EC PRIVATE KEY" -> "ec";
            default -> "unknown";
        };
    }

    private static void whole(Digest sha256, Bytes content, Facts facts) throws Malformed {
        if (content.size() > MAXIMUM_WHOLE || content.size() < 32) {
            return;
        }
        if (DropbearKey.startsIn(content)) {
            DropbearKey.of(content)
                    .ifPresent(key -> facts.add(fact(Encoding.DROPBEAR, key, new Location(sha256, 0, key.length()))));
            return;
        }
        KeyMaterial key = der(content);
        if (key != null) {
            facts.add(fact(Encoding.DER, key, Location.whole(sha256, content)));
        }
    }

    private static @Nullable KeyMaterial der(Bytes content) {
        try {
            if (content.u8(0, "identifier") != Der.SEQUENCE) {
                return null;
            }
            Der element = Der.whole(content, Der.Rules.DISTINGUISHED);
            return PrivateKeyInfo.isConsistent(element) ? PrivateKeyInfo.of(element) : null;
        } catch (Malformed e) {
            // Many things begin with a sequence; one that is no key is no damaged key.
            return null;
        }
    }

    private static PrivateKey fact(Encoding encoding, KeyMaterial key, Location location) {
        return new PrivateKey(encoding, key.algorithm(), key.bits(), key.guard(), key.fingerprint(), location);
    }
}
