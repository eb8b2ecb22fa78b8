package org.vitrine.unpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.RegionKind;

/// A span of raw bytes that no format claims, with what can be said of it all the same.
record Gap(long offset, long length, RegionKind kind, int entropy, Digest sha256) {
    /// Shorter runs of one value are part of the data around them.
    private static final int SHORTEST_PADDING = 256;

    /// A shorter run is padding nowhere.
    private static final int SHORTEST_RUN = 4;

    /// A run of the shortest padding that starts within so many bytes goes on eight bytes behind them.
    private static final int STRIDE = SHORTEST_PADDING / 2;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// From so many bytes on, the entropy of a span says something.
    private static final int SHORTEST_OPAQUE = 1024;

    private static final int LONG_ENOUGH = 4096;

    /// A span by its bounds.
    private record Bounds(long start, long end) {}

    /// The spans of `image` from `start` to `end`: long runs of one value apart from what lies between them.
    static List<Gap> between(Bytes image, long start, long end) {
        List<Gap> gaps = new ArrayList<>();
        spans(image, start, end).forEach(span -> gaps.add(of(image, span.start(), span.end())));
        return gaps;
    }

    /// The same of all of `image`, of which digest and entropy are known.
    static List<Gap> within(Bytes image, ContentPass.Findings findings) {
        List<Bounds> spans = spans(image, 0, image.size());
        return spans.size() == 1
                ? List.of(of(0, image.size(), findings))
                : spans.stream()
                        .map(span -> of(image, span.start(), span.end()))
                        .toList();
    }

    private static List<Bounds> spans(Bytes image, long start, long end) {
        List<Bounds> spans = new ArrayList<>();
        long dataStart = start;
        long runStart = start;
        int runValue = -1;
        byte[] window = new byte[Math.clamp(end - start, 1, 1 << 16)];
        for (long at = start; at < end; ) {
            int count = image.copyAvailable(at, window, 0, (int) Math.min(window.length, end - at));
            for (int i = 0; i < count; i++) {
                if (window[i] != runValue) {
                    if (at + i - runStart >= SHORTEST_RUN) {
                        dataStart = endRun(spans, dataStart, runStart, at + i);
                    }
                    // What is no run of one value in its middle is too short to be padding, wherever it
                    // starts on the way there. Only where data starts do shorter runs count.
                    while (dataStart < at + i && i + STRIDE <= count - Long.BYTES && !isRun(window, i + STRIDE)) {
                        i += STRIDE + 1;
                    }
                    runStart = at + i;
                    runValue = window[i];
                }
            }
            at += count;
        }
        dataStart = endRun(spans, dataStart, runStart, end);
        if (dataStart < end) {
            spans.add(new Bounds(dataStart, end));
        }
        return spans;
    }

    /// Whether the eight bytes at `at` are one value.
    private static boolean isRun(byte[] window, int at) {
        long word = (long) WORDS.get(window, at);
        return word == Long.rotateLeft(word, Byte.SIZE);
    }

    /// Closes a run of one value; a long one is padding. Says where data that is not yet accounted for starts.
    private static long endRun(List<Bounds> spans, long dataStart, long runStart, long runEnd) {
        boolean wholeGap = runStart == dataStart;
        if (runEnd - runStart < (wholeGap ? SHORTEST_RUN : SHORTEST_PADDING)) {
            return dataStart;
        }
        if (dataStart < runStart) {
            spans.add(new Bounds(dataStart, runStart));
        }
        spans.add(new Bounds(runStart, runEnd));
        return runEnd;
    }

    /// One span, whatever is in it.
    static Gap of(Bytes image, long start, long end) {
        return of(start, end, ContentPass.over(image, start, end));
    }

    /// One span of which the digest and the entropy are known.
    static Gap of(long start, long end, ContentPass.Findings findings) {
        long length = end - start;
        RegionKind kind = findings.entropy() == 0
                ? RegionKind.PADDING
                : length >= LONG_ENOUGH && findings.entropy() >= 7_900
                                || length >= SHORTEST_OPAQUE && length < LONG_ENOUGH && findings.entropy() >= 7_700
                        ? RegionKind.OPAQUE
                        : RegionKind.NOT_UNDERSTOOD;
        return new Gap(start, length, kind, findings.entropy(), findings.sha256());
    }
}
