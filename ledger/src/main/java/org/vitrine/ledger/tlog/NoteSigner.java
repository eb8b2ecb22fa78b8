package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.Subtree;

/// Who signs notes: a name, a type of signature and the key. One key should have one name and one type.
public final class NoteSigner {
    private final NoteKey noteKey;
    private final SigningKey signingKey;

    private NoteSigner(NoteKey noteKey, SigningKey signingKey) {
        this.noteKey = noteKey;
        this.signingKey = signingKey;
    }

    /// One who signs with this type.
    ///
    /// @throws IllegalArgumentException when the name can't stand in a note, or the key is of another
    ///     algorithm
    public static NoteSigner of(String name, SignatureType type, SigningKey key) {
        return new NoteSigner(new NoteKey(name, type, key.publicKey()), key);
    }

    /// A log, which signs its own checkpoints: 0x01 with an Ed25519 key, 0x06 with an ML-DSA-44 key.
    ///
    /// @param origin the log's origin
    public static NoteSigner log(String origin, SigningKey key) {
        return switch (key.publicKey().algorithm()) {
            case ED25519 -> of(origin, SignatureType.ED25519, key);
            case ML_DSA_44 -> of(origin, SignatureType.ML_DSA_44_COSIGNATURE, key);
            case ES256 -> throw none();
        };
    }

    /// A cosigner, which signs checkpoints of others: 0x04 with an Ed25519 key, 0x06 with an ML-DSA-44
    /// key.
    public static NoteSigner cosigner(String name, SigningKey key) {
        return switch (key.publicKey().algorithm()) {
            case ED25519 -> of(name, SignatureType.ED25519_COSIGNATURE, key);
            case ML_DSA_44 -> of(name, SignatureType.ML_DSA_44_COSIGNATURE, key);
            case ES256 -> throw none();
        };
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException("no note is signed with an ES256 key");
    }

    /// What its signatures are checked with.
    public NoteKey key() {
        return noteKey;
    }

    /// Signs a text.
    ///
    /// @param time seconds since 1970, signed where the type carries a time
    /// @throws Refused when the type signs checkpoints only and the text is none that it can say
    public NoteSignature sign(String text, long time) throws Refused {
        if (!noteKey.type().isTimed()) {
            return NoteSignature.of(noteKey, signingKey.sign(text.getBytes(StandardCharsets.UTF_8)));
        }
        return timed(time, Cosignature.message(noteKey, time, text));
    }

    /// Cosigns a subtree, which no checkpoint can say. The line carries no time.
    ///
    /// @param origin the log's
    /// @throws Refused when the type signs whole checkpoints only, or a name is too long
    public NoteSignature sign(String origin, Subtree subtree, Hash root) throws Refused {
        if (noteKey.type() != SignatureType.ML_DSA_44_COSIGNATURE) {
            throw new Refused("cosignature: " + Plain.of(noteKey.name()) + " signs no subtrees");
        }
        return timed(0, Cosignature.message(noteKey.name(), 0, origin, subtree, root));
    }

    private NoteSignature timed(long time, byte[] message) {
        byte[] signature = signingKey.sign(message);
        return NoteSignature.of(
                noteKey,
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(time)
                        .put(signature)
                        .array());
    }
}
