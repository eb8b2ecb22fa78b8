package org.vitrine.ledger.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tlog.Checkpoint;
import org.vitrine.ledger.tlog.EntryBundle;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.NoteSignature;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tlog.Policy;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tlog.Tile;
import org.vitrine.ledger.tlog.TlogProof;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// The parsers of the ledger that `bench/fuzz --ledger` feeds and that every build tries: one line
/// each.
final class Parsers {
    private static final NoteSigner LOG = NoteSigner.log("example.com/log", SigningKey.generate(Algorithm.ED25519));
    private static final NoteSigner WITNESS =
            NoteSigner.cosigner("example.com/w\u00e9", SigningKey.generate(Algorithm.ED25519));
    private static final NoteSigner POST =
            NoteSigner.cosigner("example.com/pq", SigningKey.generate(Algorithm.ML_DSA_44));
    private static final String TEXT = new Checkpoint("example.com/log", 3, Hash.ofLeaf(new byte[0])).text();

    /// Each with samples that it reads.
    static final List<Parser> ALL = List.of(
            new Parser(
                    "note",
                    List.of(note(), small()),
                    bytes -> SignedNote.parse(bytes).encode()),
            new Parser(
                    "signature-line",
                    lines(),
                    bytes -> utf8(NoteSignature.parse(text(bytes)).line())),
            new Parser(
                    "verifier-key",
                    keys(),
                    bytes -> utf8(NoteKey.parse(text(bytes)).vkey())),
            new Parser(
                    "checkpoint",
                    texts(TEXT, TEXT + "more\n"),
                    bytes -> utf8(Checkpoint.parse(text(bytes)).text())),
            new Parser("tile", tiles(), bytes -> utf8(Tile.parse(text(bytes)).path())),
            new Parser(
                    "entries",
                    List.of(entries()),
                    bytes -> EntryBundle.decode(bytes).encode()),
            new Parser("tlog-proof", proofs(), bytes -> TlogProof.parse(bytes).encode()),
            new Parser("policy", List.of(policy()), Parsers::policy),
            new Parser("verified-note", List.of(note()), Parsers::verified),
            new Parser("inclusion", List.of(path(5, 9, 4)), Parsers::inclusion),
            new Parser("consistency", List.of(path(5, 9, 5)), Parsers::consistency));

    private Parsers() {}

    /// Policies have comments and spaces, which aren't kept; what is written must mean the same and
    /// stay the same.
    private static byte[] policy(byte[] bytes) throws Refused {
        Policy policy = Policy.parse(bytes);
        byte[] written = policy.encode();
        Policy again;
        try {
            again = Policy.parse(written);
        } catch (Refused e) {
            throw new AssertionError("refused what it wrote", e);
        }
        boolean isSame = again.logs().equals(policy.logs())
                && again.witnesses().equals(policy.witnesses())
                && again.groups().equals(policy.groups())
                && again.quorum().equals(policy.quorum());
        if (!isSame || !java.util.Arrays.equals(again.encode(), written)) {
            throw new AssertionError("wrote another policy than it read");
        }
        return bytes;
    }

    /// With known keys; a cosigner's text is parsed on the way.
    private static byte[] verified(byte[] bytes) throws Refused {
        SignedNote note = SignedNote.parse(bytes);
        note.verify(List.of(LOG.key(), WITNESS.key(), POST.key()));
        return note.encode();
    }

    private static byte[] inclusion(byte[] bytes) throws Refused {
        ByteBuffer rest = numbers(bytes);
        new InclusionProof(rest.getLong(), rest.getLong(), hashes(rest)).root(Hash.EMPTY_ROOT);
        return bytes;
    }

    private static byte[] consistency(byte[] bytes) throws Refused {
        ByteBuffer rest = numbers(bytes);
        ConsistencyProof proof = new ConsistencyProof(rest.getLong(), rest.getLong(), hashes(rest));
        try {
            proof.check(Hash.EMPTY_ROOT, Hash.EMPTY_ROOT);
        } catch (Refused e) {
            // Made-up hashes lead to no root that is known before; what matters is that nothing else comes out.
            if (!e.getMessage().contains("another root")) {
                throw e;
            }
        }
        return bytes;
    }

    private static ByteBuffer numbers(byte[] bytes) throws Refused {
        if (bytes.length < 2 * Long.BYTES || bytes.length % Hash.SIZE != 2 * Long.BYTES) {
            throw new Refused("two numbers and hashes are wanted");
        }
        return ByteBuffer.wrap(bytes);
    }

    private static List<Hash> hashes(ByteBuffer rest) {
        List<Hash> hashes = new ArrayList<>();
        while (rest.hasRemaining()) {
            hashes.add(Hash.of(rest.array(), rest.position(), Hash.SIZE));
            rest.position(rest.position() + Hash.SIZE);
        }
        return hashes;
    }

    private static String text(byte[] bytes) throws Refused {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refused("it is not UTF-8", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<byte[]> texts(String... texts) {
        return java.util.Arrays.stream(texts).map(Parsers::utf8).toList();
    }

    private static byte[] note() {
        return signed(TEXT, LOG, WITNESS, POST).encode();
    }

    private static byte[] small() {
        return signed("one\n\ntwo \u00e9\n", LOG, LOG).encode();
    }

    private static List<byte[]> lines() {
        return signed(TEXT, LOG, WITNESS).signatures().stream()
                .map(signature -> utf8(signature.line()))
                .toList();
    }

    private static List<byte[]> keys() {
        return texts(LOG.key().vkey(), WITNESS.key().vkey(), POST.key().vkey());
    }

    private static List<byte[]> tiles() {
        return texts("tile/0/x001/x234/067", "tile/63/999.p/255", "tile/entries/x001/000.p/1");
    }

    private static byte[] entries() {
        return EntryBundle.of(List.of(utf8("one"), new byte[0], new byte[300])).encode();
    }

    private static List<byte[]> proofs() {
        InclusionProof inclusion = new InclusionProof(2, 3, List.of(Hash.EMPTY_ROOT));
        TlogProof proof = TlogProof.of(inclusion, signed(TEXT, LOG, WITNESS));
        return List.of(proof.encode(), proof.withExtra(utf8("extra")).encode());
    }

    private static byte[] policy() {
        return utf8("# who is trusted\nlog " + LOG.key() + " https://example.com/log\n\nwitness a " + WITNESS.key()
                + "\nwitness b\t" + POST.key() + "\ngroup g any a\ngroup h 2 g b\nquorum h\n");
    }

    private static byte[] path(long first, long second, int hashes) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + hashes * Hash.SIZE);
        bytes.putLong(first).putLong(second);
        for (int i = 0; i < hashes; i++) {
            bytes.put(Hash.EMPTY_ROOT.bytes());
        }
        return bytes.array();
    }

    private static SignedNote signed(String text, NoteSigner... signers) {
        try {
            return SignedNote.of(text, List.of(signers), 1_700_000_000);
        } catch (Refused e) {
            throw new AssertionError(e);
        }
    }
}
