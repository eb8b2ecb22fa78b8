package org.vitrine.ledger.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// What a log, a cosigner or a courier that means harm can show, and the reason it is refused with.
final class ByzantineTest {
    private static final String ORIGIN = "example.com/log";
    private static final int SIZE = 700;

    private static final NoteSigner SIGNER = NoteSigner.log(ORIGIN, SigningKey.generate(Algorithm.ED25519));
    private static final NoteSigner WITNESS =
            NoteSigner.cosigner("w.example/1", SigningKey.generate(Algorithm.ED25519));
    private static final NoteSigner OTHER = NoteSigner.log("example.com/other", SigningKey.generate(Algorithm.ED25519));
    private static final MemoryLog LOG = MemoryLog.of("entry", SIZE);
    /// The same log up to entry 599.
    private static final MemoryLog FORK = fork();

    @Test
    void theGoodReceiptIsAccepted() throws Exception {
        Policy.Accepted accepted = good().verify(leaf(300), policy());
        assertThat(accepted.checkpoint()).isEqualTo(LOG.checkpoint(ORIGIN, SIZE));
        assertThat(accepted.log()).isEqualTo(SIGNER.key());
        assertThat(accepted.cosigners()).extracting(Policy.Cosigner::time).containsExactly(1_700_000_000L);
        byte[] bytes = good().encode();
        assertThat(TlogProof.parse(bytes).encode()).isEqualTo(bytes);
        TlogProof more =
                TlogProof.parse(good().withExtra("salt".getBytes(UTF_8)).encode());
        assertThat(more.extra().orElseThrow()).asString().isEqualTo("salt");
        more.verify(leaf(300), policy());
    }

    @Test
    void aForkIsRefused() throws Exception {
        Checkpoint before = LOG.checkpoint(ORIGIN, 650);
        Checkpoint ours = LOG.checkpoint(ORIGIN, SIZE);
        Checkpoint theirs = FORK.checkpoint(ORIGIN, SIZE);
        ours.checkContinues(before, ConsistencyProof.of(650, SIZE, LOG).path());
        refused(() -> theirs.checkContinues(ours, List.of()), "forked, it has two trees of 700 leaves");
        List<Hash> fromTheirs = ConsistencyProof.of(650, SIZE, FORK).path();
        refused(() -> theirs.checkContinues(before, fromTheirs), "another root of the smaller tree");
        refused(() -> ours.checkContinues(before, fromTheirs), "another root of the smaller tree");
        // Up to where they part they are one log.
        theirs.checkContinues(
                LOG.checkpoint(ORIGIN, 600),
                ConsistencyProof.of(600, SIZE, FORK).path());
    }

    @Test
    void aReplayedCheckpointIsRefused() throws Exception {
        Checkpoint seen = LOG.checkpoint(ORIGIN, SIZE);
        refused(
                () -> LOG.checkpoint(ORIGIN, 650).checkContinues(seen, List.of()),
                "650 leaves after 700 is an old one");
        Checkpoint other = LOG.checkpoint("example.com/other", SIZE);
        refused(() -> other.checkContinues(seen, List.of()), "example.com/other is another log");
        Checkpoint none = new Checkpoint(ORIGIN, 0, Hash.EMPTY_ROOT);
        seen.checkContinues(none, List.of());
        refused(() -> seen.checkContinues(none, List.of(Hash.EMPTY_ROOT)), "nothing leads from the empty tree");
        refused(() -> none.checkContinues(seen, List.of()), "an old one, replayed");
    }

    static Stream<Arguments> receipts() throws Exception {
        TlogProof good = good();
        Checkpoint tree = LOG.checkpoint(ORIGIN, SIZE);
        InclusionProof path = InclusionProof.of(300, SIZE, LOG);
        List<Hash> shorter = path.path().subList(1, path.path().size());
        SignedNote note = good.checkpoint();
        NoteSignature ours = SIGNER.sign(tree.text(), 0);
        NoteSignature late = WITNESS.sign(LOG.checkpoint(ORIGIN, 650).text(), 1_700_000_000);
        SignedNote fork = note(FORK.checkpoint(ORIGIN, SIZE), SIGNER, WITNESS);
        return Stream.of(
                Arguments.of("anotherEntry", good, 301, "it leads from the leaf to another root"),
                Arguments.of("anotherIndex", receipt(301, path.path(), note), 300, "to another root"),
                Arguments.of("indexBehindTheEnd", receipt(SIZE, path.path(), note), 300, "700 leaves has none at 700"),
                Arguments.of("shorterPath", receipt(300, shorter, note), 300, "hashes don't lead up to the root"),
                Arguments.of("longerPath", receipt(300, longer(path.path()), note), 300, "lead beyond the root"),
                Arguments.of(
                        "anotherTree",
                        TlogProof.of(path, note(LOG.checkpoint(ORIGIN, 650), SIGNER, WITNESS)),
                        300,
                        "to another root"),
                Arguments.of(
                        "entryOfTheFork", TlogProof.of(InclusionProof.of(650, SIZE, FORK), note), 650, "another root"),
                Arguments.of(
                        "anotherLog",
                        TlogProof.of(path, note(LOG.checkpoint("example.com/other", SIZE), OTHER)),
                        300,
                        "it trusts no log whose origin is example.com/other"),
                Arguments.of(
                        "signedByAnother", TlogProof.of(path, note(tree, OTHER, WITNESS)), 300, "no trusted key of"),
                Arguments.of("notCosigned", TlogProof.of(path, note(tree, SIGNER)), 300, "is not reached, 0 of 1"),
                Arguments.of("notSignedByTheLog", TlogProof.of(path, note(tree, WITNESS)), 300, "no trusted key of"),
                Arguments.of(
                        "cosignatureOfAnotherTree",
                        TlogProof.of(path, new SignedNote(tree.text(), List.of(ours, late))),
                        300,
                        "signature of w.example/1 is wrong"),
                Arguments.of("oneOfTwoCosignaturesWrong", good.with(late), 300, "signature of w.example/1 is wrong"),
                Arguments.of(
                        "signatureOfTheFork",
                        TlogProof.of(path, new SignedNote(tree.text(), fork.signatures())),
                        300,
                        "signature of example.com/log is wrong"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("receipts")
    void receiptsThatDontHoldAreRefused(String defect, TlogProof receipt, int index, String reason) throws Exception {
        TlogProof read = TlogProof.parse(receipt.encode());
        refused(() -> read.verify(leaf(index), policy()), reason);
    }

    /// One bit of each byte: nothing of a receipt is without meaning.
    @Test
    void aReceiptWithAnyByteChangedIsRefused() throws Exception {
        byte[] bytes = good().encode();
        Policy policy = policy();
        Random random = new Random(7);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> TlogProof.parse(changed).verify(leaf(300), policy))
                    .as("byte %d of %s", i, new String(changed, UTF_8))
                    .isInstanceOf(Refused.class);
        }
        assertThat(bytes).hasSizeGreaterThan(700);
    }

    @Test
    void tilesThatLieAreRefused() throws Exception {
        MemoryLog log = MemoryLog.of("entry", 70_000);
        Checkpoint checkpoint = log.checkpoint(ORIGIN, 70_000);
        TileNodes.of(checkpoint, log::tile).entries(69_999);
        Random random = new Random(13);
        List<Tile> tiles = Tile.of(70_000);
        for (int i = 0; i < 300; i++) {
            Tile spoiled = tiles.get(random.nextInt(tiles.size()));
            byte[] bytes = log.tile(spoiled);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            TileReader reader = tile -> tile.equals(spoiled) ? bytes : log.tile(tile);
            assertThatThrownBy(() -> read(spoiled, TileNodes.of(checkpoint, reader)))
                    .as("%s", spoiled)
                    .satisfies(e -> assertThat(e instanceof Refused || e.getCause() instanceof Refused)
                            .isTrue());
        }
    }

    /// Reads all that a tile vouches for.
    private static void read(Tile tile, TileNodes nodes) throws Exception {
        if (tile.level() == Tile.ENTRIES) {
            nodes.entries(tile.index() * Tile.FULL);
        } else {
            nodes.node(tile.level() * Tile.HEIGHT, tile.index() * Tile.FULL);
        }
    }

    private static TlogProof good() throws Exception {
        return TlogProof.of(InclusionProof.of(300, SIZE, LOG), note(LOG.checkpoint(ORIGIN, SIZE), SIGNER, WITNESS));
    }

    private static TlogProof receipt(long index, List<Hash> path, SignedNote note) {
        return TlogProof.of(new InclusionProof(index, SIZE, path), note);
    }

    private static SignedNote note(Checkpoint checkpoint, NoteSigner... signers) throws Refused {
        return SignedNote.of(checkpoint.text(), List.of(signers), 1_700_000_000);
    }

    private static Policy policy() throws Refused {
        String text = "log " + SIGNER.key() + "\nwitness w " + WITNESS.key() + "\nquorum w\n";
        return Policy.parse(text.getBytes(UTF_8));
    }

    private static Hash leaf(long index) {
        return Hash.ofLeaf(LOG.entry(index));
    }

    private static List<Hash> longer(List<Hash> path) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(Hash.EMPTY_ROOT);
        return longer;
    }

    private static MemoryLog fork() {
        MemoryLog fork = MemoryLog.of("entry", 600);
        for (int i = 600; i < SIZE; i++) {
            fork.add(("another entry " + i).getBytes(UTF_8));
        }
        return fork;
    }

    private interface Trial {
        void run() throws Refused, IOException;
    }

    private static void refused(Trial trial, String reason) {
        assertThatThrownBy(trial::run).isInstanceOf(Refused.class).hasMessageContaining(reason);
    }
}
