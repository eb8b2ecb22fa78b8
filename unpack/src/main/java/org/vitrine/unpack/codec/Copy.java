package org.vitrine.unpack.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The two moves every LZ77 decoder makes. Both may write junk behind what they were asked to copy,
/// but never at or behind `end`: eight bytes at a time is what makes them fast.
final class Copy {
    /// Eight bytes of an array as a little-endian number; checked by the virtual machine.
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Four bytes of an array as a little-endian number; checked by the virtual machine.
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// Two bytes of an array as a little-endian number; checked by the virtual machine.
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SHORT_RUN = 32;

    private Copy() {}

    /// Copies `length` bytes of `src` from `from`; the caller has checked that they are inside both
    /// arrays.
    static void literals(byte[] src, int from, byte[] dst, int to, int length, int end) {
        if (length <= SHORT_RUN && from <= src.length - SHORT_RUN && to <= end - SHORT_RUN) {
            LONG.set(dst, to, (long) LONG.get(src, from));
            LONG.set(dst, to + 8, (long) LONG.get(src, from + 8));
            if (length > 16) {
                LONG.set(dst, to + 16, (long) LONG.get(src, from + 16));
                LONG.set(dst, to + 24, (long) LONG.get(src, from + 24));
            }
        } else {
            System.arraycopy(src, from, dst, to, length);
        }
    }

    /// Repeats what stands `distance` bytes before `to`, `length` bytes long; the two may overlap. The
    /// caller has checked that `distance` is at least 1 and within the history, and that `length`
    /// bytes fit before `end`.
    static void match(byte[] dst, int to, int distance, int length, int end) {
        if (distance >= 8 && length <= SHORT_RUN && to <= end - SHORT_RUN) {
            int from = to - distance;
            LONG.set(dst, to, (long) LONG.get(dst, from));
            LONG.set(dst, to + 8, (long) LONG.get(dst, from + 8));
            if (length > 16) {
                LONG.set(dst, to + 16, (long) LONG.get(dst, from + 16));
                LONG.set(dst, to + 24, (long) LONG.get(dst, from + 24));
            }
        } else {
            longMatch(dst, to, distance, length, end);
        }
    }

    private static void longMatch(byte[] dst, int to, int distance, int length, int end) {
        int from = to - distance;
        if (distance >= length) {
            System.arraycopy(dst, from, dst, to, length);
            return;
        }
        int stop = to + length;
        if (length < 16 || stop > end - 8) {
            if (length < 64) {
                for (int i = 0; i < length; i++) {
                    dst[to + i] = dst[from + i];
                }
            } else {
                doubling(dst, to, distance, length);
            }
            return;
        }
        int at = to;
        int period = distance;
        if (distance < 8) {
            for (int i = 0; i < 8; i++) {
                dst[at + i] = dst[from + i];
            }
            at += 8;
            // The smallest multiple of the distance that eight bytes at a time don't run into.
            period = distance * ((7 + distance) / distance);
        }
        for (; at < stop; at += 8) {
            LONG.set(dst, at, (long) LONG.get(dst, at - period));
        }
    }

    private static void doubling(byte[] dst, int to, int distance, int length) {
        int done = 0;
        while (done < length) {
            int step = Math.min(distance + done, length - done);
            System.arraycopy(dst, to - distance, dst, to + done, step);
            done += step;
        }
    }
}
