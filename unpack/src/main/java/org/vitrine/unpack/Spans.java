package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vitrine.evidence.Extent;

/// Which bytes of a container are explained, and by what: collected in any order, overlapping at will, and told apart
/// at the end. A part outdoes structure, and structure outdoes data.
final class Spans {
    /// A run of bytes of one role.
    record Span(long offset, long length, Role role) {
        long end() {
            return offset + length;
        }
    }

    /// What a byte is used for; the later ones outdo the earlier.
    enum Role {
        FREE,
        DATA,
        STRUCTURE,
        PART
    }

    /// Starts and ends in turn, for each role.
    private final Map<Role, Pile> piles =
            new EnumMap<>(Map.of(Role.DATA, new Pile(), Role.STRUCTURE, new Pile(), Role.PART, new Pile()));

    void add(Extent.Kind kind, long offset, long length) {
        add(kind == Extent.Kind.DATA ? Role.DATA : Role.STRUCTURE, offset, length);
    }

    void addPart(long offset, long length) {
        add(Role.PART, offset, length);
    }

    private void add(Role role, long offset, long length) {
        if (length > 0 && offset >= 0 && offset <= Long.MAX_VALUE - length) {
            pile(role).add(offset, offset + length);
        }
    }

    private Pile pile(Role role) {
        return Objects.requireNonNull(piles.get(role));
    }

    /// Every byte of `[0, size)` exactly once, in order; neighbours differ in their role.
    List<Span> over(long size) {
        List<Span> spans = new ArrayList<>();
        Role[] roles = {Role.PART, Role.STRUCTURE, Role.DATA};
        int[] next = new int[roles.length];
        for (Role role : roles) {
            pile(role).settle();
        }
        long at = 0;
        while (at < size) {
            Role role = Role.FREE;
            long end = size;
            for (int i = 0; i < roles.length; i++) {
                Pile pile = pile(roles[i]);
                while (next[i] < pile.count() && pile.end(next[i]) <= at) {
                    next[i]++;
                }
                if (next[i] == pile.count()) {
                    continue;
                }
                if (pile.start(next[i]) <= at) {
                    role = roles[i];
                    end = Math.min(end, pile.end(next[i]));
                    break;
                }
                end = Math.min(end, pile.start(next[i]));
            }
            spans.add(new Span(at, end - at, role));
            at = end;
        }
        return spans;
    }

    /// Runs of bytes; appended in any order, merged and sorted when they become many and at the end.
    private static final class Pile {
        private long[] bounds = new long[8];
        private int length;
        private int settled;

        void add(long start, long end) {
            if (length > 0 && bounds[length - 2] <= start && start <= bounds[length - 1]) {
                bounds[length - 1] = Math.max(bounds[length - 1], end);
                return;
            }
            if (length == bounds.length) {
                if (length > 2 * settled + 4096) {
                    settle();
                }
                if (length > bounds.length / 2) {
                    bounds = Arrays.copyOf(bounds, bounds.length * 2);
                }
            }
            bounds[length++] = start;
            bounds[length++] = end;
        }

        void settle() {
            long[][] runs = new long[length / 2][];
            for (int i = 0; i < runs.length; i++) {
                runs[i] = new long[] {bounds[2 * i], bounds[2 * i + 1]};
            }
            Arrays.sort(runs, (a, b) -> Long.compare(a[0], b[0]));
            int filled = 0;
            for (long[] run : runs) {
                if (filled > 0 && run[0] <= bounds[filled - 1]) {
                    bounds[filled - 1] = Math.max(bounds[filled - 1], run[1]);
                } else {
                    bounds[filled++] = run[0];
                    bounds[filled++] = run[1];
                }
            }
            length = filled;
            settled = filled;
        }

        int count() {
            return length / 2;
        }

        long start(int i) {
            return bounds[2 * i];
        }

        long end(int i) {
            return bounds[2 * i + 1];
        }
    }
}
