package org.vitrine.ledger.cose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;

/// Public keys under their names (COSE_KeySet; RFC 9052, section 7): what a log answers for
/// `/.well-known/scitt-keys`. Retired keys stay in it, or their receipts could not be checked any more.
///
/// @param keys one at least, in the order in which they were given, no name for two
public record KeySet(List<CoseKey> keys) {
    /// How many keys a set may have.
    public static final int MAXIMUM_KEYS = 256;

    /// Copies the keys.
    ///
    /// @throws IllegalArgumentException when there are none, or two different ones have one name
    public KeySet {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MAXIMUM_KEYS) {
            throw new IllegalArgumentException("a set has 1 to " + MAXIMUM_KEYS + " keys");
        }
        if (ambiguous(keys)) {
            throw new IllegalArgumentException("two keys have one name");
        }
    }

    /// The set that these bytes encode. A member that is none of our keys is left out, as RFC 9052
    /// asks, for it may be of a type that came later.
    ///
    /// @throws Refused when the bytes are no set, it holds no key of ours, a member is a private
    ///     key, or two keys have one name
    public static KeySet decode(byte[] bytes) throws Refused {
        List<Cbor> members = Cbor.decodeForeign(bytes).items("COSE_KeySet");
        if (members.isEmpty() || members.size() > MAXIMUM_KEYS) {
            throw new Refused("COSE_KeySet: it has " + members.size() + " keys, not 1 to " + MAXIMUM_KEYS);
        }
        List<CoseKey> keys = new ArrayList<>();
        for (Cbor member : members) {
            Optional<CoseKey> key = understood(member.asMap("COSE_KeySet: a key"));
            key.ifPresent(keys::add);
        }
        if (keys.isEmpty()) {
            throw new Refused("COSE_KeySet: none of its keys is understood here");
        }
        if (ambiguous(keys)) {
            throw new Refused("COSE_KeySet: two keys have one name");
        }
        return new KeySet(keys);
    }

    private static Optional<CoseKey> understood(Cbor.Map map) throws Refused {
        if (CoseKey.isPrivate(map)) {
            throw new Refused("COSE_KeySet: a member holds a private key");
        }
        try {
            return Optional.of(CoseKey.of(map));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private static boolean ambiguous(List<CoseKey> keys) {
        for (CoseKey one : keys) {
            for (CoseKey other : keys) {
                if (one.keyId().length() > 0
                        && one.keyId().equals(other.keyId())
                        && !one.key().equals(other.key())) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Its deterministic encoding: an array of keys.
    public byte[] encode() {
        return new Cbor.Array(keys.stream().map(key -> (Cbor) key.map()).toList()).encode();
    }

    /// The key of that name: its `kid`, or its thumbprint where it has none.
    public Optional<CoseKey> find(byte[] keyId) {
        for (CoseKey key : keys) {
            byte[] name = key.keyId().length() > 0
                    ? key.keyId().value()
                    : KeyThumbprint.of(key.key()).bytes();
            if (Arrays.equals(name, keyId)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
