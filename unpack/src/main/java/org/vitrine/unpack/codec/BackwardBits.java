package org.vitrine.unpack.codec;

import org.vitrine.evidence.Malformed;

/// A bit stream that is written forwards and read backwards, from its last byte to its first (RFC 8878, 4.1).
/// Its whole state is how many bits are left, so that a loop can hold it in a local variable.
final class BackwardBits {
    private BackwardBits() {}

    /// How many bits lie before the end mark, the topmost one bit of the last byte.
    static int count(byte[] src, int start, int end, int origin, String field) throws Malformed {
        if (end <= start) {
            throw new Malformed(start - origin, field, "is empty");
        }
        int last = src[end - 1] & 0xff;
        if (last == 0) {
            throw new Malformed(end - 1L - origin, field, "its last byte is 0, so it has no end mark");
        }
        return (end - start - 1) * 8 + 31 - Integer.numberOfLeadingZeros(last);
    }

    /// The next bits, topmost first: 57 of them at least, junk where fewer than that are left. `bits` must not
    /// be negative, and eight bytes must lie before `start`, which the headers before every stream of a frame
    /// see to.
    static long load(byte[] src, int start, int bits) {
        return (long) Copy.LONG.get(src, start + (bits + 7 >> 3) - 8) << (-bits & 7);
    }
}
