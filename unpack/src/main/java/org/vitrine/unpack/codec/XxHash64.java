package org.vitrine.unpack.codec;

import java.util.zip.Checksum;

/// XXH64 with seed 0, the checksum of zstd frames. Follows "xxHash fast digest algorithm"
/// (xxhash_spec.md).
public final class XxHash64 implements Checksum {
    private static final long PRIME1 = 0x9E3779B185EBCA87L;
    private static final long PRIME2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME3 = 0x165667B19E3779F9L;
    private static final long PRIME4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME5 = 0x27D4EB2F165667C5L;

    /// The sum of the first two, which wraps around.
    private static final long PRIME1_AND_2 = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE = 32;

    private final byte[] pending = new byte[STRIPE];
    private int pendingLength;
    private long count;
    private long first;
    private long second;
    private long third;
    private long fourth;

    /// The hash of no bytes, so far.
    public XxHash64() {
        restart();
    }

    /// The hash of `length` bytes from `at`.
    static long of(byte[] bytes, int at, int length) {
        XxHash64 hash = new XxHash64();
        hash.update(bytes, at, length);
        return hash.getValue();
    }

    @Override
    public void reset() {
        restart();
    }

    private void restart() {
        first = PRIME1_AND_2;
        second = PRIME2;
        third = 0;
        fourth = -PRIME1;
        pendingLength = 0;
        count = 0;
    }

    @Override
    public void update(int value) {
        update(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void update(byte[] bytes, int at, int length) {
        int end = at + length;
        int next = at;
        count += length;
        if (pendingLength > 0) {
            int step = Math.min(STRIPE - pendingLength, length);
            System.arraycopy(bytes, at, pending, pendingLength, step);
            pendingLength += step;
            next += step;
            if (pendingLength < STRIPE) {
                return;
            }
            stripes(pending, 0, STRIPE);
        }
        int whole = next + (end - next & -STRIPE);
        stripes(bytes, next, whole);
        pendingLength = end - whole;
        System.arraycopy(bytes, whole, pending, 0, pendingLength);
    }

    private void stripes(byte[] bytes, int from, int to) {
        long a = first;
        long b = second;
        long c = third;
        long d = fourth;
        for (int at = from; at < to; at += STRIPE) {
            a = round(a, lane(bytes, at));
            b = round(b, lane(bytes, at + 8));
            c = round(c, lane(bytes, at + 16));
            d = round(d, lane(bytes, at + 24));
        }
        first = a;
        second = b;
        third = c;
        fourth = d;
    }

    @Override
    public long getValue() {
        long hash = PRIME5;
        if (count >= STRIPE) {
            hash = Long.rotateLeft(first, 1)
                    + Long.rotateLeft(second, 7)
                    + Long.rotateLeft(third, 12)
                    + Long.rotateLeft(fourth, 18);
            hash = merge(merge(merge(merge(hash, first), second), third), fourth);
        }
        hash += count;
        int at = 0;
        for (; at <= pendingLength - 8; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, lane(pending, at)), 27) * PRIME1 + PRIME4;
        }
        if (at <= pendingLength - 4) {
            long lane = (int) Copy.INT.get(pending, at) & 0xffff_ffffL;
            hash = Long.rotateLeft(hash ^ lane * PRIME1, 23) * PRIME2 + PRIME3;
            at += 4;
        }
        for (; at < pendingLength; at++) {
            hash = Long.rotateLeft(hash ^ (pending[at] & 0xff) * PRIME5, 11) * PRIME1;
        }
        hash = (hash ^ hash >>> 33) * PRIME2;
        hash = (hash ^ hash >>> 29) * PRIME3;
        return hash ^ hash >>> 32;
    }

    private static long lane(byte[] bytes, int at) {
        return (long) Copy.LONG.get(bytes, at);
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME2, 31) * PRIME1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME1 + PRIME4;
    }
}
