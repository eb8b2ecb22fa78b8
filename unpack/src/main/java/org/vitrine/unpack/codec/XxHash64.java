package org.vitrine.unpack.codec;

import java.util.Objects;

/// XXH64 with seed 0, the checksum of zstd frames. Follows "xxHash fast digest algorithm" (xxhash_spec.md).
final class XxHash64 {
    private static final long PRIME1 = 0x9E3779B185EBCA87L;
    private static final long PRIME2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME3 = 0x165667B19E3779F9L;
    private static final long PRIME4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME5 = 0x27D4EB2F165667C5L;

    /// The sum of the first two, which wraps around.
    private static final long PRIME1_AND_2 = 0x60EA27EEADC0B5D6L;

    private XxHash64() {}

    /// The hash of `length` bytes from `at`.
    static long of(byte[] bytes, int at, int length) {
        Objects.checkFromIndexSize(at, length, bytes.length);
        int end = at + length;
        int next = at;
        long hash;
        if (length >= 32) {
            long first = PRIME1_AND_2;
            long second = PRIME2;
            long third = 0;
            long fourth = -PRIME1;
            for (; next <= end - 32; next += 32) {
                first = round(first, lane(bytes, next));
                second = round(second, lane(bytes, next + 8));
                third = round(third, lane(bytes, next + 16));
                fourth = round(fourth, lane(bytes, next + 24));
            }
            hash = Long.rotateLeft(first, 1)
                    + Long.rotateLeft(second, 7)
                    + Long.rotateLeft(third, 12)
                    + Long.rotateLeft(fourth, 18);
            hash = merge(merge(merge(merge(hash, first), second), third), fourth);
        } else {
            hash = PRIME5;
        }
        hash += length;
        for (; next <= end - 8; next += 8) {
            hash = Long.rotateLeft(hash ^ round(0, lane(bytes, next)), 27) * PRIME1 + PRIME4;
        }
        if (next <= end - 4) {
            long lane = bytes[next] & 0xffL
                    | (bytes[next + 1] & 0xffL) << 8
                    | (bytes[next + 2] & 0xffL) << 16
                    | (bytes[next + 3] & 0xffL) << 24;
            hash = Long.rotateLeft(hash ^ lane * PRIME1, 23) * PRIME2 + PRIME3;
            next += 4;
        }
        for (; next < end; next++) {
            hash = Long.rotateLeft(hash ^ (bytes[next] & 0xff) * PRIME5, 11) * PRIME1;
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
