package org.vitrine.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Bytes put together from pieces of others, and from holes between them: the extents of a file, the
/// chunks of a decoded stream. Nothing is copied.
public final class Stitched extends Bytes {
    private final Bytes[] pieces;
    /// Where each piece starts, and at last the size.
    private final long[] starts;

    private Stitched(List<Bytes> pieces) {
        this.pieces = pieces.toArray(Bytes[]::new);
        this.starts = new long[pieces.size() + 1];
        for (int i = 0; i < this.pieces.length; i++) {
            starts[i + 1] = Math.addExact(starts[i], this.pieces[i].size());
        }
    }

    /// The pieces one after another. A single piece is given back as it is.
    ///
    /// @throws ArithmeticException when they add up to 2⁶³ or more
    public static Bytes of(List<Bytes> pieces) {
        List<Bytes> filled = new ArrayList<>(pieces);
        filled.removeIf(piece -> piece.size() == 0);
        return switch (filled.size()) {
            case 0 -> EMPTY;
            case 1 -> filled.getFirst();
            default -> new Stitched(filled);
        };
    }

    @Override
    public long size() {
        return starts[pieces.length];
    }

    private int pieceAt(long at) {
        int found = Arrays.binarySearch(starts, at);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    void copyUnchecked(long at, byte[] target, int offset, int length) {
        int done = 0;
        for (int piece = pieceAt(at); done < length; piece++) {
            long within = at + done - starts[piece];
            int step = (int) Math.min(length - done, pieces[piece].size() - within);
            pieces[piece].copyUnchecked(within, target, offset + done, step);
            done += step;
        }
    }

    @Override
    int byteUnchecked(long at) {
        int piece = pieceAt(at);
        return pieces[piece].byteUnchecked(at - starts[piece]);
    }

    @Override
    Bytes sliceUnchecked(long at, long length) {
        if (length == 0) {
            return EMPTY;
        }
        List<Bytes> parts = new ArrayList<>();
        long left = length;
        long from = at;
        for (int piece = pieceAt(at); left > 0; piece++) {
            long within = from - starts[piece];
            long step = Math.min(left, pieces[piece].size() - within);
            parts.add(step == pieces[piece].size() ? pieces[piece] : pieces[piece].sliceUnchecked(within, step));
            from += step;
            left -= step;
        }
        return of(parts);
    }
}
