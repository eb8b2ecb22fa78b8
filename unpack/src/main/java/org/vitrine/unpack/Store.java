package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Stitched;

/// Takes a content piece by piece, digests it on the way and keeps it in the spill file. Long stretches of
/// zeros are kept as holes: a decoded terabyte of nothing costs nothing.
final class Store {
    private static final int PIECE = 1 << 20;
    /// Most claims of a stream are none, and give a few bytes at most.
    private static final int FIRST_PIECE = 1 << 14;

    private final Spill spill;
    /// Made once there is something to digest: nearly all of the claims that are none give nothing.
    private @Nullable ContentPass pass;

    private final List<Bytes> pieces = new ArrayList<>();
    private final int first;
    private byte[] buffer = {};
    private int filled;
    private long size;

    /// @param expected how many bytes will come, or [Claim#UNKNOWN]
    Store(Spill spill, long expected) {
        this.spill = spill;
        this.first = expected < 0 ? FIRST_PIECE : Math.clamp(expected, 64, PIECE);
    }

    long size() {
        return size;
    }

    void write(byte[] source, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (filled == buffer.length) {
                flush();
                buffer = new byte[buffer.length == 0 ? first : Math.min(PIECE, buffer.length * 8)];
            }
            int step = Math.min(length - done, buffer.length - filled);
            System.arraycopy(source, offset + done, buffer, filled, step);
            filled += step;
            done += step;
        }
        size += length;
    }

    void hole(long length) {
        flush();
        byte[] zeros = new byte[Math.clamp(length, 1, 1 << 16)];
        for (long left = length; left > 0; left -= zeros.length) {
            pass().take(zeros, 0, (int) Math.min(left, zeros.length));
        }
        pieces.add(Hole.of(length));
        size += length;
    }

    private void flush() {
        if (filled == 0) {
            return;
        }
        pass().take(buffer, 0, filled);
        pieces.add(filled == PIECE && isZero(buffer) ? Hole.of(filled) : spill.put(buffer, 0, filled));
        filled = 0;
    }

    private ContentPass pass() {
        ContentPass known = pass;
        if (known == null) {
            known = new ContentPass();
            pass = known;
        }
        return known;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /// All that was written.
    Bytes content() {
        flush();
        return Stitched.of(pieces);
    }

    /// Digest and entropy of all that was written; after [#content].
    ContentPass.Findings findings() {
        return pass().findings();
    }
}
