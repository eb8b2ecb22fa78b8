package org.vitrine.unpack.spi;

/// A format's word that one of its containers starts here.
///
/// @param at offset of its first byte in the image it was claimed in
/// @param length its length in bytes, or [#UNKNOWN] where only decoding tells
/// @param strength how sure the header makes it
public record Claim(long at, long length, Strength strength) {
    /// The length of what ends where decoding ends.
    public static final long UNKNOWN = -1;

    /// How sure a header makes a claim.
    public enum Strength {
        /// The header could hardly stand there by chance: a long magic, a checksum that is right.
        STRONG,
        /// It could: only what decodes to its end counts.
        WEAK
    }

    /// A claim whose header says how long it is.
    public static Claim strong(long at, long length) {
        return new Claim(at, length, Strength.STRONG);
    }

    /// A claim that decoding has to prove.
    public static Claim weak(long at, long length) {
        return new Claim(at, length, Strength.WEAK);
    }

    /// Whether the header says how long it is.
    public boolean measured() {
        return length != UNKNOWN;
    }

    /// Offset of the first byte behind it; only for what is [#measured].
    public long end() {
        return at + length;
    }
}
