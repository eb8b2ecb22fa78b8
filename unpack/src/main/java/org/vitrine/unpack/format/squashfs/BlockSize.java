package org.vitrine.unpack.format.squashfs;

import org.vitrine.evidence.Malformed;

/// The word that says how a data or fragment block is stored.
///
/// @param word bits 0 to 23: how many bytes; bit 24: they are not compressed; all zero: a block of zeros, not
///     stored
record BlockSize(int word) {
    private static final int UNCOMPRESSED = 1 << 24;

    static BlockSize of(int word) {
        return new BlockSize(word);
    }

    /// The word of version 1: bits 0 to 14 say how many bytes, none of them 32 KiB; bit 15: they are not compressed.
    static BlockSize first(int word) {
        int stored = word & 0x7fff;
        return new BlockSize((stored == 0 ? 0x8000 : stored) | (word >>> 15) * UNCOMPRESSED);
    }

    /// Whether it is a block of zeros that isn't stored.
    boolean hole() {
        return word == 0;
    }

    /// Whether it has to be decoded.
    boolean compressed() {
        return (word & UNCOMPRESSED) == 0;
    }

    /// How many bytes it has in the image.
    int stored() {
        return word & (UNCOMPRESSED - 1);
    }

    /// Asks that the word can be: no unknown bit, 1 to `blockSize` bytes.
    ///
    /// @param at where the block would stand in the image
    void check(int blockSize, long at, String field) throws Malformed {
        if (word >>> 25 != 0 || stored() == 0 || stored() > blockSize) {
            throw new Malformed(
                    at, field, "must be 1 to " + blockSize + " bytes but was 0x" + Integer.toHexString(word));
        }
    }
}
