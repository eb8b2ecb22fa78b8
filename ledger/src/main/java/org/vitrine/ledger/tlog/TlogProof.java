package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// A receipt that can be checked without the log: where an entry stands in it, what leads from there to
/// a root, and the checkpoint with that root, signed by the log and its cosigners (C2SP tlog-proof).
/// Stored as `.tlog-proof`.
public final class TlogProof {
    /// How many bytes of a receipt are read.
    public static final int MOST_BYTES = SignedNote.MOST_BYTES + (128 << 10);

    /// How many bytes can stand beside the proof.
    public static final int MOST_EXTRA = 64 << 10;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int LONGEST_PATH = 63;

    private final byte[] extra;
    private final long index;
    private final List<Hash> path;
    private final SignedNote checkpoint;

    private TlogProof(byte[] extra, long index, List<Hash> path, SignedNote checkpoint) {
        this.extra = extra;
        this.index = index;
        this.path = List.copyOf(path);
        this.checkpoint = checkpoint;
    }

    /// The receipt for an entry.
    ///
    /// @param inclusion leads to the checkpoint's root
    /// @param checkpoint with all its signatures
    public static TlogProof of(InclusionProof inclusion, SignedNote checkpoint) {
        return new TlogProof(new byte[0], inclusion.index(), inclusion.path(), checkpoint);
    }

    /// Reads a receipt. Nothing is checked before [#verify]; [#encode] gives the same bytes again.
    ///
    /// @throws Refused when it is malformed, or too large
    public static TlogProof parse(byte[] proof) throws Refused {
        if (proof.length > MOST_BYTES) {
            throw new Refused("proof: it has " + proof.length + " bytes, at most " + MOST_BYTES + " are read");
        }
        int end = emptyLine(proof);
        List<String> lines = new ArrayList<>(List.of(head(proof, end).split("\n", -1)));
        if (!lines.removeFirst().equals(HEADER)) {
            throw new Refused("proof: its first line is not " + HEADER);
        }
        byte[] extra = {};
        if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
            extra = extra(lines.removeFirst().substring(EXTRA.length()));
        }
        if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
            throw new Refused("proof: it has no index");
        }
        long index = Decimal.parse(lines.removeFirst().substring(INDEX.length()), "proof: the index");
        if (lines.size() > LONGEST_PATH) {
            throw new Refused("proof: its path of " + lines.size() + " hashes is longer than any tree is high");
        }
        List<Hash> path = new ArrayList<>();
        for (String line : lines) {
            path.add(Base64Text.hash(line, "proof: hash " + path.size() + " of the path"));
        }
        // Behind the last line's end comes the empty line's.
        SignedNote checkpoint = SignedNote.parse(Arrays.copyOfRange(proof, end + 2, proof.length));
        Checkpoint.parse(checkpoint.text());
        return new TlogProof(extra, index, path, checkpoint);
    }

    /// The same receipt with something beside the proof.
    ///
    /// @param bytes signed by nobody; none for nothing
    /// @throws IllegalArgumentException when they are more than [#MOST_EXTRA]
    public TlogProof withExtra(byte[] bytes) {
        if (bytes.length > MOST_EXTRA) {
            throw new IllegalArgumentException("at most " + MOST_EXTRA + " bytes can stand beside a proof");
        }
        return new TlogProof(bytes.clone(), index, path, checkpoint);
    }

    /// The same receipt with another signature below its checkpoint.
    public TlogProof with(NoteSignature signature) {
        return new TlogProof(extra, index, path, checkpoint.with(signature));
    }

    /// What stands beside the proof, which nobody signed; empty when nothing does.
    public Optional<byte[]> extra() {
        return extra.length == 0 ? Optional.empty() : Optional.of(extra.clone());
    }

    /// The entry's place in the log, from 0.
    public long index() {
        return index;
    }

    /// The hashes that lead from the leaf to the root, the leaf's sibling first.
    public List<Hash> path() {
        return path;
    }

    /// The checkpoint with its signatures.
    public SignedNote checkpoint() {
        return checkpoint;
    }

    /// Checks that an entry is in a log that the policy trusts: that the checkpoint is signed by such a
    /// log and cosigned by a quorum, and that the path leads from the entry to its root.
    ///
    /// @param leaf the entry's [Hash#ofLeaf]
    /// @return the checkpoint, and who signed it
    /// @throws Refused when one of that is not so; the message says which
    public Policy.Accepted verify(Hash leaf, Policy policy) throws Refused {
        Policy.Accepted accepted = policy.verify(checkpoint);
        Checkpoint tree = accepted.checkpoint();
        new InclusionProof(index, tree.size(), path).check(leaf, tree.root());
        return accepted;
    }

    /// Its bytes.
    public byte[] encode() {
        StringBuilder head = new StringBuilder(HEADER).append('\n');
        if (extra.length > 0) {
            head.append(EXTRA).append(Base64Text.of(extra)).append('\n');
        }
        head.append(INDEX).append(index).append('\n');
        path.forEach(hash -> head.append(hash.base64()).append('\n'));
        byte[] above = head.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
        byte[] below = checkpoint.encode();
        return ByteBuffer.allocate(above.length + below.length)
                .put(above)
                .put(below)
                .array();
    }

    /// Where the line feed stands that the first empty line follows.
    private static int emptyLine(byte[] proof) throws Refused {
        for (int i = 0; i + 1 < proof.length; i++) {
            if (proof[i] == '\n' && proof[i + 1] == '\n') {
                return i;
            }
        }
        throw new Refused("proof: no empty line stands before a checkpoint");
    }

    private static String head(byte[] proof, int end) throws Refused {
        try {
            return StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(proof, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refused("proof: it is not ASCII", e);
        }
    }

    private static byte[] extra(String base64) throws Refused {
        byte[] extra = Base64Text.decode(base64, "proof: the extra data");
        if (extra.length == 0 || extra.length > MOST_EXTRA) {
            throw new Refused("proof: extra data of " + extra.length + " bytes, not 1 to " + MOST_EXTRA);
        }
        return extra;
    }
}
