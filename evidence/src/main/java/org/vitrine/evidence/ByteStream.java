package org.vitrine.evidence;

import java.io.InputStream;
import java.util.Objects;

/// A [Bytes] read from front to back. Unsynchronised and buffered, as decoders that read byte by byte need it,
/// and it knows its exact [#position], as whoever looks for the end of a compressed stream needs it. Not safe
/// for several threads.
public final class ByteStream extends InputStream {
    private final Bytes source;
    private final byte[] buffer;
    private long bufferStart;
    private int bufferLength;
    private int next;

    ByteStream(Bytes source, long at) {
        this.source = source;
        this.bufferStart = at;
        this.buffer = new byte[Math.clamp(source.size() - at, 0, 1 << 15)];
    }

    /// The offset in the source of the next byte that will be read.
    public long position() {
        return bufferStart + next;
    }

    private boolean fill() {
        bufferStart += bufferLength;
        next = 0;
        bufferLength = source.copyAvailable(bufferStart, buffer, 0, buffer.length);
        return bufferLength > 0;
    }

    @Override
    public int read() {
        return next < bufferLength || fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (next == bufferLength && !fill()) {
            return -1;
        }
        int count = Math.min(length, bufferLength - next);
        System.arraycopy(buffer, next, target, offset, count);
        next += count;
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(source.size() - position(), 0, Math.max(0, count));
        if (skipped <= bufferLength - next) {
            next += (int) skipped;
        } else {
            bufferStart = position() + skipped;
            bufferLength = 0;
            next = 0;
        }
        return skipped;
    }

    @Override
    public int available() {
        return Math.clamp(source.size() - position(), 0, Integer.MAX_VALUE);
    }
}
