package org.vitrine.ledger.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrine.ledger.cose.Vectors.hex;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;
import org.vitrine.testing.Corpus;

/// Receipts: those of the working group, those that another implementation published, and ours.
final class ReceiptTest {
    private static final String EXAMPLES = "vectors/cose-receipts/examples/";
    private static final SigningKey LOG = SigningKey.generate(Algorithm.ED25519);

    /// Both examples are of one tree: what they say of it must agree. Whose key signed them is not published.
    @Test
    void theWorkingGroupsExamplesAgreeWithEachOther() throws Exception {
        Receipt inclusion = Receipt.decode(Corpus.bytes(EXAMPLES + "inclusion-receipt.cbor"));
        Receipt consistency = Receipt.decode(Corpus.bytes(EXAMPLES + "consistency-receipt.cbor"));
        assertThat(inclusion.encode()).isEqualTo(Corpus.bytes(EXAMPLES + "inclusion-receipt.cbor"));
        assertThat(consistency.encode()).isEqualTo(Corpus.bytes(EXAMPLES + "consistency-receipt.cbor"));
        for (Receipt receipt : List.of(inclusion, consistency)) {
            assertThat(receipt.issuer()).hasValue("https://transparency-service.example.com");
            assertThat(receipt.subject()).isEmpty();
            assertThat(receipt.keyId()).hasValue("test-key-1".getBytes(StandardCharsets.US_ASCII));
            assertThat(receipt.cose().algorithm()).isEqualTo(Algorithm.ES256);
            assertThatThrownBy(() -> Cbor.decode(receipt.cose().protectedBytes()))
                    .as("they are not sorted, and kept all the same")
                    .isInstanceOf(Refused.class);
        }
        InclusionProof leaf = inclusion.inclusions().getFirst();
        ConsistencyProof growth = consistency.consistencies().getFirst();
        assertThat(leaf.index()).isEqualTo(3);
        assertThat(leaf.size()).isEqualTo(5);
        assertThat(growth.oldSize()).isEqualTo(3);
        assertThat(growth.newSize()).isEqualTo(5);
        // The path from size 3 holds leaf 3, of which the other receipt tells.
        Hash old = Hash.ofNode(growth.path().get(2), growth.path().getFirst());
        assertThat(leaf.root(growth.path().get(1))).isEqualTo(growth.newRoot(old));
        PublicKey stranger = SigningKey.generate(Algorithm.ES256).publicKey();
        assertThatThrownBy(() -> inclusion.verifyInclusion(growth.path().get(1), stranger))
                .hasMessage("COSE_Sign1: the signature is not this key's over these bytes");
        assertThatThrownBy(() -> consistency.verifyConsistency(old, stranger))
                .hasMessage("COSE_Sign1: the signature is not this key's over these bytes");
        assertThatThrownBy(() -> consistency.verifyConsistency(Hash.EMPTY_ROOT, stranger))
                .hasMessage("consistency proof: it leads to another old root");
    }

    /// The vectors of scitt-cose, a Python implementation, whose leaves are the SHA-256 of a statement. Its
    /// statements name no key, which RFC 9943 asks for: they are messages, and no statements.
    @Test
    void anotherImplementationsReceiptsAreVerifiedOrRefused() throws Exception {
        List<String[]> vectors = Vectors.of("scitt-cose-v1.txt");
        assertThat(vectors).hasSize(6);
        Map<String, String> outcomes = new HashMap<>();
        for (String[] vector : vectors) {
            CoseSign1 statement = CoseSign1.decode(hex(vector[7]));
            String outcome = outcome(() -> statement.verify(key(vector[5])));
            assertThat(outcome.equals("verified")).as(vector[0]).isEqualTo(vector[2].equals("true"));
            outcomes.put(vector[0], outcome(() -> {
                Hash root = Receipt.decode(hex(vector[8])).verifyInclusion(Hash.ofLeaf(hex(vector[3])), key(vector[6]));
                assertThat(root).hasToString(vector[4]);
            }));
            assertThatThrownBy(() -> SignedStatement.of(statement))
                    .as(vector[0])
                    .isInstanceOf(Refused.class)
                    .hasMessage(
                            vector[0].equals("valid-ccf-vds2")
                                    ? "statement: the subject (label 2) is missing"
                                    : "statement: the protected header names no key: neither kid nor x5t nor x5chain");
        }
        String forged = "COSE_Sign1: the signature is not this key's over these bytes";
        String structure = "receipt: its verifiable data structure is number %d, and only 1 (RFC9162_SHA256) is"
                + " understood here";
        assertThat(outcomes)
                .containsEntry("valid-eddsa", "verified")
                .containsEntry("valid-es256", "verified")
                .containsEntry("fail-bad-statement-sig", "verified")
                .containsEntry("fail-tampered-path", forged)
                .containsEntry("valid-ccf-vds2", structure.formatted(2))
                .hasEntrySatisfying("fail-unsupported-vds", why -> assertThat(why)
                        .startsWith("receipt: its verifiable data structure is number "));
    }

    private interface Step {
        void run() throws Exception;
    }

    private static String outcome(Step step) throws Exception {
        try {
            step.run();
            return "verified";
        } catch (Refused e) {
            return e.getMessage();
        }
    }

    private static PublicKey key(String base64) throws Exception {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
        String name = base64.length() < 70 ? "Ed25519" : "EC";
        return PublicKey.of(KeyFactory.getInstance(name).generatePublic(spec));
    }

    @Test
    void everyLeafOfASmallTreeHasItsReceipt() throws Exception {
        Tree tree = new Tree(9);
        for (int size = 2; size <= 9; size++) {
            for (int index = 0; index < size; index++) {
                Hash root = tree.root(size);
                Receipt signed = Receipt.sign(
                        LOG, "https://log.example", "s", InclusionProof.of(index, size, tree::node), root);
                Receipt read = Receipt.decode(signed.encode());
                assertThat(read.encode()).isEqualTo(signed.encode());
                assertThat(Cbor.decode(read.encode()).encode()).isEqualTo(signed.encode());
                assertThat(read.verifyInclusion(tree.leaves.get(index), LOG.publicKey())).isEqualTo(root);
                Hash other = tree.leaves.get((index + 1) % size);
                assertThatThrownBy(() -> read.verifyInclusion(other, LOG.publicKey())).isInstanceOf(Refused.class);
                assertThatThrownBy(() -> read.verifyConsistency(root, LOG.publicKey()))
                        .hasMessage("receipt: it has no proof of consistency");
            }
        }
    }

    @Test
    void everyGrowthOfASmallTreeHasItsReceipt() throws Exception {
        Tree tree = new Tree(9);
        for (int size = 2; size <= 9; size++) {
            for (int old = 1; old < size; old++) {
                Hash root = tree.root(size);
                Receipt signed = Receipt.sign(
                        LOG, "https://log.example", "s", ConsistencyProof.of(old, size, tree::node), root);
                Receipt read = Receipt.decode(signed.encode());
                assertThat(read.encode()).isEqualTo(signed.encode());
                assertThat(read.verifyConsistency(tree.root(old), LOG.publicKey())).isEqualTo(root);
                assertThatThrownBy(() -> read.verifyConsistency(root, LOG.publicKey())).isInstanceOf(Refused.class);
                assertThatThrownBy(() -> read.verifyInclusion(root, LOG.publicKey()))
                        .hasMessage("receipt: it has no proof of inclusion");
            }
        }
    }

    @Test
    void treesOfOneLeafHaveNoReceipts() {
        Hash leaf = Hash.ofLeaf(new byte[0]);
        assertThatThrownBy(() -> Receipt.sign(LOG, "i", "s", new InclusionProof(0, 1, List.of()), leaf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path of 0 hashes");
    }

    @Test
    void wrongReceiptsAreRefused() throws Exception {
        Hash sibling = Hash.ofLeaf(new byte[] {1});
        Hash leaf = Hash.ofLeaf(new byte[] {2});
        Hash root = Hash.ofNode(leaf, sibling);
        Cbor path = Cbor.array(Cbor.of(sibling.bytes()));
        Cbor good = proof(Cbor.of(2), Cbor.of(0), path);
        Cbor.Map header = SignedStatement.header(LOG.publicKey(), "i", "s").with(395, Cbor.of(1));
        assertThat(receipt(header, inclusion(good), root).verifyInclusion(leaf, LOG.publicKey()))
                .isEqualTo(root);
        assertThat(receipt(header, inclusion(good, good), root).verifyInclusion(leaf, LOG.publicKey()))
                .isEqualTo(root);

        refused(header.without(395), inclusion(good), "receipt: vds in the protected header (label 395) is missing");
        refused(
                header.with(395, Cbor.of(3)),
                inclusion(good),
                "receipt: its verifiable data structure is number 3, and only 1 (RFC9162_SHA256) is understood here");
        refused(header.with(395, Cbor.of("RFC9162_SHA256")), inclusion(good), "receipt: vds is not an integer");
        refused(header.with(15, Cbor.of(1)), inclusion(good), "receipt: CWT Claims is not a map");
        refused(header.with(4, Cbor.of(1)), inclusion(good), "receipt: kid is not a byte string");
        refused(header, Cbor.Map.EMPTY, "receipt: vdp in the unprotected header (label 396) is missing");
        refused(header, Cbor.map(Cbor.of(396), Cbor.Map.EMPTY), "receipt: it has 0 kinds of proof, not one");
        refused(
                header,
                Cbor.map(Cbor.of(396), Cbor.map(Cbor.of(-1), Cbor.array(good), Cbor.of(-2), Cbor.array(good))),
                "receipt: it has 2 kinds of proof, not one");
        refused(
                header,
                Cbor.map(Cbor.of(396), Cbor.map(Cbor.of(-3), Cbor.array(good))),
                "receipt: its proof is neither of inclusion (-1) nor of consistency (-2)");
        refused(header, inclusion(), "receipt: it has 0 proofs, not 1 to 16");
        refused(header, inclusion(Cbor.array()), "receipt: a proof is not a byte string");
        refused(header, inclusion(Cbor.of(new byte[] {0})), "receipt: a proof is not an array");
        refused(header, inclusion(proof(Cbor.of(2), path)), "receipt: a proof has 2 parts, not 3");
        refused(
                header,
                inclusion(proof(Cbor.of(2), Cbor.of(0), Cbor.array())),
                "receipt: a path has 0 hashes, not 1 to 64");
        List<Cbor> long65 = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            long65.add(Cbor.of(new byte[32]));
        }
        refused(
                header,
                inclusion(proof(Cbor.of(2), Cbor.of(0), new Cbor.Array(long65))),
                "receipt: a path has 65 hashes, not 1 to 64");
        refused(
                header,
                inclusion(proof(Cbor.of(2), Cbor.of(0), Cbor.array(Cbor.of(new byte[31])))),
                "receipt: a hash of a path has 31 bytes, not 32");
        refused(
                header, inclusion(proof(Cbor.of(2), Cbor.of(-1), path)), "receipt: a size or index is negative");
        refused(
                header,
                inclusion(proof(new Cbor.Unsigned(-1), Cbor.of(0), path)),
                "receipt: a size or index is too large a number");

        Receipt beyond = receipt(header, inclusion(proof(Cbor.of(2), Cbor.of(2), path)), root);
        assertThatThrownBy(() -> beyond.verifyInclusion(leaf, LOG.publicKey()))
                .hasMessage("inclusion proof: a tree of 2 leaves has none at 2");
        Receipt two = receipt(header, inclusion(good, proof(Cbor.of(2), Cbor.of(1), path)), root);
        assertThatThrownBy(() -> two.verifyInclusion(leaf, LOG.publicKey()))
                .hasMessage("receipt: its proofs lead to different roots");
        // An attached payload that is not what the proof leads to.
        CoseSign1 attached = CoseSign1.sign(header, sibling.bytes(), LOG).withUnprotected(inclusion(good));
        Receipt wrong = Receipt.decode(attached.encode());
        assertThatThrownBy(() -> wrong.verifyInclusion(leaf, LOG.publicKey()))
                .hasMessage("COSE_Sign1: the message carries another payload");
        CoseSign1 right = CoseSign1.sign(header, root.bytes(), LOG).withUnprotected(inclusion(good));
        assertThat(Receipt.decode(right.encode()).verifyInclusion(leaf, LOG.publicKey()))
                .isEqualTo(root);
    }

    private static Cbor.Map inclusion(Cbor... proofs) {
        return Cbor.map(Cbor.of(396), Cbor.map(Cbor.of(-1), Cbor.array(proofs)));
    }

    private static Cbor proof(Cbor... parts) {
        return Cbor.of(Cbor.array(parts).encode());
    }

    private static Receipt receipt(Cbor.Map header, Cbor.Map unprotected, Hash root) throws Refused {
        return Receipt.decode(CoseSign1.signDetached(header, root.bytes(), LOG)
                .withUnprotected(unprotected)
                .encode());
    }

    private static void refused(Cbor.Map header, Cbor.Map unprotected, String reason) {
        assertThatThrownBy(() -> receipt(header, unprotected, Hash.EMPTY_ROOT))
                .isInstanceOf(Refused.class)
                .hasMessage(reason);
    }

    /// A tree with all its nodes.
    private static final class Tree {
        private final List<Hash> leaves = new ArrayList<>();
        private final Map<String, Hash> nodes = new HashMap<>();

        Tree(int size) {
            Frontier frontier = new Frontier();
            for (int i = 0; i < size; i++) {
                leaves.add(Hash.ofLeaf(new byte[] {(byte) i}));
                frontier.add(leaves.getLast(), (level, index, hash) -> nodes.put(level + "/" + index, hash));
            }
        }

        Hash root(int size) {
            Frontier frontier = new Frontier();
            leaves.subList(0, size).forEach(frontier::add);
            return frontier.root();
        }

        Hash node(int level, long index) {
            return Objects.requireNonNull(nodes.get(level + "/" + index));
        }
    }
}
