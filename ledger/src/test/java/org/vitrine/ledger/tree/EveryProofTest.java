package org.vitrine.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;

/// Every inclusion and consistency proof of every tree up to 1,100 leaves, against the definitions of
/// RFC 6962, section 2.1: MTH, PATH and PROOF are written down here as the RFC writes them, with
/// nothing but a memory.
final class EveryProofTest {
    private static final int MOST = 1100;

    private static final List<Hash> LEAVES = leaves();
    /// MTH(D[start:end]) where it was asked for before. Most are asked for only where `start` is 0 or a
    /// node's.
    private static final Hash[][] KNOWN = new Hash[MOST][];

    @Test
    void ofInclusionIsTheDefinitionsAndLeadsToTheRoot() throws Exception {
        long proofs = 0;
        for (int size = 1; size <= MOST; size++) {
            Hash root = mth(0, size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, size, EveryProofTest::node);
                List<Hash> path = new ArrayList<>();
                path(index, 0, size, path);
                if (!proof.path().equals(path) || !proof.root(LEAVES.get(index)).equals(root)) {
                    throw new AssertionError("leaf " + index + " of " + size + ": " + proof);
                }
                proofs++;
            }
        }
        assertThat(proofs).isEqualTo(605_550);
    }

    @Test
    void ofConsistencyIsTheDefinitionsAndHolds() throws Exception {
        long proofs = 0;
        for (int size = 1; size <= MOST; size++) {
            Hash root = mth(0, size);
            for (int old = 1; old <= size; old++) {
                ConsistencyProof proof = ConsistencyProof.of(old, size, EveryProofTest::node);
                List<Hash> path = new ArrayList<>();
                subproof(old, 0, size, true, path);
                if (!proof.path().equals(path)) {
                    throw new AssertionError("from " + old + " to " + size + ": " + proof);
                }
                proof.check(mth(0, old), root);
                proofs++;
            }
        }
        assertThat(proofs).isEqualTo(605_550);
    }

    /// Every subtree of every tree up to 130 leaves.
    @Test
    void ofSubtreesIsConsistentAndHolds() throws Exception {
        long proofs = 0;
        for (int end = 1; end <= 130; end++) {
            for (int start = 0; start < end; start++) {
                Subtree subtree = new Subtree(start, end);
                if (!subtree.isAligned()) {
                    continue;
                }
                for (int size = end; size <= 130; size++) {
                    SubtreeProof proof = SubtreeProof.of(subtree, size, EveryProofTest::node);
                    proof.check(mth(start, end), mth(0, size));
                    proofs++;
                }
            }
        }
        assertThat(proofs).isEqualTo(34_247);
    }

    @Test
    void aSpoiledInclusionProofIsRefused() throws Exception {
        Random random = new Random(6962);
        for (int i = 0; i < 3_000; i++) {
            int size = 2 + random.nextInt(MOST - 1);
            int index = random.nextInt(size);
            InclusionProof proof = InclusionProof.of(index, size, EveryProofTest::node);
            Hash leaf = LEAVES.get(index);
            Hash root = mth(0, size);
            for (List<Hash> path : spoiled(proof.path(), random)) {
                assertThatThrownBy(() -> new InclusionProof(index, size, path).check(leaf, root))
                        .isInstanceOf(Refused.class);
            }
            // Where a leaf's left neighbours are whole subtrees, the same path leads up in a tree of another size.
            assertThatThrownBy(() -> new InclusionProof(index ^ 1, size, proof.path()).check(leaf, root))
                    .isInstanceOf(Refused.class);
            assertThatThrownBy(() -> proof.check(LEAVES.get(index ^ 1), root)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void aSpoiledConsistencyProofIsRefused() throws Exception {
        Random random = new Random(9162);
        for (int i = 0; i < 3_000; i++) {
            int size = 2 + random.nextInt(MOST - 1);
            int old = 1 + random.nextInt(size - 1);
            ConsistencyProof proof = ConsistencyProof.of(old, size, EveryProofTest::node);
            Hash oldRoot = mth(0, old);
            Hash newRoot = mth(0, size);
            for (List<Hash> path : spoiled(proof.path(), random)) {
                assertThatThrownBy(() -> new ConsistencyProof(old, size, path).check(oldRoot, newRoot))
                        .isInstanceOf(Refused.class);
            }
            assertThatThrownBy(() -> proof.check(newRoot, newRoot)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> proof.check(oldRoot, oldRoot)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> proof.check(newRoot, oldRoot)).isInstanceOf(Refused.class);
        }
    }

    /// One element flipped, left out, doubled; one too many; two swapped.
    private static List<List<Hash>> spoiled(List<Hash> path, Random random) {
        List<List<Hash>> all = new ArrayList<>();
        int at = random.nextInt(path.size());
        byte[] bytes = path.get(at).bytes();
        bytes[random.nextInt(Hash.SIZE)] ^= (byte) (1 << random.nextInt(8));
        List<Hash> flipped = new ArrayList<>(path);
        flipped.set(at, Hash.of(bytes));
        List<Hash> shorter = new ArrayList<>(path);
        shorter.remove(at);
        List<Hash> doubled = new ArrayList<>(path);
        doubled.add(at, path.get(at));
        List<Hash> longer = new ArrayList<>(path);
        longer.add(Hash.EMPTY_ROOT);
        all.add(flipped);
        all.add(shorter);
        all.add(doubled);
        all.add(longer);
        if (at > 0) {
            List<Hash> swapped = new ArrayList<>(path);
            swapped.set(at, path.get(at - 1));
            swapped.set(at - 1, path.get(at));
            all.add(swapped);
        }
        return all;
    }

    /// MTH(D[start:end]): the leaf, or HASH(0x01 || MTH(D[start:k]) || MTH(D[k:end])).
    private static Hash mth(int start, int end) {
        if (end - start == 1) {
            return LEAVES.get(start);
        }
        if (KNOWN[start] == null) {
            KNOWN[start] = new Hash[MOST + 1];
        }
        Hash known = KNOWN[start][end];
        if (known == null) {
            int k = start + split(end - start);
            known = Hash.ofNode(mth(start, k), mth(k, end));
            KNOWN[start][end] = known;
        }
        return known;
    }

    /// PATH(m, D[start:end]), where m counts from 0.
    private static void path(int m, int start, int end, List<Hash> path) {
        if (end - start == 1) {
            return;
        }
        int k = start + split(end - start);
        if (m < k) {
            path(m, start, k, path);
            path.add(mth(k, end));
        } else {
            path(m, k, end, path);
            path.add(mth(start, k));
        }
    }

    /// SUBPROOF(m, D[start:end], b), where m counts from 0.
    private static void subproof(int m, int start, int end, boolean whole, List<Hash> proof) {
        if (m == end) {
            if (!whole) {
                proof.add(mth(start, end));
            }
            return;
        }
        int k = start + split(end - start);
        if (m <= k) {
            subproof(m, start, k, whole, proof);
            proof.add(mth(k, end));
        } else {
            subproof(m, k, end, false, proof);
            proof.add(mth(start, k));
        }
    }

    /// The largest power of two smaller than n.
    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static Hash node(int level, long index) {
        return mth((int) (index << level), (int) ((index + 1) << level));
    }

    private static List<Hash> leaves() {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            leaves.add(Hash.ofLeaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
        }
        return leaves;
    }
}
