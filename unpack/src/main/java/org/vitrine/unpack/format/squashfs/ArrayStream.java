package org.vitrine.unpack.format.squashfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.vitrine.evidence.Malformed;

/// A part of an array as a stream, unsynchronised: the decoders read it byte by byte.
final class ArrayStream extends InputStream {
    private final byte[] source;
    private final int end;
    private int next;

    ArrayStream(byte[] source, int at, int length) {
        this.source = source;
        this.next = at;
        this.end = at + length;
    }

    /// Index of the byte that is read next.
    int position() {
        return next;
    }

    @Override
    public int read() {
        return next < end ? source[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (next == end) {
            return -1;
        }
        int step = Math.min(length, end - next);
        System.arraycopy(source, next, target, offset, step);
        next += step;
        return step;
    }

    /// Reads a decoder to its end.
    ///
    /// @return how many bytes it gave
    /// @throws Malformed when it gives more than `capacity`
    static int drain(InputStream decoder, byte[] target, int targetAt, int capacity) throws IOException, Malformed {
        int done = 0;
        while (done < capacity) {
            int step = decoder.read(target, targetAt + done, capacity - done);
            if (step < 0) {
                return done;
            }
            done += step;
        }
        if (decoder.read() >= 0) {
            throw new Malformed(0, "size", "decodes to more than " + capacity + " bytes");
        }
        return done;
    }

    /// What a decoder of another house says, in our form.
    static Malformed malformed(long offset, String field, IOException e) {
        String reason = e.getMessage();
        return new Malformed(offset, field, reason == null ? "can't be decoded" : reason);
    }
}
