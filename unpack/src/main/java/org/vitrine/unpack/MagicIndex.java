package org.vitrine.unpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

    /// A pattern of the format at place `order`, so many bytes behind the container's start. It is looked
    /// for by the pair of its bytes at `key`.
    @SuppressWarnings("ArrayRecordComponent") // never compared, and read in the innermost loop
    private record Pattern(byte[] bytes, int key, int offset, int order) {
        static Pattern of(Magic magic, int order) {
            byte[] bytes = magic.pattern().bytes();
            int key = 0;
            // Runs of one value stand everywhere: a pair out of one would be met at each of their bytes.
            while (key < bytes.length - 2 && bytes[key] == bytes[key + 1]) {
                key++;
            }
            return new Pattern(bytes, bytes[key] == bytes[key + 1] ? 0 : key, magic.offset(), order);
        }

        int pair() {
            return (bytes[key] & 0xff) << 8 | bytes[key + 1] & 0xff;
        }
    }

    private static final Pattern[] NONE = {};

    /// So many pairs stand in a word of eight bytes.
    private static final int STRIDE = Long.BYTES - 1;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final List<Format> formats;
    /// All patterns, in the order of their formats.
    private final List<Pattern> all = new ArrayList<>();
    /// Patterns by the pair they are looked for by.
    private final Pattern[][] byPair = new Pattern[1 << 16][];
    /// A bit for each pair that a pattern is looked for by: small enough to stay in the nearest cache.
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
                Pattern pattern = Pattern.of(magic, order);
                all.add(pattern);
                int pair = pattern.pair();
                Pattern[] known = byPair[pair] == null ? NONE : byPair[pair];
                Pattern[] more = Arrays.copyOf(known, known.length + 1);
                more[known.length] = pattern;
                byPair[pair] = more;
                pairs[pair >>> 6] |= 1L << pair;
                most = Math.max(most, pattern.bytes().length);
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

    /// The formats whose pattern says that the content starts as theirs do, the first in the list first.
    List<Format> atStart(Bytes content) {
        return all.stream()
                .filter(pattern -> content.matches(pattern.offset(), pattern.bytes()))
                .map(pattern -> formats.get(pattern.order()))
                .distinct()
                .toList();
    }

    /// The hits whose container would start in `from` … `to`, in the order of their starts; at most about
    /// `limit` of them, so that a hostile content can't fill the memory. Where it stops short,
    /// [Stretch#end] says where to go on.
    Stretch scan(Bytes content, long from, long to, int limit) {
        List<Hit> hits = new ArrayList<>();
        long end = to;
        // A pattern deep in its container stands behind the container's start.
        long last = Math.min(content.size(), to > Long.MAX_VALUE - deepest ? Long.MAX_VALUE : to + deepest);
        byte[] window = new byte[Math.clamp(last - from, 0, 1 << 16) + longest];
        for (long at = from; at < last; at += window.length - longest) {
            int filled = content.copyAvailable(at, window, 0, window.length);
            int usable = Math.min(filled - 1, window.length - longest);
            look(new Window(window, usable, filled, at, from, end, hits));
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

    /// The first bytes of a content from `at` on, and what is looked for in them.
    ///
    /// @param usable so many of them are looked at; a pattern may reach beyond, up to `filled`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Window(byte[] bytes, int usable, int filled, long at, long from, long end, List<Hit> hits) {}

    /// Adds the patterns that start in a window.
    private void look(Window window) {
        byte[] bytes = window.bytes();
        int last = Math.min(window.filled() - 1, window.usable() + longest);
        int i = 0;
        // One question for all pairs of a word: hardly ever is the answer yes.
        for (; i <= last - STRIDE; i += STRIDE) {
            long word = (long) WORDS.get(bytes, i);
            long known = known(word >>> 48)
                    | known(word >>> 40)
                    | known(word >>> 32)
                    | known(word >>> 24)
                    | known(word >>> 16)
                    | known(word >>> 8)
                    | known(word);
            if ((known & 1) != 0) {
                match(window, i, i + STRIDE);
            }
        }
        match(window, i, last);
    }

    /// In the lowest bit, whether a pattern is looked for by the lowest two bytes.
    private long known(long pair) {
        return pairs[(int) pair >>> 6 & 0x3ff] >>> pair;
    }

    /// Adds the patterns that are looked for by one of the pairs that start from `first` to `end`.
    private void match(Window window, int first, int end) {
        byte[] bytes = window.bytes();
        for (int i = first; i < end; i++) {
            Pattern[] patterns = byPair[(bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff];
            if (patterns != null) {
                match(window, i, patterns);
            }
        }
    }

    private void match(Window window, int i, Pattern[] patterns) {
        for (Pattern pattern : patterns) {
            int first = i - pattern.key();
            long start = window.at() + first - pattern.offset();
            if (first >= 0
                    && first < window.usable()
                    && start >= window.from()
                    && start < window.end()
                    && standsAt(window.bytes(), first, window.filled(), pattern.bytes())
                    && mayStartAt(start, formats.get(pattern.order()).boundaries())) {
                window.hits().add(new Hit(start, pattern.order()));
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
        for (int i = 0; i < pattern.length; i++) {
            if (window[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }
}
