package org.vitrine.change.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shortest list of lines to remove and to add that makes one text of another (E. W. Myers, "An O(ND) Difference
/// Algorithm and Its Variations", 1986, in linear space), found in a bounded number of steps. Where these do not
/// suffice, the texts are first cut at lines that both have exactly once; then the result is right, but perhaps not the
/// shortest.
final class LineDiff {
    /// How many steps one range may take before it is cut, and all ranges of two texts together.
    private static final long EACH = 20_000_000;

    private static final long ALL = 60_000_000;

    private final BitSet removed = new BitSet();
    private final BitSet added = new BitSet();
    private final int[] left;
    private final int[] right;
    private long steps = ALL;
    private boolean shortest = true;
    private boolean ended;

    private LineDiff(int[] left, int[] right) {
        this.left = left;
        this.right = right;
    }

    /// What differs between two texts.
    ///
    /// @param removed the lines of the older that the newer hasn't
    /// @param added the lines of the newer that the older hadn't
    /// @param shortest whether fewer would not do
    record Result(BitSet removed, BitSet added, boolean shortest) {}

    /// A part of both texts that is still to be compared.
    private record Range(int leftFrom, int leftTo, int rightFrom, int rightTo) {
        int lines() {
            return leftTo - leftFrom + rightTo - rightFrom;
        }
    }

    /// Compares two texts, given as a number for each line.
    static Result of(int[] older, int[] newer) {
        // A line that the other text hasn't at all is no part of any common one.
        int[] keptOld = shared(older, newer);
        int[] keptNew = shared(newer, older);
        LineDiff diff = new LineDiff(at(older, keptOld), at(newer, keptNew));
        diff.run();
        BitSet removed = lone(older.length, keptOld);
        BitSet added = lone(newer.length, keptNew);
        diff.removed.stream().forEach(line -> removed.set(keptOld[line]));
        diff.added.stream().forEach(line -> added.set(keptNew[line]));
        return new Result(removed, added, diff.shortest);
    }

    private static int[] shared(int[] lines, int[] others) {
        BitSet known = new BitSet();
        for (int line : others) {
            known.set(line);
        }
        int[] kept = new int[lines.length];
        int count = 0;
        for (int i = 0; i < lines.length; i++) {
            if (known.get(lines[i])) {
                kept[count++] = i;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static int[] at(int[] lines, int[] places) {
        return Arrays.stream(places).map(place -> lines[place]).toArray();
    }

    private static BitSet lone(int count, int[] kept) {
        BitSet lone = new BitSet();
        lone.set(0, count);
        for (int line : kept) {
            lone.clear(line);
        }
        return lone;
    }

    private void run() {
        Deque<Range> open = new ArrayDeque<>();
        open.push(new Range(0, left.length, 0, right.length));
        while (!open.isEmpty()) {
            Range range = trimmed(open.pop());
            if (range.leftFrom() == range.leftTo() || range.rightFrom() == range.rightTo()) {
                replace(range);
                continue;
            }
            int[] middle = middle(range);
            if (middle.length > 0) {
                open.push(new Range(range.leftFrom(), middle[0], range.rightFrom(), middle[1]));
                open.push(new Range(middle[0], range.leftTo(), middle[1], range.rightTo()));
                continue;
            }
            List<Range> cut = ended ? cut(range) : List.of();
            shortest &= !ended;
            if (cut.isEmpty()) {
                replace(range);
            } else {
                cut.forEach(open::push);
            }
        }
    }

    private void replace(Range range) {
        removed.set(range.leftFrom(), range.leftTo());
        added.set(range.rightFrom(), range.rightTo());
    }

    private Range trimmed(Range range) {
        int leftFrom = range.leftFrom();
        int leftTo = range.leftTo();
        int rightFrom = range.rightFrom();
        int rightTo = range.rightTo();
        while (leftFrom < leftTo && rightFrom < rightTo && left[leftFrom] == right[rightFrom]) {
            leftFrom++;
            rightFrom++;
        }
        while (leftFrom < leftTo && rightFrom < rightTo && left[leftTo - 1] == right[rightTo - 1]) {
            leftTo--;
            rightTo--;
        }
        return new Range(leftFrom, leftTo, rightFrom, rightTo);
    }

    /// Where a shortest path through the range is half way; empty when its sides have no line in common, or when the
    /// steps `ended`.
    private int[] middle(Range range) {
        int width = range.leftTo() - range.leftFrom();
        int height = range.rightTo() - range.rightFrom();
        int most = (range.lines() + 1) / 2;
        long budget = Math.min(EACH, steps);
        // A path of d edits costs about d * d; so much memory is enough for what the budget allows.
        int reach = (int) Math.min(most, (long) Math.sqrt((double) budget) + 2);
        int[] forth = new int[2 * reach + 3];
        int[] back = new int[2 * reach + 3];
        Arrays.fill(forth, -1);
        Arrays.fill(back, -1);
        forth[reach + 2] = 0;
        back[reach + 2] = 0;
        int delta = width - height;
        ended = reach < most;
        Walk ahead = new Walk(range, forth, back, reach + 1, delta, true);
        Walk behind = new Walk(range, back, forth, reach + 1, delta, false);
        for (int edits = 0; edits < reach; edits++) {
            if (ahead.step(edits) || behind.step(edits)) {
                steps -= ahead.cost + behind.cost;
                Walk met = ahead.met ? ahead : behind;
                boolean progress = (met.x > range.leftFrom() || met.y > range.rightFrom())
                        && (met.x < range.leftTo() || met.y < range.rightTo());
                ended = !progress;
                return progress ? new int[] {met.x, met.y} : new int[0];
            }
            if (ahead.cost + behind.cost > budget) {
                ended = true;
                break;
            }
        }
        steps -= ahead.cost + behind.cost;
        return new int[0];
    }

    /// The furthest points that so many edits reach, from one end of a range.
    private final class Walk {
        private final Range range;
        private final int[] own;
        private final int[] other;
        private final int zero;
        private final int delta;
        private final boolean forward;
        private final int width;
        private final int height;
        private int start;
        private int end;
        private long cost;
        private boolean met;
        private int x;
        private int y;

        Walk(Range range, int[] own, int[] other, int zero, int delta, boolean forward) {
            this.range = range;
            this.own = own;
            this.other = other;
            this.zero = zero;
            this.delta = delta;
            this.forward = forward;
            this.width = range.leftTo() - range.leftFrom();
            this.height = range.rightTo() - range.rightFrom();
        }

        /// Goes one edit further on every diagonal; says whether the other walk was met.
        boolean step(int edits) {
            // The two meet on this walk's turn only where the lengths differ by an odd number, or even.
            boolean turn = (delta & 1) != 0 == forward;
            for (int k = -edits + start; k <= edits - end; k += 2) {
                boolean down = k == -edits || k != edits && own[zero + k - 1] < own[zero + k + 1];
                int across = down ? own[zero + k + 1] : own[zero + k - 1] + 1;
                int along = across - k;
                cost++;
                while (across < width && along < height && same(across, along)) {
                    across++;
                    along++;
                    cost++;
                }
                own[zero + k] = across;
                if (across > width) {
                    end += 2;
                } else if (along > height) {
                    start += 2;
                } else if (turn && meets(delta - k, across)) {
                    x = forward ? range.leftFrom() + across : range.leftTo() - across;
                    y = forward ? range.rightFrom() + along : range.rightTo() - along;
                    met = true;
                    return true;
                }
            }
            return false;
        }

        private boolean same(int across, int along) {
            return forward
                    ? left[range.leftFrom() + across] == right[range.rightFrom() + along]
                    : left[range.leftTo() - 1 - across] == right[range.rightTo() - 1 - along];
        }

        private boolean meets(int k, int across) {
            int at = zero + k;
            return at >= 0 && at < other.length && other[at] >= 0 && across >= width - other[at];
        }
    }

    /// The range cut at the lines that stand in it once on each side, in the longest order that both have.
    private List<Range> cut(Range range) {
        Map<Integer, int[]> places = new HashMap<>();
        for (int i = range.leftFrom(); i < range.leftTo(); i++) {
            int[] place = places.computeIfAbsent(left[i], _ -> new int[] {0, 0, 0, 0});
            place[0]++;
            place[2] = i;
        }
        for (int i = range.rightFrom(); i < range.rightTo(); i++) {
            int[] place = places.computeIfAbsent(right[i], _ -> new int[] {0, 0, 0, 0});
            place[1]++;
            place[3] = i;
        }
        List<int[]> once = new ArrayList<>();
        for (int i = range.leftFrom(); i < range.leftTo(); i++) {
            int[] place = places.getOrDefault(left[i], new int[4]);
            if (place[0] == 1 && place[1] == 1) {
                once.add(new int[] {place[2], place[3]});
            }
        }
        List<Range> cut = new ArrayList<>();
        int leftFrom = range.leftFrom();
        int rightFrom = range.rightFrom();
        for (int[] anchor : ordered(once)) {
            cut.add(new Range(leftFrom, anchor[0], rightFrom, anchor[1]));
            leftFrom = anchor[0] + 1;
            rightFrom = anchor[1] + 1;
        }
        if (!cut.isEmpty()) {
            cut.add(new Range(leftFrom, range.leftTo(), rightFrom, range.rightTo()));
        }
        return cut;
    }

    /// The longest part of it that rises on the right, too; on the left it does.
    private static List<int[]> ordered(List<int[]> once) {
        int[] tails = new int[once.size()];
        int[] before = new int[once.size()];
        int length = 0;
        for (int i = 0; i < once.size(); i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int half = (low + high) >>> 1;
                if (once.get(tails[half])[1] < once.get(i)[1]) {
                    low = half + 1;
                } else {
                    high = half;
                }
            }
            before[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        List<int[]> rising = new ArrayList<>();
        for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = before[i]) {
            rising.addFirst(once.get(i));
        }
        return rising;
    }
}
