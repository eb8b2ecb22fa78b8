package org.vitrine.evidence;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bytes in the spill file. Readable until the [Spill] is closed.
public final class Spilled extends Bytes {
    private final Spill spill;
    private final long start;
    private final long length;

    Spilled(Spill spill, long start, long length) {
        this.spill = spill;
        this.start = start;
        this.length = length;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    void copyUnchecked(long at, byte[] target, int offset, int count) {
        long from = start + at;
        int done = 0;
        while (done < count) {
            int step = (int) Math.min(count - done, Spill.leftInWindow(from + done));
            MemorySegment window = spill.window(from + done);
            MemorySegment.copy(
                    window, ValueLayout.JAVA_BYTE, Spill.withinWindow(from + done), target, offset + done, step);
            done += step;
        }
    }

    @Override
    int byteUnchecked(long at) {
        return spill.window(start + at).get(ValueLayout.JAVA_BYTE, Spill.withinWindow(start + at)) & 0xff;
    }

    @Override
    Bytes sliceUnchecked(long at, long count) {
        return new Spilled(spill, start + at, count);
    }
}
