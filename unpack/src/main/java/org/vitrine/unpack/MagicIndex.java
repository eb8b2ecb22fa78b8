package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Bytes;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;

/// Where in a content a container might start: all formats' patterns, looked for in one pass.
final class MagicIndex {
    /// A place where a format's pattern stands.
    ///
    /// @param start where the container would start
    /// @param order the format's place in the list; the smaller goes first where two start together
    record Hit(long start, int order) {}

    /// A pattern of the format at place `order`, so many bytes behind the container's start.
    @SuppressWarnings("ArrayRecordComponent") // never compared, and read in the innermost loop
    private record Pattern(byte[] bytes, int offset, int order) {}

    private static final Pattern[] NONE = {};

    private final List<Format> formats;
    /// Patterns by their first two bytes.
    private final Pattern[][] byPair = new Pattern[1 << 16][];
    /// A bit for each pair that starts a pattern: small enough to stay in the nearest cache.
    private final long[] pairs = new long[1 << 10];
    /// Formats by the kinds of content they want to be asked at.
    private final Map<String, List<Format>> byKind = new HashMap<>();
    private final int longest;
    private final int deepest;

    MagicIndex(List<Format> formats) {
        this.formats = List.copyOf(formats);
        int most = 2;
        int deep = 0;
        for (int order = 0; order < formats.size(); order++) {
            Format asked = formats.get(order);
            asked.kinds()
                    .forEach(kind ->
                            byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(asked));
            for (Magic magic : formats.get(order).magic()) {
                byte[] bytes = magic.pattern().bytes();
                int pair = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
                Pattern[] known = byPair[pair] == null ? NONE : byPair[pair];
                Pattern[] more = Arrays.copyOf(known, known.length + 1);
                more[known.length] = new Pattern(bytes, magic.offset(), order);
                byPair[pair] = more;
                pairs[pair >>> 6] |= 1L << pair;
                most = Math.max(most, bytes.length);
                deep = Math.max(deep, magic.offset());
            }
        }
        this.longest = most;
        this.deepest = deep;
    }

    Format format(Hit hit) {
        return formats.get(hit.order());
    }

    /// The formats that want to be asked at the start of a content of this kind.
    List<Format> ofKind(String kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    /// The hits whose container would start in `from` … `to`, in the order of their starts; at most about
    /// `limit` of them, so that a hostile content can't fill the memory. Where it stops short,
    /// [Stretch#end] says where to go on.
    Stretch scan(Bytes content, long from, long to, int limit) {
        List<Hit> hits = new ArrayList<>();
        byte[] window = new byte[(1 << 16) + longest];
        long end = to;
        // A pattern deep in its container stands behind the container's start.
        long last = Math.min(content.size(), to > Long.MAX_VALUE - deepest ? Long.MAX_VALUE : to + deepest);
        for (long at = from; at < last; at += window.length - longest) {
            int filled = content.copyAvailable(at, window, 0, window.length);
            int usable = Math.min(filled - 1, window.length - longest);
            for (int i = 0; i < usable; i++) {
                int pair = (window[i] & 0xff) << 8 | window[i + 1] & 0xff;
                if ((pairs[pair >>> 6] & 1L << pair) != 0) {
                    match(window, i, filled, at, from, end, hits);
                }
            }
            // Everything that starts before here has been met, deep patterns included. Some way must have
            // been gone, or a content full of hits would be looked through anew for each of its bytes.
            long met = at + usable - deepest;
            if (hits.size() >= limit && met - from >= window.length && at + window.length < last) {
                end = met;
                last = Math.min(last, end + deepest);
                limit = Integer.MAX_VALUE;
            }
        }
        long reached = end;
        hits.removeIf(hit -> hit.start() >= reached);
        hits.sort((one, other) -> one.start() != other.start()
                ? Long.compare(one.start(), other.start())
                : Integer.compare(one.order(), other.order()));
        return new Stretch(hits, end);
    }

    /// Adds the patterns that stand at `i` of a window that starts at `at`.
    private void match(byte[] window, int i, int filled, long at, long from, long end, List<Hit> hits) {
        for (Pattern pattern : byPair[(window[i] & 0xff) << 8 | window[i + 1] & 0xff]) {
            long start = at + i - pattern.offset();
            if (start >= from
                    && start < end
                    && standsAt(window, i, filled, pattern.bytes())
                    && mayStartAt(start, formats.get(pattern.order()).boundaries())) {
                hits.add(new Hit(start, pattern.order()));
            }
        }
    }

    private static boolean mayStartAt(long start, List<Integer> boundaries) {
        return boundaries.isEmpty() || boundaries.stream().anyMatch(boundary -> start % boundary == 0);
    }

    /// The hits of a stretch of a content, and where the stretch ends.
    record Stretch(List<Hit> hits, long end) {}

    private static boolean standsAt(byte[] window, int at, int filled, byte[] pattern) {
        if (at + pattern.length > filled) {
            return false;
        }
        for (int i = 2; i < pattern.length; i++) {
            if (window[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }
}
