package org.vitrine.structure.code;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Name;

/// Where in one span functions start, as several sources say it; each start once after [#settle].
final class FunctionStarts {
    private long[] keys = new long[64];
    private int[] lengths = new int[64];
    private int[] ranks = new int[64];
    private Bounds[] bounds = new Bounds[64];
    private Encoding[] encodings = new Encoding[64];
    private @Nullable Name[] names = new @Nullable Name[64];
    private int count;

    /// Takes a start.
    ///
    /// @param position from the span's start
    /// @param length in bytes; 0 when it ends where the next one starts
    /// @param rank of several names for one start the one of the lowest rank is kept; -1 for what is
    ///     linked in to reach another file, which is no function of this one
    void add(int position, int length, Bounds source, Encoding encoding, int rank, Name name) {
        if (count == keys.length) {
            int more = 2 * count;
            keys = Arrays.copyOf(keys, more);
            lengths = Arrays.copyOf(lengths, more);
            ranks = Arrays.copyOf(ranks, more);
            bounds = Arrays.copyOf(bounds, more);
            encodings = Arrays.copyOf(encodings, more);
            names = Arrays.copyOf(names, more);
        }
        keys[count] = (long) position << 32 | count;
        lengths[count] = length;
        ranks[count] = rank;
        bounds[count] = source;
        encodings[count] = encoding;
        names[count] = name;
        count++;
    }

    int count() {
        return count;
    }

    int position(int i) {
        return (int) (keys[i] >>> 32);
    }

    /// Where the function ends for certain; 0 when only the next start ends it.
    int length(int i) {
        return lengths[(int) keys[i]];
    }

    Bounds bounds(int i) {
        return bounds[(int) keys[i]];
    }

    Encoding encoding(int i) {
        return encodings[(int) keys[i]];
    }

    boolean isForeign(int i) {
        return ranks[(int) keys[i]] < 0;
    }

    Name name(int i) {
        Name name = names[(int) keys[i]];
        return name == null ? Name.EMPTY : name;
    }

    /// Sorts the starts, and makes one of those that stand at the same place.
    void settle() {
        Arrays.sort(keys, 0, count);
        unite();
        // The places of what was merged may be taken again only in order, so what is kept moves to the
        // front.
        int[] order = order();
        lengths = pick(lengths, order);
        ranks = pick(ranks, order);
        bounds = pick(bounds, order);
        encodings = pick(encodings, order);
        names = pick(names, order);
        keys = Arrays.copyOf(keys, Math.max(count, 1));
    }

    private void unite() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept > 0 && position(kept - 1) == position(i)) {
                merge((int) keys[kept - 1], (int) keys[i]);
            } else {
                keys[kept++] = keys[i];
            }
        }
        count = kept;
    }

    /// Where each start's values lie, in the order of the starts: from now on, they lie in that order.
    private int[] order() {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) keys[i];
            keys[i] = keys[i] >>> 32 << 32 | i;
        }
        return order;
    }

    private void merge(int into, int from) {
        lengths[into] = Math.max(lengths[into], lengths[from]);
        if (encodings[into] == Encoding.UNKNOWN) {
            encodings[into] = encodings[from];
        }
        boolean better = bounds[from].compareTo(bounds[into]) < 0
                || bounds[from] == bounds[into]
                        && (ranks[from] < ranks[into]
                                || ranks[from] == ranks[into] && isBefore(names[from], names[into]));
        if (better) {
            bounds[into] = bounds[from];
            ranks[into] = ranks[from];
            names[into] = names[from];
        }
    }

    private static boolean isBefore(@Nullable Name name, @Nullable Name other) {
        return name != null && other != null && name.compareTo(other) < 0;
    }

    private static int[] pick(int[] from, int[] order) {
        int[] picked = new int[Math.max(order.length, 1)];
        for (int i = 0; i < order.length; i++) {
            picked[i] = from[order[i]];
        }
        return picked;
    }

    private static <T extends @Nullable Object> T[] pick(T[] from, int[] order) {
        T[] picked = Arrays.copyOf(from, Math.max(order.length, 1));
        for (int i = 0; i < order.length; i++) {
            picked[i] = from[order[i]];
        }
        return picked;
    }
}
