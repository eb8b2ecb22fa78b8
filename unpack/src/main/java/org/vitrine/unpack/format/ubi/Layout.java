package org.vitrine.unpack.format.ubi;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// Where the physical erase blocks of an image lie. No header says how large they are: it is the distance between
/// the first two headers that go together. A header that stands alone is no image.
///
/// @param first the header of the first block
/// @param blockSize bytes of a physical erase block
/// @param blocks how many there are, from the first to the last with a header
public record Layout(EraseCounter first, long blockSize, long blocks) {
    /// Samples have blocks of 1 KiB; nobody makes flash with larger ones than 16 MiB. They are a power of two, or,
    /// where a chip has three bits in a cell or pages of 264 bytes, a small multiple of one.
    private static final long SMALLEST = 512;
    private static final int[] FACTORS = {1, 3, 5, 7, 33};
    private static final long LARGEST = 16 << 20;

    /// So many blocks without a header, erased or spoilt, may stand between two that have one.
    private static final long SPOILT = 64;

    /// More blocks than any flash has: 128 GiB of usual ones.
    private static final long MOST = 1 << 20;

    /// The layout of the image that starts at the first byte; empty when none does.
    ///
    /// @throws Malformed when one does, but its offsets can't be
    public static Optional<Layout> of(Bytes image) throws Malformed {
        Optional<EraseCounter> first = EraseCounter.at(image, 0);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        EraseCounter header = first.get();
        if (header.vidOffset() < EraseCounter.SIZE
                || header.dataOffset() < header.vidOffset() + Block.SIZE
                || header.dataOffset() >= LARGEST) {
            throw new Malformed(
                    16,
                    "vid_hdr_offset",
                    header.vidOffset() + ", and the data at " + header.dataOffset() + ", can't be");
        }
        long size = blockSize(image, header);
        return size == 0 ? Optional.empty() : Optional.of(new Layout(header, size, blocks(image, header, size)));
    }

    /// The distance of the nearest header that goes with the first; 0 where none does. Where only every other block
    /// has one, the one between is spoilt.
    private static long blockSize(Bytes image, EraseCounter first) throws Malformed {
        long nearest = 0;
        for (int factor : FACTORS) {
            for (long size = factor * SMALLEST; size <= LARGEST; size *= 2) {
                if (size > first.dataOffset() && isBlock(image, size, first)) {
                    nearest = nearest == 0 ? size : Math.min(nearest, size);
                    break;
                }
            }
        }
        long half = nearest / 2;
        boolean halved =
                half > first.dataOffset() && (isBlock(image, 3 * half, first) || isBlock(image, 5 * half, first));
        return halved ? half : nearest;
    }

    private static boolean isBlock(Bytes image, long at, EraseCounter first) throws Malformed {
        Optional<EraseCounter> header = EraseCounter.at(image, at);
        return header.isPresent() && header.get().goesWith(first);
    }

    private static long blocks(Bytes image, EraseCounter first, long size) throws Malformed {
        long last = 0;
        for (long next = 1; next < MOST && next * size < image.size() && next - last <= SPOILT; next++) {
            Optional<EraseCounter> header = EraseCounter.at(image, next * size);
            if (header.isPresent()) {
                if (!header.get().goesWith(first)) {
                    break;
                }
                last = next;
            }
        }
        return last + 1;
    }

    /// Bytes of the whole image, were it not cut.
    public long length() {
        return blocks * blockSize;
    }

    /// Bytes of a logical block that no alignment shortens.
    long logicalSize() {
        return blockSize - first.dataOffset();
    }
}
