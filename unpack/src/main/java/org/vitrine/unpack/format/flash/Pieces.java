package org.vitrine.unpack.format.flash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Stitched;

/// The content of a file whose pieces lie in the image as they are, with holes between them.
public final class Pieces {
    private final List<Bytes> pieces = new ArrayList<>();
    private long at;
    private long stored;

    /// Adds the next piece; they come in their order and don't overlap.
    ///
    /// @param start its offset in the file
    public void add(long start, Bytes piece) {
        pieces.add(Hole.of(Math.max(0, start - at)));
        pieces.add(piece);
        at = start + piece.size();
        stored += piece.size();
    }

    /// The content. Empty where more of it is holes than is stored: such a file has to be charged like one that is
    /// decoded.
    ///
    /// @param size of the file in bytes
    public Optional<Bytes> content(long size) {
        if (size < at || size - stored > stored) {
            return Optional.empty();
        }
        pieces.add(Hole.of(size - at));
        return Optional.of(Stitched.of(pieces));
    }
}
