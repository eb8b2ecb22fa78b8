package org.vitrine.ledger.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;
import org.vitrine.testing.Corpus;

/// The test log of transparency-dev/tessera, which grows from 0 to 15 entries: every checkpoint, every
/// entry, every proof.
final class TesseraTest {
    /// The key that Tessera's own tests verify it with.
    private static final String VKEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    private static final List<Checkpoint> CHECKPOINTS = new ArrayList<>();
    private static final List<TileNodes> TREES = new ArrayList<>();
    private static Path folder;

    @BeforeAll
    static void read() throws Exception {
        folder = Corpus.path("vectors/tessera/testdata/log");
        NoteKey key = NoteKey.parse(VKEY);
        for (int size = 0; size <= 15; size++) {
            byte[] bytes = Files.readAllBytes(folder.resolve("checkpoint." + size));
            SignedNote note = SignedNote.parse(bytes);
            assertThat(note.encode()).isEqualTo(bytes);
            assertThat(note.verify(List.of(key))).containsExactly(new SignedNote.Signed(key, 0));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            assertThat(checkpoint.size()).isEqualTo(size);
            CHECKPOINTS.add(checkpoint);
            TREES.add(TileNodes.of(checkpoint, TileReader.of(folder)));
        }
    }

    @Test
    void everyEntryIsInEveryLaterTree() throws Exception {
        for (int size = 1; size <= 15; size++) {
            EntryBundle entries = TREES.get(size).entries(0);
            assertThat(entries.size()).isEqualTo(size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, size, TREES.get(size));
                proof.check(
                        Hash.ofLeaf(entries.entry(index)), CHECKPOINTS.get(size).root());
            }
        }
    }

    @Test
    void everyTreeContinuesEveryEarlierOne() throws Exception {
        for (int size = 1; size <= 15; size++) {
            for (int old = 1; old <= size; old++) {
                ConsistencyProof proof = ConsistencyProof.of(old, size, TREES.get(size));
                proof.check(CHECKPOINTS.get(old).root(), CHECKPOINTS.get(size).root());
                Hash another = CHECKPOINTS.get(old - 1).root();
                Hash root = CHECKPOINTS.get(size).root();
                assertThatThrownBy(() -> proof.check(another, root)).isInstanceOf(Refused.class);
            }
        }
    }

    @Test
    void aTileOfAnotherSizeIsRefused() throws Exception {
        for (int size = 1; size < 15; size++) {
            Checkpoint checkpoint = CHECKPOINTS.get(size);
            Checkpoint later = CHECKPOINTS.get(size + 1);
            Checkpoint forged = new Checkpoint(checkpoint.origin(), checkpoint.size(), later.root());
            assertThatThrownBy(() -> TileNodes.of(forged, TileReader.of(folder)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("don't lead to the checkpoint's root");
        }
    }

    @Test
    void aTileThatIsMissingIsNoRefusal() {
        Checkpoint beyond = new Checkpoint("example.com/log/testdata", 16, Hash.EMPTY_ROOT);
        assertThatThrownBy(() -> TileNodes.of(beyond, TileReader.of(folder)))
                .isInstanceOf(NoSuchFileException.class)
                .isInstanceOf(IOException.class);
    }
}
