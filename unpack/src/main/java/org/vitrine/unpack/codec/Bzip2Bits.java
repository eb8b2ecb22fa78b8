package org.vitrine.unpack.codec;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The bits of a bzip2 stream, the most significant of each byte first.
final class Bzip2Bits {
    private final Bytes image;
    private final byte[] buffer;
    private long bufferStart;
    private int bufferLength;
    private int next;
    private long held;
    private int count;

    Bzip2Bits(Bytes image, long at) {
        this.image = image;
        this.buffer = new byte[Math.clamp(image.size() - at, 1, 1 << 15)];
        this.bufferStart = at;
    }

    /// The offset of the first byte of which no bit was taken.
    long alignedPosition() {
        return bufferStart + next - count / 8;
    }

    /// Takes `width` bits, 24 at most, as an unsigned number.
    int take(int width, String field) throws Malformed {
        if (count < width && fill() < width) {
            throw new Malformed(alignedPosition(), field, "the stream ends early");
        }
        count -= width;
        return (int) (held >>> count) & (1 << width) - 1;
    }

    /// The next `width` bits, 24 at most, without taking them; zeros stand where the input has ended.
    int peek(int width) {
        if (count < width && fill() < width) {
            return (int) (held << width - count) & (1 << width) - 1;
        }
        return (int) (held >>> count - width) & (1 << width) - 1;
    }

    private int fill() {
        while (count <= 48) {
            if (next == bufferLength) {
                bufferStart += bufferLength;
                next = 0;
                bufferLength = image.copyAvailable(bufferStart, buffer, 0, buffer.length);
                if (bufferLength == 0) {
                    break;
                }
            }
            held = held << 8 | buffer[next++] & 0xff;
            count += 8;
        }
        return count;
    }
}
