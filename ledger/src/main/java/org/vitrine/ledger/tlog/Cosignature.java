package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.Subtree;

/// What a cosigner says of a log's tree at a time (C2SP tlog-cosignature): as of then, this was the
/// largest tree of that origin that it saw, and all it saw are consistent. Timed Ed25519 signs a
/// checkpoint's whole text; ML-DSA-44 signs the cosigner's name and the checkpoint's origin, size and
/// root, or those of a [Subtree].
public final class Cosignature {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    /// Names have one byte for their length.
    private static final int LONGEST_NAME = 255;

    private final NoteKey key;
    private final long time;
    private final byte[] signature;

    private Cosignature(NoteKey key, long time, byte[] signature) {
        this.key = key;
        this.time = time;
        this.signature = signature;
    }

    /// Reads what stands behind a cosigner's key id.
    ///
    /// @param line a line that claims to be from this key
    /// @throws Refused when it is not this key's, or has another length than a time and a signature
    public static Cosignature of(NoteKey key, NoteSignature line) throws Refused {
        if (!key.type().isTimed() || !line.isFrom(key)) {
            throw new Refused("cosignature: the line is not a cosignature of " + Plain.of(key.name()));
        }
        byte[] timed = line.signature();
        if (timed.length != Long.BYTES + key.key().algorithm().signatureSize()) {
            throw new Refused("cosignature: " + Plain.of(key.name()) + "'s has " + timed.length + " bytes");
        }
        long time = ByteBuffer.wrap(timed).getLong();
        if (time < 0) {
            throw new Refused("cosignature: the time of " + Plain.of(key.name()) + "'s is larger than 2^63 - 1");
        }
        return new Cosignature(key, time, Arrays.copyOfRange(timed, Long.BYTES, timed.length));
    }

    /// Whose it is.
    public NoteKey key() {
        return key;
    }

    /// Seconds since 1970; 0 where an ML-DSA-44 cosigner doesn't say that it knew no larger tree.
    public long time() {
        return time;
    }

    /// Checks that it was made for this checkpoint.
    ///
    /// @param text a note's
    /// @throws Refused when it was not
    public void check(String text) throws Refused {
        check(message(key, time, text));
    }

    /// Checks that it was made for a subtree.
    ///
    /// @param origin the log's
    /// @throws Refused when it was not, or is of the type that signs whole checkpoints only
    public void check(String origin, Subtree subtree, Hash root) throws Refused {
        if (key.type() != SignatureType.ML_DSA_44_COSIGNATURE) {
            throw new Refused("cosignature: " + Plain.of(key.name()) + " signs no subtrees");
        }
        check(message(key.name(), time, origin, subtree, root));
    }

    private void check(byte[] message) throws Refused {
        if (!key.key().verifies(message, signature)) {
            throw new Refused("cosignature: the signature of " + Plain.of(key.name()) + " is wrong");
        }
    }

    /// The bytes that a cosigner signs for a checkpoint.
    ///
    /// @param time seconds since 1970
    /// @param text the checkpoint's note text
    /// @throws Refused when the type signs a checkpoint's lines, and the text is none
    static byte[] message(NoteKey key, long time, String text) throws Refused {
        return switch (key.type()) {
            case ED25519 -> throw new IllegalArgumentException("signatures of notes carry no time");
            case ED25519_COSIGNATURE -> ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
            case ML_DSA_44_COSIGNATURE -> {
                Checkpoint checkpoint = Checkpoint.parse(text);
                Subtree tree = new Subtree(0, checkpoint.size());
                yield message(key.name(), time, checkpoint.origin(), tree, checkpoint.root());
            }
        };
    }

    /// The bytes that an ML-DSA-44 cosigner signs.
    ///
    /// @param cosigner its name
    /// @param time seconds since 1970; 0 where the subtree doesn't start at 0
    /// @throws Refused when a name is too long for them, or a time stands where none may
    static byte[] message(String cosigner, long time, String origin, Subtree subtree, Hash root) throws Refused {
        if (time < 0 || subtree.start() != 0 && time != 0) {
            throw new Refused("cosignature: a subtree that doesn't start at 0 is signed without a time");
        }
        byte[] name = bytes(cosigner);
        byte[] log = bytes(origin);
        return ByteBuffer.allocate(LABEL.length + 1 + name.length + 1 + log.length + 3 * Long.BYTES + Hash.SIZE)
                .put(LABEL)
                .put((byte) name.length)
                .put(name)
                .putLong(time)
                .put((byte) log.length)
                .put(log)
                .putLong(subtree.start())
                .putLong(subtree.end())
                .put(root.bytes())
                .array();
    }

    private static byte[] bytes(String name) throws Refused {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_NAME) {
            throw new Refused("cosignature: names of " + bytes.length + " bytes can't be signed with ML-DSA-44");
        }
        return bytes;
    }
}
