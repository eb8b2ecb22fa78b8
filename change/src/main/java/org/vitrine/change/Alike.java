package org.vitrine.change;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;

/// How alike contents are, measured by the lines or runs of bytes that they share.
///
/// A content is cut where a rolling sum of its last bytes says so, which is at the same places however much was put in
/// before; the share of pieces that both have, by their number, is the likeness (Jaccard). Not measured beyond
/// [#MAXIMUM].
final class Alike implements Similarity {
    /// The most bytes of a content that are looked at.
    private static final long MAXIMUM = 64L << 20;
    /// A piece ends where so many of the sum's bits are 0: after 64 bytes on average.
    private static final int CUT = 6;

    private final Contents contents;
    private final Map<Digest, long[]> sketches = new HashMap<>();

    private Alike(Contents contents) {
        this.contents = contents;
    }

    /// Measured where the contents are at hand; not measured otherwise.
    static Similarity of(Optional<Contents> contents) {
        return contents.<Similarity>map(Alike::new).orElse((_, _) -> -1);
    }

    @Override
    public int of(Artifact older, Artifact newer) {
        if (older.size() == 0 || newer.size() == 0 || older.size() > MAXIMUM || newer.size() > MAXIMUM) {
            return -1;
        }
        long[] left = sketches.computeIfAbsent(older.sha256(), _ -> sketch(contents.old(older)));
        long[] right = sketches.computeIfAbsent(newer.sha256(), _ -> sketch(contents.current(newer)));
        int shared = 0;
        for (int i = 0, j = 0; i < left.length && j < right.length; ) {
            int order = Long.compare(left[i], right[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        int all = left.length + right.length - shared;
        return all == 0 ? -1 : (int) (1000L * shared / all);
    }

    /// The hashes of a content's pieces, sorted.
    private static long[] sketch(Bytes content) {
        Pieces pieces = new Pieces();
        content.feed(pieces::take);
        return pieces.sorted();
    }

    private static final class Pieces {
        // FNV-1a, and the golden ratio to spread the window's bits.
        private static final long SEED = 0xcbf29ce484222325L;
        private static final long PRIME = 0x100000001b3L;
        private static final long MIX = 0x9e3779b97f4a7c15L;

        private long[] hashes = new long[256];
        private int count;
        private long window;
        private long piece = SEED;

        void take(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                // Only the last eight bytes count: older ones are shifted out.
                window = window << 8 | bytes[i] & 0xff;
                piece = (piece ^ bytes[i] & 0xff) * PRIME;
                if (window * MIX >>> Long.SIZE - CUT == 0) {
                    add();
                }
            }
        }

        private void add() {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * count);
            }
            hashes[count++] = piece;
            piece = SEED;
        }

        long[] sorted() {
            if (piece != SEED) {
                add();
            }
            long[] sorted = Arrays.copyOf(hashes, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
