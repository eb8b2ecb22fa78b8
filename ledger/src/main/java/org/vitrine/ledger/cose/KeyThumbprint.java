package org.vitrine.ledger.cose;

import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.tree.Hash;

/// The name a public key gives itself (COSE Key Thumbprint, RFC 9679): SHA-256 over the
/// deterministic encoding of the parameters its type requires, whatever else may be said of it.
public final class KeyThumbprint {
    private KeyThumbprint() {}

    /// The thumbprint of a key. Statements and receipts carry its 32 bytes as `kid`.
    public static Hash of(PublicKey key) {
        return Hash.ofContent(CoseKey.required(key).encode());
    }
}
