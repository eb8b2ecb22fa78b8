package org.vitrine.unpack.format.yaffs;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// How the pages of a flash follow each other in an image. Nothing says it: it is found by trying.
///
/// @param order of all numbers
/// @param page bytes of data in a page
/// @param spare bytes behind them
/// @param tags offset of the tags in the spare bytes
public record Layout(ByteOrder order, int page, int spare, int tags) {
    private static final int[] PAGES = {2048, 4096, 512, 1024, 8192, 16384};
    private static final int[] SPARES = {64, 128, 16, 32, 224, 256, 218, 232, 436, 448, 512, 640, 1024};
    private static final int[] TAGS = {0, 2, 1, 4, 8, 28, 30, 32, 34};

    /// So many pages are looked at.
    private static final int LOOKS = 8;

    /// The layout of the image that starts at the first byte with an object's header; empty when none fits.
    public static Optional<Layout> of(Bytes image) {
        try {
            for (ByteOrder order : new ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
                if (!ObjectHeader.isOne(image, 0, order)) {
                    continue;
                }
                for (int page : PAGES) {
                    for (int spare : SPARES) {
                        for (int tags : TAGS) {
                            Layout layout = new Layout(order, page, spare, tags);
                            if (layout.fits(image)) {
                                return Optional.of(layout);
                            }
                        }
                    }
                    Layout inBand = new Layout(order, page - Chunk.TAGS, Chunk.TAGS, 0);
                    if (inBand.fits(image)) {
                        return Optional.of(inBand);
                    }
                }
            }
        } catch (Malformed e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /// Bytes from one page to the next.
    public int step() {
        return page + spare;
    }

    private boolean fits(Bytes image) throws Malformed {
        if (tags + Chunk.TAGS > spare || page < ObjectHeader.SIZE) {
            return false;
        }
        Optional<Chunk> first = Chunk.at(image, 0, this);
        if (first.isEmpty() || !first.get().isHeader()) {
            return false;
        }
        for (int i = 1; i < LOOKS; i++) {
            long at = (long) i * step();
            if (!image.holds(at, step()) || isErased(image, at)) {
                break;
            }
            Optional<Chunk> chunk = Chunk.at(image, at, this);
            if (chunk.isEmpty() || chunk.get().isHeader() && !ObjectHeader.isOne(image, at, order)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a page and its spare bytes are all ones.
    boolean isErased(Bytes image, long at) {
        byte[] all = new byte[step()];
        int filled = image.copyAvailable(at, all, 0, all.length);
        for (int i = 0; i < filled; i++) {
            if (all[i] != -1) {
                return false;
            }
        }
        return true;
    }
}
