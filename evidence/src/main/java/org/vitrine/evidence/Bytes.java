package org.vitrine.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// A bounded, immutable run of bytes, wherever it lies: in a mapped file, in the spill file, or stitched
/// together from pieces of others. Offsets and lengths are in bytes, from the start of this run.
///
/// Every read names the field it reads, so that a refusal can say what was wrong: reading past the end is
/// a [Malformed] with the offset and that name, never an index error. Safe for use by several threads.
public abstract sealed class Bytes permits Hole, Mapped, Spilled, Stitched {
    /// A run of no bytes.
    public static final Bytes EMPTY = of(new byte[0]);

    private static final long LARGEST_WINDOW = 1 << 16;

    Bytes() {}

    /// The bytes of an array, which must not be changed afterwards.
    public static Bytes of(byte[] array) {
        return new Mapped(MemorySegment.ofArray(array));
    }

    /// A regular file, mapped read-only for as long as anything refers to it.
    ///
    /// @throws IOException when the file can't be opened or mapped
    public static Bytes map(Path file) throws IOException {
        return Mapped.open(file);
    }

    /// Its length in bytes.
    public abstract long size();

    /// Copies `length` bytes from `at` into `target`; the caller has checked the bounds.
    abstract void copyUnchecked(long at, byte[] target, int offset, int length);

    /// One byte, 0 to 255; the caller has checked the bounds.
    abstract int byteUnchecked(long at);

    /// The part of it from `at`, `length` long; the caller has checked the bounds.
    abstract Bytes sliceUnchecked(long at, long length);

    /// A part of it that shares its bytes.
    ///
    /// @throws Malformed when the part isn't inside
    public final Bytes slice(long at, long length, String field) throws Malformed {
        require(at, length, field);
        return at == 0 && length == size() ? this : sliceUnchecked(at, length);
    }

    /// The rest of it from `at`.
    ///
    /// @throws Malformed when `at` lies behind the end
    public final Bytes from(long at, String field) throws Malformed {
        return slice(at, size() - at, field);
    }

    /// Whether `length` bytes from `at` lie inside.
    public final boolean holds(long at, long length) {
        return at >= 0 && length >= 0 && at <= size() - length;
    }

    /// Asks that `length` bytes from `at` lie inside.
    ///
    /// @throws Malformed when they don't
    public final void require(long at, long length, String field) throws Malformed {
        if (!holds(at, length)) {
            throw new Malformed(at, field, length + " bytes asked, " + Math.max(0, size() - Math.max(0, at)) + " left");
        }
    }

    /// An unsigned byte.
    public final int u8(long at, String field) throws Malformed {
        require(at, 1, field);
        return byteUnchecked(at);
    }

    /// An unsigned 16-bit number.
    public final int u16(long at, ByteOrder order, String field) throws Malformed {
        require(at, 2, field);
        int first = byteUnchecked(at);
        int second = byteUnchecked(at + 1);
        return order == ByteOrder.LITTLE_ENDIAN ? first | second << 8 : first << 8 | second;
    }

    /// An unsigned 32-bit number.
    public final long u32(long at, ByteOrder order, String field) throws Malformed {
        return Integer.toUnsignedLong(i32(at, order, field));
    }

    /// A signed 32-bit number.
    public final int i32(long at, ByteOrder order, String field) throws Malformed {
        require(at, 4, field);
        int little = byteUnchecked(at)
                | byteUnchecked(at + 1) << 8
                | byteUnchecked(at + 2) << 16
                | byteUnchecked(at + 3) << 24;
        return order == ByteOrder.LITTLE_ENDIAN ? little : Integer.reverseBytes(little);
    }

    /// A 64-bit number as its bits; negative where the topmost is set.
    public final long i64(long at, ByteOrder order, String field) throws Malformed {
        require(at, 8, field);
        long first = Integer.toUnsignedLong(i32(at, order, field));
        long second = Integer.toUnsignedLong(i32(at + 4, order, field));
        return order == ByteOrder.LITTLE_ENDIAN ? first | second << 32 : first << 32 | second;
    }

    /// An unsigned 64-bit number that is an offset, a size or a count, so below 2⁶³.
    ///
    /// @throws Malformed when the topmost bit is set or the field isn't inside
    public final long u63(long at, ByteOrder order, String field) throws Malformed {
        long value = i64(at, order, field);
        if (value < 0) {
            throw new Malformed(at, field, "must be below 2^63 but was " + Long.toUnsignedString(value));
        }
        return value;
    }

    /// A copy of `length` bytes from `at`.
    ///
    /// @throws Malformed when they aren't inside, or are more than an array can hold
    public final byte[] array(long at, long length, String field) throws Malformed {
        require(at, length, field);
        if (length > Integer.MAX_VALUE - 8) {
            throw new Malformed(at, field, length + " bytes are too many to be read at once");
        }
        byte[] copy = new byte[(int) length];
        copyUnchecked(at, copy, 0, copy.length);
        return copy;
    }

    /// Copies `length` bytes from `at` into `target` at `offset`.
    ///
    /// @throws Malformed when they aren't inside
    public final void copy(long at, byte[] target, int offset, int length, String field) throws Malformed {
        Objects.checkFromIndexSize(offset, length, target.length);
        require(at, length, field);
        copyUnchecked(at, target, offset, length);
    }

    /// Copies as many bytes as there are from `at`, at most `length`; says how many.
    public final int copyAvailable(long at, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (at < 0 || at >= size()) {
            return 0;
        }
        int available = (int) Math.min(length, size() - at);
        copyUnchecked(at, target, offset, available);
        return available;
    }

    /// The first bytes of it, at most `most`, as a text of one character for each.
    public final String head(int most) {
        byte[] head = new byte[(int) Math.min(most, size())];
        copyUnchecked(0, head, 0, head.length);
        return new String(head, StandardCharsets.ISO_8859_1);
    }

    /// Whether exactly these bytes stand at `at`; false where they'd pass the end.
    public final boolean matches(long at, byte[] expected) {
        if (!holds(at, expected.length)) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((byte) byteUnchecked(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// The first `at` or later at which `expected` stands, before `end`; -1 when it doesn't.
    public final long indexOf(byte[] expected, long at, long end) {
        long last = Math.min(end, size()) - expected.length;
        if (expected.length == 0) {
            return at <= last ? at : -1;
        }
        long start = Math.max(0, at);
        if (start > last) {
            return -1;
        }
        int[] steps = steps(expected);
        byte[] window = {};
        while (start <= last) {
            // Small at first, since the next of many is near.
            long wanted = Math.max(1024L + expected.length, Math.min(8L * window.length, LARGEST_WINDOW));
            long size = Math.min(wanted, last - start + expected.length);
            window = size > window.length ? new byte[(int) size] : window;
            int filled = copyAvailable(start, window, 0, window.length);
            int usable = (int) Math.min(filled - expected.length, last - start);
            int i = 0;
            while (i <= usable) {
                if (standsAt(window, i, expected)) {
                    return start + i;
                }
                i += steps[window[i + expected.length - 1] & 0xff];
            }
            start += i;
        }
        return -1;
    }

    /// How far to go on from where `expected` doesn't stand, by the byte that its last one was held
    /// against: until an equal one comes to lie there (Horspool 1980).
    private static int[] steps(byte[] expected) {
        int[] steps = new int[256];
        Arrays.fill(steps, expected.length);
        for (int i = 0; i < expected.length - 1; i++) {
            steps[expected[i] & 0xff] = expected.length - 1 - i;
        }
        return steps;
    }

    private static boolean standsAt(byte[] window, int at, byte[] expected) {
        for (int i = expected.length - 1; i >= 0; i--) {
            if (window[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// Takes bytes a window at a time, as checksums and digests do.
    @FunctionalInterface
    public interface Taker {
        /// Takes `length` bytes of `window` from `offset`; they change afterwards.
        void take(byte[] window, int offset, int length);
    }

    /// Gives all of it to `taker`, in order.
    public final void feed(Taker taker) {
        byte[] window = new byte[Math.clamp(size(), 1, 1 << 16)];
        for (long at = 0; at < size(); ) {
            int count = copyAvailable(at, window, 0, window.length);
            taker.take(window, 0, count);
            at += count;
        }
    }

    /// All of it as a stream, from `at` on. The stream is not synchronised and reads in blocks.
    public final ByteStream stream(long at) {
        return new ByteStream(this, at);
    }

    /// All of it as a stream.
    public final InputStream stream() {
        return stream(0);
    }
}
