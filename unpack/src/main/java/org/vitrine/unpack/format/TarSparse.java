package org.vitrine.unpack.format;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;

/// The map of a sparse file in a tar, in any of GNU's four forms, and the content it describes.
///
/// @param pairs offset in the file and size of each piece of data, by turns
/// @param after the offset in the image of the first byte behind the map
record TarSparse(List<Long> pairs, long after) {
    private static final int ENTRY = 24;
    private static final int IN_HEADER = 4;
    private static final int IN_EXTENSION = 21;
    /// A file with more pieces was never met; each takes memory.
    private static final int MAX_PIECES = 1 << 20;

    /// The map of GNU's old format: four pieces in the header, 21 in each block that follows.
    static TarSparse old(Bytes image, TarHeader header) throws Unreadable {
        List<Long> pairs = new ArrayList<>();
        add(pairs, header, 386, IN_HEADER);
        long next = header.at() + TarHeader.SIZE;
        boolean extended = header.raw(482) != 0;
        while (extended) {
            TarHeader extension = TarHeader.extension(image, next);
            add(pairs, extension, 0, IN_EXTENSION);
            bounded(pairs.size() / 2);
            extended = extension.raw(504) != 0;
            next += TarHeader.SIZE;
        }
        return new TarSparse(pairs, next);
    }

    private static void bounded(long pieces) throws LimitReached {
        if (pieces > MAX_PIECES) {
            throw new LimitReached("sparse pieces", MAX_PIECES, pieces);
        }
    }

    private static void add(List<Long> pairs, TarHeader block, int from, int count) throws Malformed {
        for (int i = 0; i < count; i++) {
            int at = from + i * ENTRY;
            if (block.raw(at + 12) == 0) {
                break;
            }
            pairs.add(block.unsigned(at, 12, "sparse offset"));
            pairs.add(block.unsigned(at + 12, 12, "sparse numbytes"));
        }
    }

    /// The map of GNU's format 1.0: decimal lines at the start of the data, padded to whole blocks.
    static TarSparse leading(Bytes image, long at, long size) throws Unreadable {
        List<Long> pairs = new ArrayList<>();
        long next = at;
        long wanted = 1;
        long value = 0;
        boolean counted = false;
        while (wanted > 0) {
            if (next == at + size) {
                throw new Malformed(next, "sparse map", "it passes the end of the file");
            }
            int character = image.u8(next++, "sparse map");
            if (character == '\n') {
                if (counted) {
                    pairs.add(value);
                    wanted--;
                } else if (value > size) {
                    throw new Malformed(at, "sparse map", value + " pieces in " + size + " bytes");
                } else {
                    bounded(value);
                    wanted = 2 * value;
                    counted = true;
                }
                value = 0;
            } else if (character >= '0' && character <= '9' && value < Long.MAX_VALUE / 10 - 9) {
                value = value * 10 + character - '0';
            } else {
                throw new Malformed(next - 1, "sparse map", "not a decimal number");
            }
        }
        return new TarSparse(pairs, at + (next - at + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE);
    }

    /// The file: pieces of `data`, with holes between them.
    ///
    /// @param size the file's real size
    Bytes content(Bytes data, long size) throws Unreadable {
        bounded(pairs.size() / 2);
        List<Bytes> pieces = new ArrayList<>();
        long at = 0;
        long used = 0;
        if (pairs.size() % 2 != 0) {
            throw new Malformed(after, "sparse map", "an offset without a size");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            long offset = pairs.get(i);
            long length = pairs.get(i + 1);
            if (offset < at || offset > size || length > size - offset) {
                throw new Malformed(after, "sparse map", length + " bytes at " + offset + " of a file of " + size);
            }
            if (offset > at) {
                pieces.add(Hole.of(offset - at));
            }
            pieces.add(data.slice(used, length, "sparse data"));
            used += length;
            at = offset + length;
        }
        if (size > at) {
            pieces.add(Hole.of(size - at));
        }
        return Stitched.of(pieces);
    }
}
