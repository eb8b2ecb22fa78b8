package org.vitrine.unpack.codec;

import org.vitrine.evidence.ByteStream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The bits of a brotli stream, the lowest of each byte first (RFC 7932, 1.5.1).
final class BrotliBits {
    private final ByteStream in;
    private long held;
    private int count;
    /// Zero bytes that were made up behind the end.
    private int invented;

    BrotliBits(Bytes image, long at) {
        in = image.stream(at);
    }

    /// The offset in the image of the first byte of which no bit was taken.
    long position() {
        return in.position() + invented - count / 8;
    }

    /// The next `length` bits, 0 to 24, without taking them; behind the end they are zero.
    int peek(int length) {
        while (count < length) {
            int next = in.read();
            if (next < 0) {
                next = 0;
                invented++;
            }
            held |= (long) next << count;
            count += 8;
        }
        return (int) held & (1 << length) - 1;
    }

    /// Takes bits that were looked at.
    void skip(int length) throws Malformed {
        held >>>= length;
        count -= length;
        if (count < 8 * invented) {
            throw new Malformed(in.position(), "brotli", "the stream ends early");
        }
    }

    /// Takes the next `length` bits, 0 to 24.
    int take(int length) throws Malformed {
        int value = peek(length);
        skip(length);
        return value;
    }

    /// Goes on at the next whole byte; the bits before it must be zero.
    void align() throws Malformed {
        int rest = count & 7;
        if (take(rest) != 0) {
            throw new Malformed(position(), "padding", "bits before a whole byte that aren't zero");
        }
    }
}
