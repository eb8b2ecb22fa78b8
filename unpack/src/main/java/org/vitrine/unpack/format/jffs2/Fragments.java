package org.vitrine.unpack.format.jffs2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which piece of a file's content comes from which node: newer nodes lie over the older ones.
final class Fragments {
    /// A piece of the file that one node gives.
    ///
    /// @param start offset of its first byte in the file
    /// @param end offset behind its last byte in the file
    record Fragment(long start, long end, InodeNode node) {}

    private final List<Fragment> fragments = new ArrayList<>();
    /// Starts and ends of what newer nodes cover; they never meet.
    private final TreeMap<Long, Long> covered = new TreeMap<>();

    private Fragments() {}

    /// The fragments of a file in their order, without the holes between them. A node whose data are damaged gives
    /// only what no other one does, so that nobody takes the hole for zeros.
    ///
    /// @param size of the file in bytes
    static List<Fragment> of(List<InodeNode> nodes, long size) {
        List<InodeNode> newestFirst = new ArrayList<>(nodes);
        newestFirst.sort((one, other) -> one.equals(other) ? 0 : one.outdoes(other) ? -1 : 1);
        Fragments found = new Fragments();
        for (boolean damaged : new boolean[] {false, true}) {
            for (InodeNode node : newestFirst) {
                if (node.damaged() == damaged) {
                    found.lay(node, Math.min(node.end(), size));
                }
            }
        }
        found.fragments.sort(Comparator.comparingLong(Fragment::start));
        return List.copyOf(found.fragments);
    }

    private void lay(InodeNode node, long end) {
        long start = node.offset();
        if (start >= end) {
            return;
        }
        long from = start;
        long to = end;
        Map.Entry<Long, Long> before = covered.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
            start = Math.min(end, before.getValue());
        }
        Map.Entry<Long, Long> next = covered.higherEntry(from);
        while (next != null && next.getKey() <= end) {
            if (start < next.getKey()) {
                fragments.add(new Fragment(start, next.getKey(), node));
            }
            start = Math.min(end, next.getValue());
            to = Math.max(to, next.getValue());
            covered.remove(next.getKey());
            next = covered.higherEntry(from);
        }
        if (start < end) {
            fragments.add(new Fragment(start, end, node));
        }
        covered.put(from, to);
    }
}
