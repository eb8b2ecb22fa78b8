package org.vitrine.unpack.codec;

import java.util.zip.Checksum;

/// XXH32 with seed 0, the checksum of LZ4 frames. Follows "xxHash fast digest algorithm"
/// (xxhash_spec.md).
public final class XxHash32 implements Checksum {
    private static final int PRIME1 = 0x9E3779B1;
    private static final int PRIME2 = 0x85EBCA77;
    private static final int PRIME3 = 0xC2B2AE3D;
    private static final int PRIME4 = 0x27D4EB2F;
    private static final int PRIME5 = 0x165667B1;

    /// The sum of the first two, which wraps around.
    private static final int PRIME1_AND_2 = 0x24234428;

    private static final int STRIPE = 16;

    private final byte[] pending = new byte[STRIPE];
    private int pendingLength;
    private long count;
    private int first;
    private int second;
    private int third;
    private int fourth;

    /// The hash of no bytes, so far.
    public XxHash32() {
        restart();
    }

    /// The hash of `length` bytes from `at`, unsigned.
    public static long of(byte[] bytes, int at, int length) {
        XxHash32 hash = new XxHash32();
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
        for (int at = from; at < to; at += STRIPE) {
            first = round(first, lane(bytes, at));
            second = round(second, lane(bytes, at + 4));
            third = round(third, lane(bytes, at + 8));
            fourth = round(fourth, lane(bytes, at + 12));
        }
    }

    @Override
    public long getValue() {
        int hash = PRIME5;
        if (count >= STRIPE) {
            hash = Integer.rotateLeft(first, 1)
                    + Integer.rotateLeft(second, 7)
                    + Integer.rotateLeft(third, 12)
                    + Integer.rotateLeft(fourth, 18);
        }
        hash += (int) count;
        int at = 0;
        for (; at <= pendingLength - 4; at += 4) {
            hash = Integer.rotateLeft(hash + lane(pending, at) * PRIME3, 17) * PRIME4;
        }
        for (; at < pendingLength; at++) {
            hash = Integer.rotateLeft(hash + (pending[at] & 0xff) * PRIME5, 11) * PRIME1;
        }
        hash = (hash ^ hash >>> 15) * PRIME2;
        hash = (hash ^ hash >>> 13) * PRIME3;
        return Integer.toUnsignedLong(hash ^ hash >>> 16);
    }

    private static int lane(byte[] bytes, int at) {
        return (int) Copy.INT.get(bytes, at);
    }

    private static int round(int accumulator, int lane) {
        return Integer.rotateLeft(accumulator + lane * PRIME2, 13) * PRIME1;
    }
}
