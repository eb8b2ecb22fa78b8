package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of bytes of a content, as spans. What is added may overlap.
final class Spans {
    private final List<Span> spans = new ArrayList<>();

    /// Bytes from an offset up to, and without, another.
    record Span(long from, long to) {
        /// How many bytes.
        long size() {
            return to - from;
        }
    }

    /// Adds `size` bytes from `from`; nothing where that is no span.
    void add(long from, long size) {
        if (from >= 0 && size > 0 && from <= Long.MAX_VALUE - size) {
            spans.add(new Span(from, from + size));
        }
    }

    /// Adds all of another.
    void addAll(Spans others) {
        spans.addAll(others.spans);
    }

    /// Its spans in their order, without overlaps, and those that meet as one.
    List<Span> merged() {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingLong(Span::from));
        List<Span> merged = new ArrayList<>();
        for (Span span : sorted) {
            if (!merged.isEmpty() && merged.getLast().to() >= span.from()) {
                Span last = merged.removeLast();
                merged.add(new Span(last.from(), Math.max(last.to(), span.to())));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    /// What lies between them in a content of `size` bytes.
    List<Span> gaps(long size) {
        return cut(List.of(new Span(0, size)), merged());
    }

    /// Spans without what others cover; both in order and without overlaps.
    static List<Span> cut(List<Span> spans, List<Span> others) {
        List<Span> left = new ArrayList<>();
        int next = spans.isEmpty() ? 0 : firstBehind(others, spans.getFirst().from());
        for (Span span : spans) {
            long at = span.from();
            while (next < others.size() && others.get(next).to() <= at) {
                next++;
            }
            for (int i = next; i < others.size() && others.get(i).from() < span.to(); i++) {
                if (others.get(i).from() > at) {
                    left.add(new Span(at, others.get(i).from()));
                }
                at = Math.max(at, others.get(i).to());
            }
            if (at < span.to()) {
                left.add(new Span(at, span.to()));
            }
        }
        return left;
    }

    /// The first of the spans that ends behind an offset, by halving.
    private static int firstBehind(List<Span> spans, long offset) {
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).to() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
