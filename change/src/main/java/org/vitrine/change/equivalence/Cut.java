package org.vitrine.change.equivalence;

/// A span of one content and its counterpart in the other; one of them may be empty.
///
/// @param oldOffset where it starts in the older content, in bytes
/// @param oldLength its bytes there
/// @param newOffset where it starts in the newer content
/// @param newLength its bytes there
/// @param kept whether zeros stand in its place, so that what is behind it keeps its place; else it is taken out
record Cut(long oldOffset, long oldLength, long newOffset, long newLength, boolean kept) {
    /// A field of the same size on both sides: zeros stand in its place.
    static Cut field(long oldOffset, long newOffset, long length) {
        return new Cut(oldOffset, length, newOffset, length, true);
    }

    /// Where it starts on a side.
    long offset(NormalisedSpan.Where side) {
        return side == NormalisedSpan.Where.OLD ? oldOffset : newOffset;
    }

    /// Its bytes on a side.
    long length(NormalisedSpan.Where side) {
        return side == NormalisedSpan.Where.OLD ? oldLength : newLength;
    }
}
