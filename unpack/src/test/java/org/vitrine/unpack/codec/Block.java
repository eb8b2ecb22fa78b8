package org.vitrine.unpack.codec;

import org.vitrine.evidence.Unreadable;

/// A block taken out of a frame that a command made.
final class Block {
    final byte[] bytes;
    /// How many bytes it decodes to.
    final int size;
    /// False when the command stored it as it is.
    final boolean compressed;

    Block(byte[] bytes, int size, boolean compressed) {
        this.bytes = bytes;
        this.size = size;
        this.compressed = compressed;
    }

    byte[] decode(Hostile.Decode decoder, int slack) {
        try {
            return compressed ? Hostile.decode(decoder, bytes, size, slack) : bytes;
        } catch (Unreadable e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
