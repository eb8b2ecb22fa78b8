package org.vitrine.inspect.component;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;

/// Finds many literals in one pass. Looks at every second pair of neighbouring bytes: of each literal the two
/// overlapping pairs that are rarest in binaries are known, so that one of them meets the pass wherever the literal
/// stands. Stateless once made; safe for several threads.
final class Needles {
    private static final int BLOCK = 1 << 16;

    private final List<byte[]> needles;
    private final int longest;
    /// By pair of bytes: 0, or the place in `pairs` plus one.
    private final short[] table = new short[1 << 16];
    private final List<List<Pair>> pairs = new ArrayList<>();

    /// Pair of bytes of a needle.
    private record Pair(int needle, int offset) {}

    /// Takes what was found.
    interface Hits {
        /// Needle number `needle` stands at `at`.
        void hit(int needle, long at);
    }

    /// A search for literals of three bytes and more.
    Needles(List<byte[]> needles) {
        this.needles = List.copyOf(needles);
        int most = 0;
        for (int i = 0; i < needles.size(); i++) {
            byte[] needle = needles.get(i);
            most = Math.max(most, needle.length);
            int best = rarest(needle);
            add(i, best);
            add(i, best + 1);
        }
        this.longest = most;
    }

    private static int rarest(byte[] needle) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i + 2 < needle.length; i++) {
            int weight = weight(needle[i]) + 2 * weight(needle[i + 1]) + weight(needle[i + 2]);
            if (weight < least) {
                least = weight;
                best = i;
            }
        }
        return best;
    }

    /// How often a byte is met in binaries, roughly.
    private static int weight(byte value) {
        if ("etaoinsr_".indexOf(value) >= 0) {
            return 8;
        }
        if (value >= 'a' && value <= 'z' || value == ' ') {
            return 6;
        }
        return value >= '0' && value <= '9' || value == '.' || value == '/' || value == '%' ? 4 : 3;
    }

    private void add(int needle, int offset) {
        byte[] bytes = needles.get(needle);
        int key = (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
        if (table[key] == 0) {
            pairs.add(new ArrayList<>());
            table[key] = (short) pairs.size();
        }
        pairs.get(table[key] - 1).add(new Pair(needle, offset));
    }

    /// Looks through a content. The hits of one needle come in the order of their offsets, those of several do not.
    void search(Bytes content, Hits hits) {
        byte[] block = new byte[(int) Math.min(content.size(), BLOCK)];
        // So much of a needle may stand before its pair, or behind it.
        int overlap = 2 * longest;
        for (long start = 0; start < content.size(); ) {
            int filled = content.copyAvailable(start, block, 0, block.length);
            boolean last = start + filled >= content.size();
            int from = start == 0 ? 0 : longest;
            int to = last ? filled - 1 : filled - longest;
            scan(block, filled, from, to, start, hits);
            if (last || filled <= overlap) {
                return;
            }
            // An even step keeps the parity of the pairs, and nothing is looked at twice.
            start += filled - overlap;
        }
    }

    private void scan(byte[] block, int filled, int from, int to, long start, Hits hits) {
        short[] known = table;
        for (int i = from; i < to; i += 2) {
            int list = known[(block[i] & 0xff) << 8 | block[i + 1] & 0xff];
            if (list != 0) {
                for (Pair pair : pairs.get(list - 1)) {
                    int at = i - pair.offset;
                    if (at >= 0 && matches(block, at, filled, needles.get(pair.needle))) {
                        hits.hit(pair.needle, start + at);
                    }
                }
            }
        }
    }

    private static boolean matches(byte[] block, int at, int filled, byte[] needle) {
        if (at + needle.length > filled) {
            return false;
        }
        for (int i = 0; i < needle.length; i++) {
            if (block[at + i] != needle[i]) {
                return false;
            }
        }
        return true;
    }
}
