package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.RegionKind;

/// A span of raw bytes that no format claims, with what can be said of it all the same.
record Gap(long offset, long length, RegionKind kind, int entropy, Digest sha256) {
    /// Shorter runs of one value are part of the data around them.
    private static final int SHORTEST_PADDING = 256;

    /// From so many bytes on, the entropy of a span says something.
    private static final int SHORTEST_OPAQUE = 1024;

    private static final int LONG_ENOUGH = 4096;

    /// The spans of `image` from `start` to `end`: long runs of one value apart from what lies between them.
    static List<Gap> between(Bytes image, long start, long end) {
        List<Gap> gaps = new ArrayList<>();
        long dataStart = start;
        long runStart = start;
        int runValue = -1;
        byte[] window = new byte[1 << 16];
        for (long at = start; at < end; ) {
            int count = image.copyAvailable(at, window, 0, (int) Math.min(window.length, end - at));
            for (int i = 0; i < count; i++) {
                if (window[i] != runValue) {
                    dataStart = endRun(gaps, image, dataStart, runStart, at + i);
                    runStart = at + i;
                    runValue = window[i];
                }
            }
            at += count;
        }
        dataStart = endRun(gaps, image, dataStart, runStart, end);
        if (dataStart < end) {
            gaps.add(of(image, dataStart, end));
        }
        return gaps;
    }

    /// Closes a run of one value; a long one is padding. Says where data that is not yet accounted for starts.
    private static long endRun(List<Gap> gaps, Bytes image, long dataStart, long runStart, long runEnd) {
        boolean wholeGap = runStart == dataStart;
        if (runEnd - runStart < (wholeGap ? 4 : SHORTEST_PADDING)) {
            return dataStart;
        }
        if (dataStart < runStart) {
            gaps.add(of(image, dataStart, runStart));
        }
        gaps.add(of(image, runStart, runEnd));
        return runEnd;
    }

    /// One span, whatever is in it.
    static Gap of(Bytes image, long start, long end) {
        ContentPass.Findings findings = ContentPass.over(image, start, end);
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
